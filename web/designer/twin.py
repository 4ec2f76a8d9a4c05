"""Diagrams as text, and the properties of an element as a plain form: everything by keyboard, nothing to be seen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.edit_element import EditElement
from engine.errors import Refusal
from engine.queries.draft_files import DraftProblems
from engine.queries.text_twin import ElementValues, TextTwin
from web.designer.answers import worded
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("twin", __name__, template_folder="templates")
OWN = ("csrf_token", "typed_by", "revision")
TICKS = ("default", "interrupting")  # not sent when they are not ticked


@pages.get("/designer/<bundle>/text/<file>")
@login_required
def show(bundle: str, file: str) -> str:
    processes = door.ask(TextTwin(bundle, file))
    problems = [one for one in worded(door.ask(DraftProblems(bundle))) if one["file"] == file]
    return render_template(
        "designer/twin.html", bundle=bundle, file=file, version=None, processes=processes, problems=problems
    )


@pages.get("/processes/<bundle>/<int:version>/<file>/text")
@login_required
def of_version(bundle: str, version: int, file: str) -> str:
    processes = door.ask(TextTwin(bundle, file, version))
    return render_template(
        "designer/twin.html", bundle=bundle, file=file, version=version, processes=processes, problems=[]
    )


@pages.get("/designer/<bundle>/text/<file>/<element>")
@login_required
def edit(bundle: str, file: str, element: str) -> str:
    return _form(bundle, file, element)


@pages.post("/designer/<bundle>/text/<file>/<element>")
@login_required
def save(bundle: str, file: str, element: str) -> Response | tuple[str, int]:
    """Only what was changed is written, so that a field nobody touched is not normalised away."""
    shown = {one["name"]: one["value"] for one in door.ask(ElementValues(bundle, file, element))["fields"]}
    given = {name: value.replace("\r\n", "\n") for name, value in request.form.items() if name not in OWN}
    values = {name: value for name, value in given.items() if value.strip() != shown.get(name, "").strip()}
    values |= {tick: "" for tick in TICKS if shown.get(tick) and tick not in given}
    seen = request.form.get("revision", "")
    try:
        door.act(EditElement(bundle, int(seen) if seen.isdecimal() and len(seen) < 10 else 0, file, element, values))
    except Refusal as refusal:
        return _form(bundle, file, element, given, sentence(refusal)), status(refusal)
    flash(gettext("Saved into your draft."), "done")
    return redirect(url_for("twin.edit", bundle=bundle, file=file, element=values.get("id", element)))


def _form(bundle: str, file: str, element: str, given: dict[str, str] | None = None, said: str = "") -> str:
    values = door.ask(ElementValues(bundle, file, element))
    problems = [
        one
        for one in worded(door.ask(DraftProblems(bundle)))
        if one["file"] == file and one["element"] == element
    ]  # fmt: skip
    return render_template(
        "designer/element.html", bundle=bundle, file=file, one=values, given=given or {}, said=said, problems=problems
    )
