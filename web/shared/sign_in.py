"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from engine.commands.redeem_reset_code import RedeemResetCode
from engine.errors import OutOfReach, Refusal
from web.shared import door, session
from web.shared.allowance import spend
from web.shared.refusals import sentence, status

pages = Blueprint("sign_in", __name__, template_folder="templates")
KEPT = "kept."
FAILURES = 10  # wrong passwords a minute from one address, whichever accounts they are for


@pages.get("/sign-in")
def show() -> str | Response:
    if current_user.is_authenticated:
        return redirect(url_for("worklist.show"))
    return render_template("shared/sign_in.html", target=session.local(request.args.get("target")), kept=[])


@pages.post("/sign-in")
def enter() -> str | Response | tuple[str, int]:
    target = session.local(request.form.get("target"))
    kept = [(name[len(KEPT) :], value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]
    username = request.form.get("username", "").strip()
    spend("sign in", FAILURES, failed=False)
    try:
        session.enter(username, request.form.get("password", ""))
    except OutOfReach:
        raise
    except Refusal as refusal:
        spend("sign in", FAILURES)
        page = render_template(
            "shared/sign_in.html", target=target, kept=kept, username=username, problem=sentence(refusal)
        )
        return page, 401
    if kept and target:
        return render_template("shared/resume.html", target=target, kept=kept)
    return redirect(target or url_for("worklist.show"))


@pages.get("/sign-in/code")
def show_code() -> str:
    return render_template("shared/set_password.html", typed={}, problem=None)


@pages.post("/sign-in/code")
def set_password() -> Response | tuple[str, int]:
    """Set a password with the code an administrator gave; then sign in with it."""
    spend("code", 10)
    given = {name: request.form.get(name, "").strip() for name in ("username", "code")}
    try:
        door.act(RedeemResetCode(**given, password=request.form.get("password", "")), door.CITIZEN)
    except Refusal as refusal:
        page = render_template("shared/set_password.html", typed=given, problem=sentence(refusal))
        return page, status(refusal)
    flash(gettext("The password is set. Sign in with it."), "done")
    return redirect(url_for("sign_in.show"))


@pages.post("/sign-out")
def leave() -> Response:
    if current_user.is_authenticated:
        session.leave(current_user)
        flash(gettext("You are signed out."), "done")
    return redirect(url_for("welcome.show"))
