"""Language, theme and time zone, kept in a cookie on the visitor's own machine."""

from flask import Blueprint, Flask, current_app, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from web.shared import door
from web.shared.language import COOKIE, LOCALES, ZONE, ZONES
from web.shared.session import local

pages = Blueprint("preferences", __name__)
YEAR = 365 * 24 * 3600
THEMES = ("light", "dark", "auto")


def prepare(app: Flask) -> None:
    app.jinja_env.globals.update(page_here=page_here)


def page_here() -> str:
    """The address that shows this page again. Of an answer to what was sent: the nearest one above it that opens."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    here = request.path
    while here and not _opens(here):
        here = here.rpartition("/")[0]
    return here or "/"


def _opens(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return True


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
    here = request.form.get("here") or request.form.get(
        "target"
    )  # a form that comes along may have a target of its own
    answer = redirect(local(here) or "/", code=307 if "carried" in request.form else 302)
    if value in allowed:
        answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
