"""Special campaigns: start one, see how far it has come, put cases in or keep them out, end it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.casework.entitlement import CONVENES
from engine.commands.case_doors import expect_role
from engine.commands.end_campaign import EndCampaign
from engine.commands.put_into_campaign import PutIntoCampaign
from engine.commands.start_campaign import StartCampaign
from engine.errors import Refusal, Unusable
from engine.queries.campaigns import Campaigns, CampaignView
from engine.queries.option_lists import OptionLists
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("campaigns", __name__, template_folder="templates")


@pages.get("/campaigns")
@login_required
def show_all() -> str:
    return render_template("coordinator/campaigns.html", rows=door.ask(Campaigns()))


@pages.get("/campaigns/new")
@login_required
def plan() -> str:
    expect_role(door.actor(), CONVENES)
    return _form()


@pages.post("/campaigns")
@login_required
def start() -> Response | tuple[str, int]:
    given, errors = _plan()
    if errors:
        return _form(errors), 422
    try:
        made = door.act(StartCampaign(**given))
    except Refusal as refusal:
        return _form({"whole": sentence(refusal)}), status(refusal)
    flash(gettext("The campaign has begun."), "done")
    return redirect(url_for("campaigns.show", number=made["number"]))


@pages.get("/campaigns/<number>")
@login_required
def show(number: str) -> str:
    return _page(number)


@pages.post("/campaigns/<number>/cases")
@login_required
def put(number: str) -> Response | tuple[str, int]:
    try:
        door.act(PutIntoCampaign(number, _given("case").upper(), request.form.get("act") != "keep_out"))
    except Refusal as refusal:
        return _page(number, {"put": sentence(refusal)}), status(refusal)
    return redirect(url_for("campaigns.show", number=number))


@pages.post("/campaigns/<number>/end")
@login_required
def end(number: str) -> Response | tuple[str, int]:
    try:
        door.act(EndCampaign(number, _given("result")))
    except Refusal as refusal:
        return _page(number, {"end": sentence(refusal)}), status(refusal)
    flash(gettext("The campaign has ended."), "done")
    return redirect(url_for("campaigns.show", number=number))


def _given(name: str) -> str:
    return request.form.get(name, "").strip()


def _plan() -> tuple[dict[str, Any], dict[str, str]]:
    """What was filled in, and by field what of it cannot be read or is missing."""
    errors: dict[str, str] = {}

    def read(name: str, as_: Callable[[str], Any]) -> Any:
        try:
            return as_(_given(name))
        except Unusable as refusal:
            errors[name] = sentence(refusal)

    given = {name: _given(name) for name in ("name", "lead_unit", "goal")}
    given |= {name: tuple(filter(None, request.form.getlist(name))) for name in ("matters", "streets")}
    given |= {name: read(name, _day) for name in ("begins_on", "ends_on")}
    given |= {name: read(name, _share) for name in ("closed_target", "fewer_target")}
    if not given["name"]:
        errors["name"] = gettext("Give the campaign a name.")
    if not given["lead_unit"]:
        errors["lead_unit"] = gettext("Choose the unit that leads it.")
    if not given["matters"] and not given["streets"]:
        errors["matters"] = gettext("Choose matters, streets or both: one of them says what belongs to it.")
    if not {"begins_on", "ends_on"} & errors.keys() and given["ends_on"] < given["begins_on"]:
        errors["ends_on"] = gettext("It ends before it begins. Choose a later day.")
    return given, errors


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unusable(f"Expected a day such as 2026-03-02, but found {text!r}. Choose a day.") from error


def _share(text: str) -> float | None:
    if not text:
        return None
    try:
        percent = float(text)
    except ValueError as error:
        raise Unusable(f"Expected a number of percent, but found {text!r}. Write it in digits.") from error
    if not 0 < percent <= 100:
        raise Unusable(f"Expected a number of percent above 0 and up to 100, but found {text}. Change it.")
    return percent / 100


def _form(errors: dict[str, str] | None = None) -> str:
    lists = door.ask(OptionLists(("units", "matters", "streets")))
    return render_template("coordinator/campaign_new.html", lists=lists, typed=request.form, errors=errors or {})


def _page(number: str, errors: dict[str, str] | None = None) -> str:
    """The campaign; ``errors`` by the form that was refused, which comes open with what was typed."""
    campaign = door.ask(CampaignView(number))
    return render_template("coordinator/campaign.html", campaign=campaign, errors=errors or {}, typed=request.form)
