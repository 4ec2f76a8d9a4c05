"""Open requests like the one being written; one may be followed, by a mark that gives no number away."""

import hashlib
import hmac
from typing import Any

from flask import current_app

from engine.queries.similar_cases import SimilarRequests
from web.citizen.request_form import EITHER, RequestForm, places
from web.shared import door
from web.shared.language import named

SHOWN = 5
LOOKED_AT = 20  # when one was chosen: others may have come before it since


def like(filled: RequestForm, most: int = SHOWN) -> list[dict[str, Any]]:
    """Those of this kind, the likest first, each with its ``mark`` and the ``place`` by name."""
    asked = filled.request()
    query = SimilarRequests(asked["title"], filled.values["text"], asked["place"], limit=most, kind=asked["kind"])
    known = {row["value"]: row for row in places()}
    return [{**one, "mark": _mark(one["number"]), "place": _place(known, one)} for one in door.ask(query, door.CITIZEN)]


def chosen(filled: RequestForm) -> dict[str, Any] | None:
    """The one whose mark was chosen; None when none was, or it is open no longer. Nothing unlike can be followed."""
    mark = filled.values["same"]
    return next((one for one in like(filled, LOOKED_AT) if one["mark"] == mark), None) if mark else None


def _place(known: dict[str, dict[str, Any]], one: dict[str, Any]) -> str:
    row = known.get(f"{one['street']}{EITHER}{one['community'] or ''}")
    if row is None:
        return str(one["street"])
    return str(row["street"]) if row["whole"] else f"{row['street']} {named(row, 'label')}"


def _mark(number: str) -> str:
    return hmac.new(_secret(), number.encode(), hashlib.sha256).hexdigest()[:24]


def _secret() -> bytes:
    secret = current_app.secret_key or ""
    return secret if isinstance(secret, bytes) else secret.encode()
