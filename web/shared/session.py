"""Who is signed in: Flask-Login's cookie carries the token of a session row, which the engine can revoke."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, g, render_template, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from werkzeug.wrappers import Response

from engine.actor import SYSTEM, Actor
from engine.commands.close_session import CloseSession
from engine.commands.open_session import OpenSession
from engine.errors import OutOfReach, Refusal
from engine.queries.session_actor import SessionActor
from web.shared import door, kept
from web.shared.policy import HEADERS


class Staff(UserMixin):  # type: ignore[misc]
    """A signed-in member of staff. The token is the id Flask-Login keeps; it is never shown on a page."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        return self.token


def prepare(app: Flask) -> None:
    logins = LoginManager(app)
    logins.user_loader(_staff)
    logins.unauthorized_handler(ask_to_sign_in)
    app.jinja_env.globals.update(is_demo=_is_demo, showing=lambda: secrets.token_urlsafe(16))


def _is_demo() -> bool:
    """Has this district accounts of the demo, of which a visitor is to be told?"""
    return (door.application().settings.var / "demo_accounts.json").is_file()


def _staff(token: str) -> Staff | None:
    try:
        return Staff(token, door.ask(SessionActor(token), SYSTEM))
    except OutOfReach as refusal:  # nobody is signed out by it: the page that says so is drawn as for a visitor
        g.out_of_reach = refusal
        return None
    except Refusal:
        return None


def enter(username: str, password: str) -> Staff:
    """Open a session and keep its token in a fresh cookie. Refuses as the engine refuses."""
    opened = door.act(OpenSession(username, password), SYSTEM)
    session.clear()
    staff = Staff(opened["token"], door.ask(SessionActor(opened["token"]), SYSTEM))
    session.permanent = True
    login_user(staff)
    return staff


def leave(staff: Staff) -> None:
    """Close the session row, so that a copy of the cookie is worth nothing, and forget the cookie."""
    door.act(CloseSession(staff.token))
    logout_user()
    session.clear()


def ask_to_sign_in() -> tuple[str, int, dict[str, str]] | Response:
    """What someone sees who is not, or no longer, signed in. What was typed is kept for after it."""
    if "out_of_reach" in g:
        raise g.out_of_reach
    fields = kept.sent()
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    page = render_template(
        "shared/sign_in.html", target=target, kept=fields, files=bool(fields) and kept.has_files(), expired=True
    )
    return page, 401, {"Content-Type": "text/html; charset=utf-8", **HEADERS}


def local(target: str | None) -> str | None:
    """An address inside this site, or None: a sign-in never sends anyone elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    return target if not urlsplit(target).netloc else None
