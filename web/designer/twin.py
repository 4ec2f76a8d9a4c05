"""Diagrams as text, and the properties of an element as a plain form: everything by keyboard, nothing to be seen."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.edit_element import EditElement
from engine.errors import Refusal, Stale
from engine.queries.draft_files import DraftProblems
from engine.queries.text_twin import ElementValues, TextTwin
from web.designer.answers import worded
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("twin", __name__, template_folder="templates")
OWN = ("csrf_token", "typed_by", "revision")
BEFORE = "before."  # with the name of a field: the mark of the value it showed
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
    """Only what was changed on this page is written, so that a field nobody touched is neither normalised away nor put
    back over what another window made of it."""
    now = _marks(door.ask(ElementValues(bundle, file, element)))
    sent = {name: value for name, value in request.form.items() if name not in OWN}
    before = now | {name.removeprefix(BEFORE): mark for name, mark in sent.items() if name.startswith(BEFORE)}
    given = {name: _even(value) for name, value in sent.items() if not name.startswith(BEFORE)}
    values = {name: value for name, value in given.items() if _mark(value) != before.get(name, _mark(""))}
    values |= {tick: "" for tick in TICKS if before.get(tick, _mark("")) != _mark("") and tick not in given}
    seen = request.form.get("revision", "")
    try:
        door.act(EditElement(bundle, int(seen) if seen.isdecimal() and len(seen) < 10 else 0, file, element, values))
    except Refusal as refusal:
        return _form(bundle, file, element, values, before, refusal), status(refusal)
    flash(gettext("Saved into your draft."), "done")
    return redirect(url_for("twin.edit", bundle=bundle, file=file, element=values.get("id", element)))


def _form(
    bundle: str,
    file: str,
    element: str,
    given: Mapping[str, str] | None = None,
    before: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> str:
    """``given``: what was changed here and is not kept; ``before``: the marks of what this page showed then."""
    values = door.ask(ElementValues(bundle, file, element))
    now = _marks(values)
    problems = [
        one
        for one in worded(door.ask(DraftProblems(bundle)))
        if one["file"] == file and one["element"] == element
    ]  # fmt: skip
    return render_template(
        "designer/element.html",
        bundle=bundle,
        file=file,
        one=values,
        given=given or {},
        marks=now,
        elsewhere=[name for name, mark in (before or now).items() if mark != now.get(name)],
        said=sentence(refusal) if refusal else "",
        stale=isinstance(refusal, Stale),
        problems=problems,
    )


def _marks(values: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: _mark(one["value"]) for one in values["fields"]}


def _mark(value: str) -> str:
    """Tells whether a value is still the one that was shown, without sending the whole of it along."""
    return hashlib.sha256(_even(value).encode(errors="replace")).hexdigest()[:16]


def _even(value: str) -> str:
    """Without what a browser changes in a field nobody touches."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()
