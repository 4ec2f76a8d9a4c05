"""Following a request with number and tracking code: who has it, by when, what happened; add, withdraw, rate."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.attach_file import AttachFile
from engine.commands.rate_reply import RateReply
from engine.commands.supplement_request import SupplementRequest
from engine.commands.withdraw_request import WithdrawRequest
from engine.errors import NotFound, Refusal
from engine.queries.attachments import AttachmentsOf
from engine.queries.tracking import Tracking
from web.citizen.opened import forget, is_open, opened, remember
from web.shared import door
from web.shared.allowance import spend
from web.shared.refusals import sentence, status

pages = Blueprint("track", __name__, template_folder="templates")
DIMENSIONS = ("speed", "effect", "attitude")


@pages.get("/track")
def show() -> str | tuple[str, int]:
    if not is_open():
        return render_template("citizen/open.html")
    try:
        return _page()
    except NotFound:
        forget()
        return render_template("citizen/open.html")


@pages.post("/track")
def enter() -> Response | tuple[str, int]:
    spend("track", 20)
    number = request.form.get("number", "").strip().upper()
    code = request.form.get("code", "").strip()
    try:
        door.ask(Tracking(number, code), door.CITIZEN)
    except Refusal:
        problem = gettext("No request has this number and this code. Both are on the receipt; check each character.")
        return render_template("citizen/open.html", number=number, problem=problem), 404
    remember(number, code)
    return redirect(url_for("track.show"))


@pages.post("/track/leave")
def leave() -> Response:
    forget()
    session.modified = True
    return redirect(url_for("track.show"))


@pages.post("/track/supplement")
def supplement() -> Response | tuple[str, int]:
    number, code = opened()
    text = request.form.get("text", "").strip()
    files = [file for file in request.files.getlist("files") if file.filename]
    if not text and not files:
        return _page({"supplement": gettext("Write what you want to add, or choose a file.")}), 422
    try:
        for file in files:
            door.act(AttachFile(number, code, file.filename or "", file.stream.read()), door.CITIZEN)
        if text:
            door.act(SupplementRequest(number, tracking_code=code, text=text), door.CITIZEN)
    except Refusal as refusal:
        return _page({"supplement": sentence(refusal)}), status(refusal)
    return _thanks(gettext("Added. Whoever has the request sees it at once."))


@pages.post("/track/withdraw")
def withdraw() -> Response | tuple[str, int]:
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
def rate() -> Response | tuple[str, int]:
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


def _thanks(said: str) -> Response:
    flash(said, "done")
    return redirect(url_for("track.show"))


def _page(errors: dict[str, str] | None = None) -> str:
    number, code = opened()
    return render_template(
        "citizen/track.html",
        case=door.ask(Tracking(number, code), door.CITIZEN),
        files=door.ask(AttachmentsOf(number, code), door.CITIZEN),
        errors=errors or {},
        typed=request.form,
        dimensions=DIMENSIONS,
    )
