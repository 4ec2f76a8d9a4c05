"""Taking the metadata out of a photograph without touching its picture; which way up it is stays.

JPEG: ITU-T T.81 annex B; EXIF: CIPA DC-008 §4.6; PNG: W3C PNG §5; WebP: RFC 9649 §2.
Whatever follows the end of the picture is dropped, so that no second file travels behind it.
"""

import struct

EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
KEPT_PNG = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
KEPT_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
METADATA_FLAGS = 0b0000_1100


class Damaged(Exception):
    """The picture does not follow its own format."""


def jpeg_without_metadata(content: bytes) -> bytes:
    """The JPEG without application segments and comments, but for JFIF, colour (ICC, Adobe) and the orientation."""
    kept, at = bytearray(content[:2]), 2
    while True:
        marker, at = _jpeg_marker(content, at)
        if marker == 0xD9:
            return bytes(kept) + b"\xff\xd9"
        (length,) = _unpack(">H", content, at)
        body, start = content[at + 2 : at + length], at
        at += length
        if length < 2 or at > len(content):
            raise Damaged("a segment runs past its end")
        if marker == 0xE1 and body.startswith(EXIF):
            kept += _orientation_segment(_orientation(body[len(EXIF) :]))
        elif marker in (0xE0, 0xE2, 0xEE) or not (0xE1 <= marker <= 0xEF or marker == 0xFE):
            kept += bytes((0xFF, marker)) + content[start:at]
        if marker == 0xDA:
            end = _end_of_scan(content, at)
            kept += content[at:end]
            at = end


def _jpeg_marker(content: bytes, at: int) -> tuple[int, int]:
    if content[at : at + 1] != b"\xff":
        raise Damaged("a segment does not begin where it should")
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise Damaged("it ends too early")
    return content[at], at + 1


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the compressed picture stops: the next marker that is neither stuffing nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Damaged("it ends too early")
        follows = content[at + 1]
        if follows == 0x00 or 0xD0 <= follows <= 0xD7:
            at += 2
        elif follows == 0xFF:
            at += 1
        else:
            return at


def _orientation(tiff: bytes) -> int | None:
    """Which way up the picture is, 1 to 8, when the metadata says so readably."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = _unpack(order + "I", tiff, 4)
        (count,) = _unpack(order + "H", tiff, first)
        for entry in range(first + 2, first + 2 + 12 * min(count, 200), 12):
            tag, kind, _, value = _unpack(order + "HHIH", tiff, entry)
            if tag == ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except Damaged:
        # Metadata that cannot be read is dropped like the rest of it; the picture is whole all the same.
        return None
    return None


def _orientation_segment(orientation: int | None) -> bytes:
    """An EXIF segment that says which way up the picture is and nothing else; empty when nobody knows."""
    if orientation is None:
        return b""
    body = EXIF + b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def png_without_metadata(content: bytes) -> bytes:
    """The PNG with the chunks a picture is drawn from."""
    kept, at = bytearray(content[:8]), 8
    while True:
        length, name = _unpack(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise Damaged("a chunk runs past its end")
        if name in KEPT_PNG:
            kept += content[at:end]
        if name == b"IEND":
            return bytes(kept)
        at = end


def webp_without_metadata(content: bytes) -> bytes:
    """The WebP without EXIF and XMP, and with the flags that announced them put out."""
    (size,) = _unpack("<I", content, 4)
    stop, at, kept = size + 8, 12, bytearray()
    if stop > len(content):
        raise Damaged("it ends too early")
    while at < stop:
        name, length = _unpack("<4sI", content, at)
        end = at + 8 + length + length % 2
        chunk = bytearray(content[at:end])
        if len(chunk) < 8 + length:
            raise Damaged("a chunk runs past its end")
        if name == b"VP8X" and length >= 1:
            chunk[8] &= ~METADATA_FLAGS & 0xFF
        if name in KEPT_WEBP:
            kept += chunk
        at = end
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + bytes(kept)


def _unpack(shape: str, content: bytes, at: int) -> tuple:  # type: ignore[type-arg]
    try:
        return struct.unpack_from(shape, content, at)
    except struct.error as error:
        raise Damaged("it ends too early") from error
