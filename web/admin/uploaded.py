"""A file between its preview and its confirmation: it travels in the page, packed, and is read again as it came."""

import base64
import binascii
import zlib

from flask import request

from engine.errors import Unusable

LARGEST = 4 * 1024 * 1024  # bytes; a list of thousands of matters has a few hundred thousand


def posted() -> tuple[str, bytes]:
    """Name and content of the file that was sent, or of the one that was looked at before.

    Raises:
        Unusable: there is none, or it is too large.
    """
    packed = request.form.get("packed", "")
    if packed:
        return request.form.get("name", "list.csv"), _unpacked(packed)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Unusable("Expected a CSV or XLSX file, but found none. Choose one.")
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unusable("Expected a file of at most 4 MB, but found a larger one. Use the command line for it.")
    return file.filename, content


def packed(content: bytes) -> str:
    """The content as it travels in the page."""
    return base64.b64encode(zlib.compress(content)).decode()


def _unpacked(text: str) -> bytes:
    try:
        unpack = zlib.decompressobj()
        content = unpack.decompress(base64.b64decode(text, validate=True), LARGEST)
    except (binascii.Error, zlib.error) as error:
        raise Unusable("Expected the file as it was shown, but it came back broken. Choose it again.") from error
    if unpack.unconsumed_tail:
        raise Unusable("Expected the file as it was shown, but it came back broken. Choose it again.")
    return content
