"""Photographs as a telephone sends them: real PNG files of any size, of noise, so that nothing packs them smaller."""

import os
import struct
import zlib


def a_photograph(side: int = 64) -> bytes:
    """A square of noise, 3 bytes a pixel and hardly more as a file."""
    rows = b"".join(b"\0" + os.urandom(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
