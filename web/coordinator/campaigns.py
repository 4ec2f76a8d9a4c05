"""Special campaigns: start one, see how far it has come, put cases in or keep them out, end it."""

from datetime import date

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
    try:
        made = door.act(
            StartCampaign(
                name=_given("name"),
                lead_unit=_given("lead_unit"),
                begins_on=_day("begins_on"),
                ends_on=_day("ends_on"),
                matters=tuple(filter(None, request.form.getlist("matters"))),
                streets=tuple(filter(None, request.form.getlist("streets"))),
                goal=_given("goal"),
                closed_target=_percent("closed_target"),
                fewer_target=_percent("fewer_target"),
            )
        )
    except Refusal as refusal:
        return _form(sentence(refusal)), status(refusal)
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
        return _page(number, sentence(refusal)), status(refusal)
    return redirect(url_for("campaigns.show", number=number))


@pages.post("/campaigns/<number>/end")
@login_required
def end(number: str) -> Response | tuple[str, int]:
    try:
        door.act(EndCampaign(number, _given("result")))
    except Refusal as refusal:
        return _page(number, sentence(refusal)), status(refusal)
    flash(gettext("The campaign has ended."), "done")
    return redirect(url_for("campaigns.show", number=number))


def _given(name: str) -> str:
    return request.form.get(name, "").strip()


def _day(name: str) -> date:
    try:
        return date.fromisoformat(_given(name))
    except ValueError as error:
        raise Unusable(f"Expected a day such as 2026-03-02, but found {_given(name)!r}. Choose a day.") from error


def _percent(name: str) -> float | None:
    text = _given(name)
    if not text:
        return None
    try:
        return float(text) / 100
    except ValueError as error:
        raise Unusable(f"Expected a number of percent, but found {text!r}. Write it in digits.") from error


def _form(problem: str | None = None) -> str:
    lists = door.ask(OptionLists(("units", "matters", "streets")))
    return render_template("coordinator/campaign_new.html", lists=lists, typed=request.form, problem=problem)


def _page(number: str, problem: str | None = None) -> str:
    return render_template("coordinator/campaign.html", campaign=door.ask(CampaignView(number)), problem=problem)
