"""One file of a bundle."""

import re
from dataclasses import dataclass, field

_DECLARED = re.compile(rb"""(<\?xml[^>]*?\sencoding=["'])([\w.-]+)""")
_DECLARED_TEXT = re.compile(r"""^(<\?xml[^>]*?\sencoding=["'])[\w.-]+""")


@dataclass(frozen=True)
class Source:
    """``name`` is its path inside the bundle, such as ``complaint.bpmn``."""

    name: str
    content: bytes = field(repr=False)


def as_text(content: bytes) -> str:
    """A file as an editor reads it: in the encoding its XML declares, since many tools export ISO-8859-1 or UTF-16, and
    declaring UTF-8, since an editor that is given text takes any other for a fault."""
    declared = _DECLARED.match(content)
    named = (
        "utf-16"
        if content.startswith((b"\xff\xfe", b"\xfe\xff"))
        else declared[2].decode()
        if declared
        else "utf-8-sig"
    )
    try:
        text = content.decode(named, "replace")
    except (LookupError, UnicodeError):
        text = content.decode("utf-8", "replace")
    return _DECLARED_TEXT.sub(r"\1UTF-8", text, count=1)
