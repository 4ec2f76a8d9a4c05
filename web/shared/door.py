"""The one door from the pages to the engine: ask a query, or act by a command, as whoever is signed in."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app
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
    return application().execute(command, by or actor(), idempotency)


def now() -> datetime:
    """The district's present moment, aware, in UTC."""
    return application().clock.now()


def zone() -> ZoneInfo:
    return application().settings.zone
