"""A file that a browser saves and never shows in place, under whatever name people gave it."""

from urllib.parse import quote

from flask import Response


def to_save(content: bytes | str, name: str, media_type: str) -> Response:
    """The answer that carries it. A header holds no Chinese letters: the name goes percent-coded (RFC 6266 §4.3)."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
