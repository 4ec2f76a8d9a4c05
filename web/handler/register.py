"""Intake takes down what a citizen says on the telephone, at the counter, in a letter."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.submit_request import SubmitRequest
from engine.errors import FormRejected, NotAllowed, Unusable
from web.citizen.request_form import RequestForm, places
from web.shared import door
from web.shared.refusals import sentence

pages = Blueprint("register", __name__, template_folder="templates")
CHANNELS = ("hotline", "telephone", "counter", "visit", "letter", "mailbox", "media", "wechat", "app")


@pages.get("/register")
@login_required
def show() -> str:
    _expect_intake()
    session.pop("registered", None)
    return _page(RequestForm({"channel": CHANNELS[0]}))


@pages.post("/register")
@login_required
def send() -> str | Response | tuple[str, int]:
    _expect_intake()
    filled = RequestForm.posted(request.form)
    if filled.errors:
        return _page(filled), 422
    channel = filled.values["channel"] if filled.values["channel"] in CHANNELS else CHANNELS[0]
    key = f"{door.actor().username}-{request.form.get('once', '')[:64]}"
    try:
        made = door.act(SubmitRequest(**filled.request(), channel=channel), idempotency=(key, filled.fingerprint()))
    except (FormRejected, Unusable) as refusal:
        return _page(filled, sentence(refusal)), 422
    session.pop("receipt", None)
    session["registered"] = {
        "number": made["number"],
        "tracking_code": made["tracking_code"],
        "title": filled.values["title"],
    }
    return redirect(url_for("register.registered"))


@pages.get("/registered")
@login_required
def registered() -> str | Response:
    """Number and code, in this browser only, until another request is begun: no choice of language takes them away."""
    if "registered" not in session:
        return redirect(url_for("register.show"))
    return render_template("handler/registered.html", made=session["registered"])


def _expect_intake() -> None:
    if not door.actor().has("intake"):
        raise NotAllowed("Expected someone of intake to register a request, but you hold another role.")


def _page(filled: RequestForm, problem: str | None = None) -> str:
    return render_template(
        "handler/register.html",
        filled=filled,
        problem=problem,
        places=places(),
        channels=CHANNELS,
        once=request.form.get("once") or secrets.token_urlsafe(16),
    )
