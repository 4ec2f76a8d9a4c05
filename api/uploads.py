"""Files out: always to be saved, never shown in place (an uploaded file is the uploader's word, not ours)."""

from typing import Any
from urllib.parse import quote

from flask import Response

LARGEST_UPLOAD = 11 * 1024 * 1024


def as_download(file: dict[str, Any]) -> Response:
    """A response that browsers save: ``file`` has name and content (bytes)."""
    response = Response(file["content"], content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file['name'])}"
    return response
