"""What may be attached to a case: judged by what the file is, never by what it is called.

The list is short because whatever is on it is one day opened on an official's computer: photographs, PDF, short films.
Photographs lose their metadata (place and device are the complainant's secret: reference to PIPL art. 6, minimal data).
"""

from dataclasses import dataclass

from engine.casework.identity import Contact
from engine.casework.photograph import Damaged, jpeg_without_metadata, png_without_metadata, webp_without_metadata
from engine.errors import Unusable

LARGEST = 10 * 1024 * 1024
MOST_PER_CASE = 20
LONGEST_NAME = 120


@dataclass(frozen=True)
class Attachment:
    """A file fit to keep. ``name`` is for showing only, with the ending its content deserves."""

    name: str
    media_type: str
    content: bytes


def judge(name: str, content: bytes, asked: Contact | None = None) -> Attachment:
    """The file as it may be kept: its true type, its name made harmless, its photograph's metadata gone.

    ``asked``: who asked, when known: the name kept does not say it, nor any person's number (docs/domain.md §7a).

    Raises: Unusable, saying what is accepted.
    """
    if not content:
        raise Unusable("Expected a file, found an empty one. Choose another file.")
    if len(content) > LARGEST:
        raise Unusable(
            f"Expected a file of at most {LARGEST // 1024 // 1024} MB, found {len(content) // 1024 // 1024} MB. "
            "Make it smaller or split it."
        )
    try:
        media_type, ending, kept = _recognised(content)
    except Damaged as damage:
        raise Unusable(f"Expected a whole photograph, but {damage}. Take or save it again.") from damage
    return Attachment(_harmless(name, ending, asked or Contact()), media_type, kept)


def _recognised(content: bytes) -> tuple[str, str, bytes]:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", ".jpg", jpeg_without_metadata(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", ".png", png_without_metadata(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp", ".webp", webp_without_metadata(content)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return "application/pdf", ".pdf", content
    if content[4:8] == b"ftyp" and content[8:12] in (b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  "):
        return "video/mp4", ".mp4", content
    raise Unusable(
        "Expected a JPEG, PNG or WebP photograph, a PDF or an MP4 film, judged by content; found none of them. "
        "Choose a file of one of these kinds."
    )


def _harmless(name: str, ending: str, asked: Contact) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    shown = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    return (asked.left_out_of(shown)[:LONGEST_NAME] or "attachment") + ending
