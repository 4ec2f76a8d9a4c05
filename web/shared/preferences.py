"""Language, theme and time zone, kept in a cookie on the visitor's own machine."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.shared import door
from web.shared.language import COOKIE, LOCALES, ZONE, ZONES
from web.shared.session import local

pages = Blueprint("preferences", __name__)
YEAR = 365 * 24 * 3600
THEMES = ("light", "dark", "auto")


@pages.post("/language")
def choose_language() -> Response:
    return _remember(COOKIE, request.form.get("language", ""), tuple(LOCALES))


@pages.post("/theme")
def choose_theme() -> Response:
    return _remember("theme", request.form.get("theme", ""), THEMES)


@pages.post("/zone")
def choose_zone() -> Response:
    return _remember(ZONE, request.form.get("zone", ""), (door.zone().key, *ZONES))


def _remember(name: str, value: str, allowed: tuple[str, ...]) -> Response:
    """Back to where it was chosen. What was being filled in there comes along: 307 sends the form on as it is."""
    answer = redirect(local(request.form.get("target")) or "/", code=307 if "carried" in request.form else 302)
    if value in allowed:
        answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
