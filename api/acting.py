"""From a request to the engine: who asks, and once only."""

import hashlib
from typing import Any

import orjson
from flask import current_app, g, request

from engine.actor import Actor
from engine.application import Application
from engine.commands.begin_batch import BeginBatch


def application() -> Application:
    """The application this app was made for."""
    made: Application = current_app.extensions["suqiu"]
    return made


def actor() -> Actor:
    """Who makes this request, as found by its token, or the nameless citizen."""
    found: Actor = g.actor
    return found


def ask(query: Any) -> Any:
    """Answer a query for whoever makes this request."""
    return application().ask(query, actor())


def perform(command: Any, part: str | None = None) -> Any:
    """Perform a command for whoever makes this request; once, when the request carries an Idempotency-Key.

    ``part`` names the one of several commands of the request this is, each being once-only by itself.
    """
    return application().execute(command, actor(), idempotency=_once(part))


def locale() -> str:
    """The language of the sentences to a caller: the first of Accept-Language that is ours, else zh."""
    asked = (tag.partition("-")[0].lower() for tag, weight in request.accept_languages if weight)
    return next((one for one in asked if one in ("zh", "en")), "zh")


def begin_batch() -> None:
    """Refuse the key of another request before the first of several commands is performed."""
    if _once(None):
        perform(BeginBatch())


def _once(part: str | None) -> tuple[str, str] | None:
    key = g.get("idempotency_key")
    if key is None:
        return None
    # citizens have no account: theirs is the key under their tracking code, so that no other code is given the answer
    whose = [one for one in (part, request.headers.get("X-Tracking-Code")) if one is not None]
    named = f"{key}#{hashlib.sha256(orjson.dumps(whose)).hexdigest()[:32]}" if whose else key
    return named, fingerprint()


def fingerprint() -> str:
    """What makes two requests the same request: method, address, and the content of the body (not its spelling)."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.files:
        for field, file in sorted(request.files.items(multi=True), key=lambda pair: (pair[0], pair[1].filename or "")):
            digest.update(orjson.dumps([field, file.filename, hashlib.sha256(file.stream.read()).hexdigest()]))
            file.stream.seek(0)
        digest.update(orjson.dumps(sorted(request.form.items(multi=True))))
    elif request.is_json and (raw := request.get_data(cache=True)):
        digest.update(orjson.dumps(orjson.loads(raw), option=orjson.OPT_SORT_KEYS))  # read before, see api/calls.py
    return digest.hexdigest()
