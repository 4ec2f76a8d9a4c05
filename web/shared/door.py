"""The one door from the pages to the engine: ask a query, or act by a command, as whoever is signed in."""

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_request_context, request
from flask_login import current_user

from engine.actor import Actor
from engine.application import Application

CITIZEN = Actor("citizen", "诉求人", kind="citizen")
_KEY = "suqiu"


def open_to(app: Flask, application: Application) -> None:
    app.extensions[_KEY] = application


def application() -> Application:
    opened: Application = current_app.extensions[_KEY]
    return opened


def actor() -> Actor:
    """Who is signed in; a visitor without an account is a citizen."""
    return current_user.actor if current_user.is_authenticated else CITIZEN


def ask(query: Any, by: Actor | None = None) -> Any:
    return application().ask(query, by or actor())


def act(command: Any, by: Actor | None = None, idempotency: tuple[str, str] | None = None) -> Any:
    """Perform a command; once, however often it is clicked, when it is asked for by a form of ``parts.once``."""
    return application().execute(command, by or actor(), idempotency or _click(command))


def _click(command: Any) -> tuple[str, str] | None:
    """Key and fingerprint of this act of the form as it was filled in on one showing of its page.

    The same again is a second click, which gets the answer of the first; filled in otherwise it is another act.
    """
    shown = request.form.get("shown", "")[:64] if has_request_context() else ""
    if not shown:
        return None
    g.acts = g.get("acts", 0) + 1  # a form may ask for several
    filled = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    said = repr(
        (request.path, type(command).__name__, g.acts, filled, [one.filename for one in request.files.values()])
    )
    mark = hashlib.sha256(said.encode()).hexdigest()
    return f"click-{mark}", mark


def now() -> datetime:
    """The district's present moment, aware, in UTC."""
    return application().clock.now()


def zone() -> ZoneInfo:
    return application().settings.zone
