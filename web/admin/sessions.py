"""Who is signed in, one's own settings and sessions, and for the administrator which keys there are."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.revoke_session import RevokeSession
from engine.queries.open_sessions import KeysInUse, OpenSessions
from web.shared import door
from web.shared.language import zone, zones

pages = Blueprint("sessions", __name__, template_folder="templates")


@pages.get("/my-sessions")
@login_required
def mine() -> str:
    listed = door.ask(OpenSessions(token=current_user.token))
    return render_template("admin/sessions.html", sessions=listed, keys=None, zones=zones(), zone=zone().key)


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
