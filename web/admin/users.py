"""Accounts: who works here, with which roles, in which unit; a code to set a password once."""

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.actor import ROLES
from engine.commands.change_account import ChangeAccount
from engine.commands.create_account import CreateAccount
from engine.commands.issue_reset_code import IssueResetCode
from engine.errors import NotAllowed, NotFound, Refusal
from engine.queries.option_lists import OptionLists
from engine.queries.staff import Staff, StaffFound
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("users", __name__, url_prefix="/users", template_folder="templates")
PAGE = 25


@pages.before_request
@login_required
def _expect_admin() -> None:
    if not door.actor().has("admin"):
        raise NotAllowed("Expected an administrator; only they keep the accounts.")


@pages.get("")
def show_all() -> str:
    session.pop("made", None)
    sought = request.args.get("q", "").strip()
    listed = door.ask(StaffFound(sought, PAGE, request.args.get("cursor")))
    people, following = listed["items"], listed["next"]
    return render_template("admin/users.html", people=people, following=following, sought=sought, **_choices())


@pages.get("/new")
def new() -> str:
    return _page(None, {"roles": [], "active": True})


@pages.post("/new")
def create() -> Response | tuple[str, int]:
    """The account gets a password nobody knows, and a code with which its person sets their own."""
    asked = _asked()
    username = request.form.get("username", "").strip()
    try:
        door.act(CreateAccount(username, asked["name"], secrets.token_urlsafe(24), asked["roles"], asked["unit"]))
        made = door.act(IssueResetCode(username))
    except Refusal as refusal:
        return _page(None, {"username": username, **asked}, sentence(refusal)), status(refusal)
    return _code(made)


@pages.get("/<username>")
def show(username: str) -> str:
    return _page(username, _account(username))


@pages.post("/<username>")
def change(username: str) -> Response | tuple[str, int]:
    asked = _asked()
    try:
        door.act(ChangeAccount(username, **asked))
    except Refusal as refusal:
        return _page(username, {"username": username, **asked}, sentence(refusal)), status(refusal)
    flash(gettext("The account is changed; it counts from the next click of its person."), "done")
    return redirect(url_for("users.show", username=username))


@pages.post("/<username>/code")
def issue(username: str) -> Response:
    return _code(door.act(IssueResetCode(username)))


@pages.get("/<username>/code")
def code(username: str) -> str | Response:
    """The code that was just made, in the browser that made it, until the list of accounts is opened again."""
    made = session.get("made", {})
    if made.get("username") != username:
        return redirect(url_for("users.show", username=username))
    return render_template("admin/code.html", made=made)


def _code(made: dict[str, Any]) -> Response:
    session["made"] = made
    return redirect(url_for("users.code", username=made["username"]))


def _asked() -> dict[str, Any]:
    return {
        "name": request.form.get("name", "").strip(),
        "roles": tuple(request.form.getlist("role")),
        "unit": request.form.get("unit") or None,
        "active": request.form.get("active", "1") == "1",
    }


def _account(username: str) -> dict[str, Any]:
    for one in door.ask(Staff()):
        if one["username"] == username:
            return dict(one)
    raise NotFound(f"Expected an account, but there is none with the name {username}.")


def _choices() -> dict[str, Any]:
    return {"roles": ROLES, "units": door.ask(OptionLists(("units",)))["units"]}


def _page(username: str | None, account: dict[str, Any], problem: str | None = None) -> str:
    return render_template("admin/user.html", username=username, account=account, problem=problem, **_choices())
