"""Who is signed in, one's own settings and sessions, and for the administrator which keys there are."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.change_password import ChangePassword
from engine.commands.revoke_session import RevokeSession
from engine.errors import Refusal
from engine.queries.open_sessions import KeysInUse, OpenSessions
from web.shared import door, session
from web.shared.language import zone, zones
from web.shared.refusals import sentence, status

pages = Blueprint("sessions", __name__, template_folder="templates")


@pages.get("/my-sessions")
@login_required
def mine() -> str:
    return _mine()


def _mine(problem: str | None = None) -> str:
    listed = door.ask(OpenSessions(token=current_user.token))
    given = {"zones": zones(), "zone": zone().key, "problem": problem}
    return render_template("admin/sessions.html", sessions=listed, keys=None, **given)


@pages.post("/my-sessions/password")
@login_required
def change_password() -> Response | tuple[str, int]:
    """Every session ends with the old password; this one begins anew with the new one."""
    username, fresh = current_user.actor.username, request.form.get("password", "")
    try:
        door.act(ChangePassword(username, fresh, current=request.form.get("current_password", "")))
    except Refusal as refusal:
        return _mine(sentence(refusal)), status(refusal)
    session.enter(username, fresh)
    flash(gettext("The password is changed. Wherever else you were signed in, you are signed out."), "done")
    return redirect(url_for("sessions.mine"))


@pages.get("/sessions")
@login_required
def show_all() -> str:
    listed = door.ask(OpenSessions(everybody=True, token=current_user.token))
    return render_template("admin/sessions.html", sessions=listed, keys=door.ask(KeysInUse()))


@pages.post("/sessions/revoke")
@login_required
def revoke() -> Response:
    door.act(RevokeSession(request.form.get("session", "")))
    flash(gettext("The session is ended."), "done")
    return redirect(url_for("sessions.show_all" if request.form.get("everybody") else "sessions.mine"))
