"""What a file is decides, not what it is called; photographs lose what their camera wrote into them."""

import struct
import zlib

import pytest

from engine.casework.attachment import LARGEST, judge
from engine.casework.identity import Contact
from engine.errors import Unusable


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, secret: bytes) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + secret


def jpeg(*segments: bytes, tail: bytes = b"") -> bytes:
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(segments) + segment(0xDB, b"\x00" * 65) + scan + b"\xff\xd9" + tail


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def test_a_photograph_loses_the_place_it_was_taken_but_not_which_way_up_it_is() -> None:
    kept = judge("家门口.JPG", jpeg(segment(0xE1, exif(6, b"GPS 22.69N")), segment(0xFE, b"my name")))
    assert kept.media_type == "image/jpeg"
    assert b"GPS" not in kept.content and b"my name" not in kept.content
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in kept.content


def test_a_photograph_without_metadata_stays_byte_for_byte_what_it_was() -> None:
    whole = jpeg(segment(0xE0, b"JFIF\0\x01\x01\0\0\1\0\1\0\0"))
    assert judge("a.jpg", whole).content == whole


def test_what_travels_behind_a_picture_is_dropped() -> None:
    assert b"<script>" not in judge("a.jpg", jpeg(tail=b"<script>alert(1)</script>")).content
    assert b"PK\3\4" not in judge("a.png", png() + b"PK\3\4 a second file").content


def test_a_drawing_loses_its_text_chunks() -> None:
    kept = judge("a.png", png(chunk(b"tEXt", b"Author\0Wang"), chunk(b"eXIf", b"II*\0")))
    assert (kept.media_type, kept.content) == ("image/png", png())


def test_a_webp_loses_exif_and_the_flag_that_announced_it() -> None:
    def part(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    def webp(*parts: bytes) -> bytes:
        body = b"WEBP" + b"".join(parts)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    plain = webp(part(b"VP8X", b"\0" * 10), part(b"VP8 ", b"picture"))
    loaded = webp(part(b"VP8X", b"\x08" + b"\0" * 9), part(b"VP8 ", b"picture"), part(b"EXIF", b"II*\0 place"))
    assert judge("a.webp", loaded).content == plain


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00",
        b"PK\x03\x04 archive",
        b"GIF89a/*",
        b"",
        b"%PDF-1.7 without an end",
        b"x" * (LARGEST + 1),
        jpeg()[:-9],
        b"\xff\xd8\xff\xe1\x00",
        png()[:40],
        b"RIFF\xff\xff\xff\x7fWEBPVP8 ",
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Unusable, match="Expected"):
        judge("photo.jpg", content)


def test_the_name_is_shown_only_and_gets_the_ending_of_the_content() -> None:
    assert judge("../../etc/passwd", png()).name == "passwd.png"
    assert judge('C:\\x\\evil".svg', png()).name == "evil.png"
    assert judge("账单\u202efdp.exe", b"%PDF-1.7\n%%EOF").name == "账单fdp.pdf"
    assert judge("\r\n", png()).name == "attachment.png"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("诸葛标记乙13911112222.png", "××××.png"),
        ("诸葛 标记乙的发票.png", "××的发票.png"),
        ("发票-8456-7890.png", "发票-××.png"),
        ("邻居+86 138-0013-8000.png", "邻居××.png"),
        ("身份证11010519491231002X正面.png", "身份证××正面.png"),
        ("１３８００１３８０００.png", "××.png"),
        ("mmexport1764412345678.png", "mmexport1764412345678.png"),
        ("IMG_20261129_101530.png", "IMG_20261129_101530.png"),
        ("合同（1）.png", "合同（1）.png"),
    ],
)
def test_no_file_is_kept_under_who_asked_or_a_number_of_a_person(sent: str, kept: str) -> None:
    assert judge(sent, png(), Contact("诸葛标记乙", "84567890")).name == kept


def test_of_somebody_who_gave_no_name_the_number_is_left_out_too() -> None:
    assert judge("13911112222.png", png(), None).name == "××.png"
    assert judge("ZHANG_San 13911112222.png", png(), Contact("Zhang San", None)).name == "×× ××.png"
