"""The units of the district: found, added, called otherwise from a day on; an earlier name still finds them."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.add_unit import AddUnit
from engine.commands.rename_unit import RenameUnit
from engine.errors import NotAllowed, Refusal
from engine.queries.units import UnitList, UnitPage
from web.citizen.request_form import EITHER, places
from web.shared import door
from web.shared.refusals import sentence, status
from web.shared.vocabulary import WORDS

pages = Blueprint("units", __name__, url_prefix="/units", template_folder="templates")
NAMED = ("name", "name_en", "reason")
ADDED = ("code", "function", "place", *NAMED)
RENAMED = ("since", *NAMED)
DISTRICT = {
    "armed_forces": _("armed forces"),
    "bureau": _("a bureau of the district"),
    "city_office": _("an office of the city's"),
    "discipline": _("the discipline organ"),
    "duty_room": _("a duty room"),
    "fire_safety": _("fire safety"),
    "logistics": _("logistics"),
    "office": _("the street's office"),
    "organisation": _("an organisation of the people"),
    "party": _("an organ of the party"),
    "police": _("the police"),
    "public_service": _("a public service"),
    "publicity": _("publicity"),
    "utility": _("a supplier (water, power, gas …)"),
}


@pages.before_request
@login_required
def _expect_admin() -> None:
    if not door.actor().has("admin"):
        raise NotAllowed("Expected an administrator; only they keep the units.")


@pages.get("")
def show_all() -> str:
    sought = request.args.get("q", "").strip()
    units = [unit for unit in door.ask(UnitList()) if _is_like(unit, sought.lower())]
    return render_template("admin/units.html", units=units, sought=sought, does=does)


@pages.get("/new")
def new() -> str:
    return _new()


@pages.post("/new")
def add() -> str | Response | tuple[str, int]:
    typed = {name: request.form.get(name, "").strip() for name in ADDED}
    street, _either, community = typed["place"].partition(EITHER)
    asked = {name: typed[name] for name in ("code", "function", *NAMED)}
    try:
        made = door.act(AddUnit(**asked, street=street or None, community=community or None))
    except Refusal as refusal:
        return _new(sentence(refusal)), status(refusal)
    flash(gettext("%(name)s is a unit of the district now.", name=made["name"]), "done")
    return redirect(url_for("units.show", code=made["code"]))


@pages.get("/<code>")
def show(code: str) -> str:
    return _page(code)


@pages.post("/<code>")
def rename(code: str) -> str | Response | tuple[str, int]:
    """Shown once as it will be, then done when confirmed."""
    typed = {name: request.form.get(name, "").strip() for name in RENAMED}
    try:
        since = date.fromisoformat(typed["since"]) if typed["since"] else None
    except ValueError:
        return _page(code, gettext("Expected a day such as 2027-01-01. Correct it.")), 422
    if request.form.get("confirmed") != "1":
        return _page(code, confirm="back" not in request.form)
    try:
        made = door.act(RenameUnit(code, typed["name"], typed["name_en"], typed["reason"], since))
    except Refusal as refusal:
        return _page(code, sentence(refusal)), status(refusal)
    flash(gettext("It is called %(name)s from %(day)s on.", name=made["name"], day=made["since"]), "done")
    return redirect(url_for("units.show", code=code))


def does(function: str) -> str:
    """What a unit does, in words."""
    return str(DISTRICT.get(function) or WORDS["function"].get(function, function))


def _is_like(unit: dict[str, Any], word: str) -> bool:
    names = (unit["code"], unit["name"], unit["name_en"], *(one["name"] for one in unit["names"]))
    return any(word in name.lower() for name in names)


def _new(problem: str | None = None) -> str:
    functions = sorted({unit["function"] for unit in door.ask(UnitList())} or {*DISTRICT, *WORDS["function"]}, key=does)
    return render_template(
        "admin/unit_new.html", typed=request.form, problem=problem, functions=functions, does=does, places=places()
    )


def _page(code: str, problem: str | None = None, confirm: bool = False) -> str:
    today = door.now().astimezone(door.zone()).date().isoformat()
    unit = door.ask(UnitPage(code))
    typed = {**{name: unit[name] for name in ("name", "name_en")}, "since": today, **request.form}
    return render_template(
        "admin/unit.html", unit=unit, typed=typed, today=today, problem=problem, confirm=confirm, does=does
    )
