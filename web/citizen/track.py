"""Following a request with number and tracking code: who has it, by when, what happened; add, withdraw, rate."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from engine.commands.rate_reply import RateReply
from engine.commands.supplement_request import SupplementRequest
from engine.commands.withdraw_request import WithdrawRequest
from engine.errors import NotFound, Refusal, TooMany
from engine.queries.attachments import AttachmentContent, AttachmentsOf
from engine.queries.tracking import Tracking
from web.citizen.attached import attach, names, once
from web.citizen.held_up import Held, why
from web.citizen.opened import forget, is_open, opened, remember
from web.citizen.request_form import without_same
from web.shared import door, kept, refusals
from web.shared.allowance import spend
from web.shared.refusals import sentence, status
from web.shared.saved import to_save

pages = Blueprint("track", __name__, template_folder="templates")
DIMENSIONS = ("speed", "effect", "attitude")
OF_ACT = {"supplement": ("text",), "withdraw": ("reason",), "rate": ("comment", "solved", *DIMENSIONS)}
TYPED = tuple(name for names in OF_ACT.values() for name in names)
GUESSES = 20  # wrong pairs of number and code a minute from one address


@pages.get("/track")
def show() -> str | tuple[str, int]:
    if not is_open():
        return _open()
    try:
        return _page()
    except NotFound:
        forget()
        return _open()


@pages.post("/track")
def enter() -> str | Response | tuple[str, int]:
    """Only wrong pairs count against an address: behind one may be an office, or the counter's public screen.

    Sent on by a choice of language or theme (``again``), what is typed is shown again and nothing is entered.
    """
    if "again" in request.args:
        return _page() if is_open() else _open()
    spend("track", GUESSES, failed=False)
    number = request.form.get("number", "").strip().upper()
    code = request.form.get("code", "").strip()
    try:
        door.ask(Tracking(number, code), door.CITIZEN)
    except Refusal:
        spend("track", GUESSES)
        return _open(
            gettext("No request has this number and this code. Both are on the receipt; check each character.")
        ), 404
    remember(number, code)
    if _typed():
        return _page({"typed": gettext("What you had typed is filled in again; it has not been sent.")})
    return redirect(url_for("track.show"))


@pages.errorhandler(CSRFError)
@pages.errorhandler(RequestEntityTooLarge)
@pages.errorhandler(TooMany)
@pages.errorhandler(NotFound)
def _held_up(held: Held) -> Any:
    """What was typed, and why it was not taken; where the request is open no longer, carried to where it is opened."""
    if not kept.sent():
        return refusals.told(held)
    said, code = why(held)
    if isinstance(held, NotFound):
        forget()
    if not is_open() or request.endpoint == "track.enter":
        return _open(said), code
    return _page({(request.endpoint or "").rpartition(".")[2]: said}), code


@pages.post("/track/leave")
def leave() -> Response:
    forget()
    session.modified = True
    return redirect(url_for("track.show"))


@pages.get("/track/files/<attachment_id>")
def file(attachment_id: str) -> Response:
    """One of the citizen's own files, of the request that is open in this browser."""
    found = door.ask(AttachmentContent(opened()[0], attachment_id, opened()[1]), door.CITIZEN)
    answer = to_save(found["content"], found["name"], found["media_type"])
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@pages.post("/track/supplement")
def supplement() -> str | Response | tuple[str, int]:
    number, code = opened()
    text = request.form.get("text", "").strip()
    if not text and not names():
        return _page({"supplement": gettext("Write what you want to add, or choose a file.")}), 422
    try:
        if text:
            asked = SupplementRequest(number, tracking_code=code, text=text)
            door.act(asked, door.CITIZEN, (f"web-{once()}-text", hashlib.sha256(text.encode()).hexdigest()))
    except Refusal as refusal:
        return _page({"supplement": sentence(refusal)}), status(refusal)
    refused = attach(number, code, once())
    for said in refused:
        flash(said, "near")
    if text or not refused:
        return _thanks(gettext("Added. Whoever has the request sees it at once."))
    return redirect(url_for("track.show", _anchor="supplement"))


@pages.post("/track/withdraw")
def withdraw() -> str | Response | tuple[str, int]:
    number, code = opened()
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _page({"withdraw": gettext("Say in a few words why you withdraw it.")}), 422
    try:
        door.act(WithdrawRequest(number, tracking_code=code, reason=reason), door.CITIZEN)
    except Refusal as refusal:
        return _page({"withdraw": sentence(refusal)}), status(refusal)
    return _thanks(gettext("Your request is withdrawn."))


@pages.post("/track/rate")
def rate() -> str | Response | tuple[str, int]:
    number, code = opened()
    given: dict[str, Any] = {name: _stars(request.form.get(name)) for name in DIMENSIONS}
    solved = {"yes": True, "no": False}.get(request.form.get("solved", ""))
    if None in given.values() or solved is None:
        return _page({"rate": gettext("Choose 1 to 5 for each of the three, and say whether it is solved.")}), 422
    comment = request.form.get("comment", "").strip() or None
    try:
        door.act(RateReply(number, tracking_code=code, solved=solved, comment=comment, **given), door.CITIZEN)
    except Refusal as refusal:
        return _page({"rate": sentence(refusal)}), status(refusal)
    if solved:
        return _thanks(gettext("Thank you. Your rating is recorded."))
    return _thanks(gettext("Thank you. You said it is not solved: it goes back to be done again."))


def _stars(text: str | None) -> int | None:
    return int(text) if text in {"1", "2", "3", "4", "5"} else None


def _thanks(said: str) -> Response | str:
    """The page anew; what stands in its other parts, written and not sent yet, stays there."""
    flash(said, "done")
    mine = OF_ACT[(request.endpoint or "").rpartition(".")[2]]
    others = {name: value for name, value in _typed() if name not in mine}
    return _page(typed=others) if others else redirect(url_for("track.show"))


def _typed() -> list[tuple[str, str]]:
    """What was written into the page of an open request, and chosen in its rating."""
    return [(name, value) for name, value in request.form.items() if name in TYPED and value.strip()]


def _open(problem: str | None = None) -> str:
    number = request.form.get("number", "").strip().upper()
    typed = _typed()
    carried = {"carried": "opens", "here": url_for("track.enter", again=1)} if typed else {}
    return render_template("citizen/open.html", number=number, problem=problem, typed=typed, chosen=names(), **carried)


def _page(errors: dict[str, str] | None = None, typed: Mapping[str, str] | None = None) -> str:
    number, code = opened()
    return render_template(
        "citizen/track.html",
        case=door.ask(Tracking(number, code), door.CITIZEN),
        files=door.ask(AttachmentsOf(number, code), door.CITIZEN),
        errors=errors or {},
        without_same=without_same,
        typed=request.form if typed is None else typed,
        chosen="" if typed is not None else names(),
        carried="typed",
        here=url_for("track.enter", again=1),
        once=secrets.token_urlsafe(16),
        dimensions=DIMENSIONS,
    )
