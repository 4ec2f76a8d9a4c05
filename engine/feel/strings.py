"""Escapes of FEEL's text literals (DMN 1.5 §10.3.1.2, rule 35), both ways."""

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_LONELY = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def unescape(text: str) -> str:
    """What the text between the quotation marks stands for. An escape FEEL has no meaning for stays as written.

    Half of a surrogate pair is no character and becomes U+FFFD, so that every text can be stored.
    """
    if "\\" not in text:
        return text
    return _LONELY.sub("\ufffd", _PAIR.sub(_joined, _ESCAPE.sub(_character, text)))


def quoted(text: str) -> str:
    """The literal that stands for this text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _character(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else found[0]
    return _PLAIN.get(found[3], found[0])


def _joined(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16")
