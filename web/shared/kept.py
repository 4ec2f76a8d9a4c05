"""What was sent and could not be taken: it is shown again and may be sent again, so that nothing typed is lost."""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

PRIVATE = frozenset({"csrf_token", "username", "password", "current_password", "code"})
STILL_READ = 4  # times the largest request that is taken: so much is read for its words, and its files are let go
A_CODE = 24  # characters; what is that short, and plain letters and digits, was chosen or made by the page


def sent() -> list[tuple[str, str]]:
    """The fields as they were sent, without secrets; none when another site sent them.

    Of a request too large for its files the words are read all the same. What another site posts is never offered to be
    sent on: that would make a visitor's click the other site's.
    """
    if request.method != "POST" or not is_from_here():
        return []
    request.max_content_length = STILL_READ * current_app.config["MAX_CONTENT_LENGTH"]
    with suppress(RequestEntityTooLarge):
        return [(name, value) for name, value in request.form.items(multi=True) if name not in PRIVATE]
    return []


def words(fields: list[tuple[str, str]]) -> list[str]:
    """What of it a person wrote, to be copied: no choices, no numbers of the page's own."""
    return [value for _name, value in fields if value.strip() and not (len(value) <= A_CODE and _is_code(value))]


def has_files() -> bool:
    return any(file.filename for file in request.files.values())


def is_from_here() -> bool:
    """Did one of our own pages send it? Browsers say where a request comes from; who says nothing is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.host


def _is_code(value: str) -> bool:
    """Made of letters and digits; or a street and a community as a list of places sends them, with a bar between."""
    return (value.isascii() or value.count("|") == 1) and not any(sign.isspace() for sign in value)
