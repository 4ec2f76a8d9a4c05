"""Figures of a period: raw and adjusted side by side, of the district and of each unit; each opens its cases."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext
from flask_login import login_required

from engine.casework.visibility import sees_all
from engine.errors import NotFound, Unusable
from engine.queries.figures import SIDES, FigureCases, Figures
from engine.queries.option_lists import OptionLists
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("figures", __name__, template_folder="templates", url_prefix="/figures")
PAGE = 50


@pages.get("")
@login_required
def show() -> str | tuple[str, int]:
    problem, code = None, 200
    try:
        found = door.ask(Figures(**_period()))
    except Unusable as refusal:
        problem, code, found = sentence(refusal), status(refusal), door.ask(Figures())
    page = render_template(
        "leader/figures.html",
        found=found,
        kept=_kept(),
        unit=request.args.get("unit", ""),
        units=door.ask(OptionLists(("units",)))["units"] if sees_all(door.actor()) else [],
        spans=_spans(door.now().astimezone(door.zone()).date()),
        problem=problem,
    )
    return page, code


@pages.get("/<figure>")
@login_required
def cases(figure: str) -> str:
    side = request.args.get("side", "part")
    adjusted = request.args.get("adjusted") == "1"
    try:
        listed = door.ask(
            FigureCases(
                figure,
                side if side in SIDES else "part",
                adjusted,
                **_period(),
                limit=PAGE,
                cursor=request.args.get("cursor"),
            )
        )
    except Unusable as refusal:
        raise NotFound(refusal.message) from refusal
    return render_template(
        "leader/figure_cases.html", listed=listed, side=side, sides=SIDES, adjusted=adjusted, kept=_kept()
    )


def _period() -> dict[str, Any]:
    return {"begin": _day("from"), "end": _day("to"), "unit": request.args.get("unit") or None}


def _day(name: str) -> date | None:
    """A day of the address. Raises: Unusable."""
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Unusable(f"Expected a date such as 2026-03-02, but found {text!r}.") from error


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in ("from", "to", "unit") if request.args.get(name)}


def _spans(today: date) -> list[tuple[str, dict[str, str]]]:
    """The periods most asked for, each with its days."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return [
        (gettext("this month"), {"from": month.isoformat(), "to": today.isoformat()}),
        (gettext("last month"), {"from": before.replace(day=1).isoformat(), "to": before.isoformat()}),
        (gettext("this year"), {"from": today.replace(month=1, day=1).isoformat(), "to": today.isoformat()}),
    ]
