"""Live: a process as it runs: what waits, how long work takes, what comes back; on the diagram and as a table."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response as Redirect

from engine.commands.retry_incident import RetryIncident
from engine.errors import Refusal, Unusable
from engine.queries.heat import MEASURES, Heat, HeatRows, only_unit
from engine.queries.option_lists import OptionLists
from engine.queries.processes import Processes, ProcessesOnceDrawn
from web.shared import door
from web.shared.language import length
from web.shared.refusals import sentence, status

pages = Blueprint("heat", __name__, template_folder="templates", url_prefix="/live")
PAGE = 50
COLOURS = ("waiting", "median", "late", "again")


@pages.get("")
@login_required
def show_all() -> str | Redirect:
    processes = door.ask(Processes()) or door.ask(ProcessesOnceDrawn())
    if not processes:
        return render_template("designer/heat_none.html")
    return redirect(url_for("heat.show", process=processes[0]["id"]))


@pages.get("/<process>")
@login_required
def show(process: str) -> str | tuple[str, int]:
    return _page(process)


@pages.get("/<process>.json")
@login_required
def diagram(process: str) -> Response:
    """The diagram with the heat on it; each element leads to the cases behind its figure."""
    found = door.ask(Heat(process, **_period()))
    by = _colour()
    rows = {one["element"]: one for one in found["elements"] if one["version"] is None}  # the others are not drawn
    most = max((_value(one, by) for one in rows.values()), default=0)
    heat = {
        name: {
            "level": _level(_value(one, by), most),
            "text": _figure(one, by),
            "href": url_for("heat.cases", process=process, element=name, measure=_measure(by), **_kept()),
        }
        for name, one in rows.items()
        if _value(one, by)
    }
    states = {name: {"state": "incident", "count": 1} for name, one in rows.items() if one["incidents"]}
    return jsonify(xml=found["xml"], elements=states, flows=[], heat=heat)


@pages.get("/<process>/<element>")
@login_required
def cases(process: str, element: str) -> str:
    measure = request.args.get("measure", "waiting")
    measure = measure if measure in MEASURES else "waiting"
    offset = request.args.get("offset", "0")
    start = int(offset) if offset.isdecimal() and len(offset) < 8 else 0
    listed = door.ask(HeatRows(process, element, measure, **_period(), limit=PAGE, offset=start))
    found = door.ask(Heat(process, **_period()))
    return render_template(
        "designer/heat_cases.html",
        heat=found,
        one=next((row for row in found["elements"] if row["element"] == element), None),
        element=element,
        measure=measure,
        measures=MEASURES,
        rows=listed["items"],
        following=listed["next"],
        kept=_kept(),
        span=_span,
    )


@pages.post("/<process>/incidents/<incident_id>/retry")
@login_required
def retry(process: str, incident_id: str) -> Redirect | tuple[str, int]:
    try:
        done = door.act(RetryIncident(incident_id))
    except Refusal as refusal:
        return _page(process, sentence(refusal))[0], status(refusal)
    if done["status"] == "open":
        flash(gettext("It was tried again and stopped again."), "late")
    else:
        flash(gettext("It was tried again and went on."), "done")
    return redirect(url_for("heat.show", process=process, **_kept()))


def _page(process: str, problem: str | None = None) -> tuple[str, int]:
    try:
        found = door.ask(Heat(process, **_period()))
    except Unusable as refusal:
        problem, found = sentence(refusal), _readable(process)
    page = render_template(
        "designer/heat.html",
        heat=found,
        by=_colour(),
        colours=COLOURS,
        processes=door.ask(Processes()),
        gone=door.ask(ProcessesOnceDrawn()),
        units=_units(),
        only=only_unit(door.actor()),
        kept=_kept(),
        typed={"since": _day(found["since"]), "until": _day(found["until"], back=True), "unit": found["unit"] or ""},
        span=_span,
        problem=problem,
    )
    return page, 422 if problem else 200


def _readable(process: str) -> Any:
    """The figures without what cannot be taken of the address: the period stays when only the unit is another."""
    try:
        return door.ask(Heat(process, since=_moment("since", time.min), until=_moment("until", time.max)))
    except Unusable:
        return door.ask(Heat(process))


def _period() -> dict[str, Any]:
    """From the first to the last day asked for, both whole, in the district's zone."""
    since, until = _moment("since", time.min), _moment("until", time.max)
    return {"since": since, "until": until, "unit": _unit()}


def _unit() -> str | None:
    unit = request.args.get("unit") or None
    if unit is not None and all(one["value"] != unit for one in _units()):
        raise Unusable(f"Expected a unit whose work you may see, but found {unit[:40]!r}. Choose one from the list.")
    return unit


def _units() -> list[dict[str, Any]]:
    """Those whose work may be seen: of a unit's leader, the own."""
    only = only_unit(door.actor())
    return [one for one in door.ask(OptionLists(("units",)))["units"] if only in (None, one["value"])]


def _moment(name: str, at: time) -> datetime | None:
    text = request.args.get(name, "")
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), at, door.zone())
    except ValueError as error:
        raise Unusable(f"Expected a day such as 2026-03-02, but found {text[:40]!r}. Choose a day.") from error


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in ("since", "until", "unit", "by") if request.args.get(name)}


def _colour() -> str:
    by = request.args.get("by", "waiting")
    return by if by in COLOURS else "waiting"


def _measure(by: str) -> str:
    return "done" if by == "median" else by


def _value(one: dict[str, Any], by: str) -> float:
    if by == "late":
        return float(one["late"] / one["done"]) if one["done"] else 0.0
    return float(one[by] or 0)


def _level(value: float, most: float) -> int:
    return 0 if not value or not most else max(1, min(4, round(4 * value / most)))


def _figure(one: dict[str, Any], by: str) -> str:
    if by == "median":
        return f"{_span(one['median'])} · p90 {_span(one['p90'])}"
    if by == "late":
        return gettext("%(share)d %% late", share=round(100 * _value(one, by)))
    if by == "again":
        return gettext("%(count)d again", count=one["again"])
    if one["overdue"]:
        return gettext("%(count)d waiting, %(late)d overdue", count=one["waiting"], late=one["overdue"])
    return gettext("%(count)d waiting", count=one["waiting"])


def _span(seconds: float | None) -> str:
    return "—" if seconds is None else str(length(timedelta(seconds=seconds)))


def _day(moment: str, *, back: bool = False) -> str:
    at = datetime.fromisoformat(moment).astimezone(door.zone())
    return (at - timedelta(seconds=1) if back else at).date().isoformat()
