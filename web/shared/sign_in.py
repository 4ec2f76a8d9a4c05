"""Signing in and out."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine.commands.keep_unsent import KeepUnsent
from engine.commands.redeem_reset_code import RedeemResetCode
from engine.errors import OutOfReach, Refusal, TooMany
from web.shared import door, kept, refusals, session
from web.shared.allowance import spend
from web.shared.refusals import sentence, status

pages = Blueprint("sign_in", __name__, template_folder="templates")
KEPT = "kept."
REVISION = "_revision"  # of the page that was sent: the one that is filled in again has its own
TYPED_BY = "typed_by"  # whose words they are: they are sealed for their author alone
TASK_FORMS = ("task.complete", "task.fields", "task.keep")
FAILURES = 10  # wrong passwords a minute from one address, whichever accounts they are for


@pages.get("/sign-in")
def show() -> str | Response:
    if current_user.is_authenticated:
        return redirect(url_for("worklist.show"))
    return render_template("shared/sign_in.html", target=session.local(request.args.get("target")), kept=[])


@pages.post("/sign-in")
def enter() -> str | Response | tuple[str, int]:
    target, carried = session.local(request.form.get("target")), _carried()
    if "again" in request.args:  # sent on by a choice of language or theme; the form itself goes without it
        return _once_more(None)
    spend("sign in", FAILURES, failed=False)
    try:
        session.enter(request.form.get("username", "").strip(), request.form.get("password", ""))
    except OutOfReach:
        raise
    except Refusal as refusal:
        spend("sign in", FAILURES)
        return _once_more(sentence(refusal)), 401
    by = dict(carried).get(TYPED_BY, door.actor().username)
    if by != door.actor().username:
        flash(gettext("What waited here was typed by somebody else, who signs in for it; it was not sent."), "near")
        return redirect(url_for("worklist.show"))
    carried = [(name, value) for name, value in carried if name != TYPED_BY]
    if not carried or not target:
        return redirect(target or url_for("worklist.show"))
    again = _into_its_form(target, carried)
    words = kept.words(carried)
    return again or render_template("shared/resume.html", target=target, kept=carried, words=words)


@pages.errorhandler(CSRFError)
@pages.errorhandler(TooMany)
def _held_up(refusal: Any) -> Any:
    """What waits for the sign-in is carried on by the page that says why nobody was signed in."""
    if request.endpoint != "sign_in.enter" or not kept.is_from_here():
        return refusals.told(refusal)
    if isinstance(refusal, TooMany):
        return _once_more(sentence(refusal)), status(refusal)
    return _once_more(gettext("This page was open for too long, or its cookie is gone. Type the password again.")), 400


def _once_more(problem: str | None) -> str:
    return render_template(
        "shared/sign_in.html",
        target=session.local(request.form.get("target")),
        kept=_carried(),
        username=request.form.get("username", "").strip(),
        problem=problem,
    )


def _carried() -> list[tuple[str, str]]:
    sent = request.form.items(multi=True)
    return [(name.removeprefix(KEPT), value) for name, value in sent if name.startswith(KEPT)]


def _into_its_form(target: str, carried: list[tuple[str, str]]) -> Response | None:
    """Back to the task whose form was sent too late: it is filled in again as after a crash, and sent by a person.

    None where it was another page's, or is no longer theirs to fill in.
    """
    try:
        endpoint, named = current_app.url_map.bind("").match(target, "POST")
    except HTTPException:
        return None
    if endpoint not in TASK_FORMS:
        return None
    typed = tuple((name, value) for name, value in carried if name != REVISION)
    try:
        door.act(KeepUnsent(named["task_id"], typed))
    except Refusal:
        return None
    return redirect(url_for("task.show", task_id=named["task_id"]))


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
