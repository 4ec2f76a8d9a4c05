"""Joint handling: convene several units for one case or several, and see every branch side by side."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.casework.entitlement import CONVENES
from engine.commands.add_unit_to_joint_handling import AddUnitToJointHandling
from engine.commands.carry_out_decision import CarryOutDecision
from engine.commands.case_doors import expect_role
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.convene_meeting import ConveneMeeting
from engine.commands.end_joint_handling import EndJointHandling
from engine.commands.release_unit import ReleaseUnit
from engine.errors import Refusal
from engine.queries.attachments import AttachmentsOf
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.joint_handlings import JointHandlings
from engine.queries.option_lists import OptionLists
from web.coordinator.numbers import numbers_in
from web.shared import door
from web.shared.language import end_of_day
from web.shared.refusals import sentence, status
from web.shared.running import drawn, running

pages = Blueprint("joint", __name__, template_folder="templates")
PAGE = 50


@pages.get("/joint-handlings")
@login_required
def show_all() -> str:
    listed = door.ask(JointHandlings(limit=PAGE, cursor=request.args.get("cursor")))
    return render_template("coordinator/joints.html", rows=listed["items"], following=listed["next"])


@pages.get("/joint-handlings/new")
@login_required
def convene() -> str:
    expect_role(door.actor(), CONVENES)
    return render_template("coordinator/convene.html", typed={"cases": request.args.get("cases", "")}, errors={})


@pages.post("/joint-handlings")
@login_required
def begin() -> Response | tuple[str, int]:
    cases = numbers_in(request.form.get("cases", ""))
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _convene_again({"reason": gettext("Say why one unit alone is not enough.")}), 422
    try:
        made = door.act(ConveneJointHandling(cases, reason))
    except Refusal as refusal:
        return _convene_again({"cases": sentence(refusal)}), status(refusal)
    flash(gettext("Convened. The plan is the next step; it is in your worklist."), "done")
    return redirect(url_for("joint.show", number=made["number"]))


def _convene_again(errors: dict[str, str]) -> str:
    return render_template("coordinator/convene.html", typed=request.form, errors=errors)


@pages.get("/joint-handlings/<number>")
@login_required
def show(number: str) -> str:
    return _page(number)


@pages.get("/joint-handlings/<number>/diagrams/<instance>/<process>.json")
@login_required
def diagram(number: str, instance: str, process: str) -> FlaskResponse | tuple[FlaskResponse, int]:
    door.ask(JointHandlingView(number))  # who may not see the joint handling may not see its diagram
    return drawn(number, instance, process)


@pages.post("/joint-handlings/<number>/units")
@login_required
def add(number: str) -> Response | tuple[str, int]:
    given = {name: request.form.get(name, "").strip() for name in ("unit", "task", "due")}
    try:
        door.act(AddUnitToJointHandling(number, given["unit"], given["task"], end_of_day(given["due"])))
    except Refusal as refusal:
        return _page(number, {"add": sentence(refusal)}), status(refusal)
    flash(gettext("Added. The unit has its branch in its worklist."), "done")
    return redirect(url_for("joint.show", number=number))


@pages.post("/joint-handlings/<number>/meeting")
@login_required
def meet(number: str) -> Response | tuple[str, int]:
    given = {name: request.form.get(name, "").strip() for name in ("at", "place", "agenda")}
    try:
        door.act(ConveneMeeting(number, given["at"], given["place"], given["agenda"]))
    except Refusal as refusal:
        return _page(number, {"meet": sentence(refusal)}), status(refusal)
    flash(gettext("Convened. The units are told, and the minutes are waited for."), "done")
    return redirect(url_for("joint.show", number=number))


@pages.post("/joint-handlings/<number>/units/<unit>/release")
@login_required
def release(number: str, unit: str) -> Response | tuple[str, int]:
    try:
        door.act(ReleaseUnit(number, unit, request.form.get("reason", "").strip()))
    except Refusal as refusal:
        return _page(number, {f"release-{unit}": sentence(refusal)}), status(refusal)
    flash(gettext("Released. The others go on without this unit."), "done")
    return redirect(url_for("joint.show", number=number))


@pages.post("/joint-handlings/<number>/end")
@login_required
def end(number: str) -> Response | tuple[str, int]:
    try:
        door.act(EndJointHandling(number, request.form.get("reason", "").strip()))
    except Refusal as refusal:
        return _page(number, {"end": sentence(refusal)}), status(refusal)
    flash(gettext("Ended. Each case is its own unit's again."), "done")
    return redirect(url_for("joint.show", number=number))


@pages.post("/joint-handlings/<number>/decisions/<int:nth>/done")
@login_required
def carry_out(number: str, nth: int) -> Response | tuple[str, int]:
    try:
        door.act(CarryOutDecision(number, nth, request.form.get("done", "").strip()))
    except Refusal as refusal:
        return _page(number, {f"decision-{nth}": sentence(refusal)}), status(refusal)
    flash(gettext("Noted as done, with your name and the day."), "done")
    return redirect(url_for("joint.show", number=number))


def seen_with_files(number: str) -> dict[str, Any]:
    """The joint handling, and by number the files of its cases. Raises: NotFound, also when it is not theirs to see."""
    joint = door.ask(JointHandlingView(number))
    return {
        "joint": joint,
        "files_of": {one["number"]: door.ask(AttachmentsOf(one["number"])) for one in joint["requests"]},
    }


def _page(number: str, errors: dict[str, str] | None = None) -> str:
    """The joint handling; ``errors`` by the form that was refused, which keeps what was typed."""
    return render_template(
        "coordinator/joint.html",
        **seen_with_files(number),
        units=door.ask(OptionLists(("units",)))["units"],
        errors=errors or {},
        typed=request.form,
        told={},
        **running(number),
    )
