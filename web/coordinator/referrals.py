"""Hand-offs to the discipline organ: what was handed over, handing over, receiving."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.raise_referral import RaiseReferral
from engine.commands.receive_referral import ReceiveReferral
from engine.errors import Refusal
from engine.queries.referrals_raised import GROUND_NAMES, ReferralsRaised
from web.coordinator.numbers import numbers_in
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("referrals", __name__, template_folder="templates")
PAGE = 50


@pages.get("/referrals")
@login_required
def show() -> str:
    return _page({"cases": request.args.get("cases", "")})


@pages.post("/referrals")
@login_required
def hand_over() -> Response | tuple[str, int]:
    cases = numbers_in(request.form.get("cases", ""))
    try:
        made = door.act(RaiseReferral(cases, request.form.get("ground", ""), request.form.get("reason", "")))
    except Refusal as refusal:
        return _page(request.form, sentence(refusal)), status(refusal)
    flash(gettext("Handed over as %(number)s.", number=made["number"]), "done")
    return redirect(url_for("referrals.show"))


@pages.post("/referrals/<number>/receipt")
@login_required
def receive(number: str) -> Response | tuple[str, int]:
    try:
        door.act(ReceiveReferral(number, request.form.get("receipt", "")))
    except Refusal as refusal:
        return _page({}, sentence(refusal)), status(refusal)
    flash(gettext("Received."), "done")
    return redirect(url_for("referrals.show"))


def _page(typed: Any, problem: str | None = None) -> str:
    listed = door.ask(ReferralsRaised(limit=PAGE, cursor=request.args.get("cursor")))
    return render_template(
        "coordinator/referrals.html", rows=listed["items"], following=listed["next"], grounds=GROUND_NAMES,
        typed=typed, problem=problem,
    )  # fmt: skip
