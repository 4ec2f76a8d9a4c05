"""The responsibility list: found, read with its history, changed row by row with a reason."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.raise_list_revision import RaiseListRevision
from engine.commands.revise_row import ReviseRow
from engine.errors import FormRejected, Refusal
from engine.queries.list_revisions import ListRevisions, ListRevisionView
from engine.queries.option_lists import OptionLists
from engine.queries.responsibility_row import ResponsibilityRow
from engine.queries.responsibility_rows import ListClasses, ResponsibilityRows
from web.shared import door
from web.shared.refusals import sentence, status
from web.shared.sentences import translated

pages = Blueprint("matters", __name__, template_folder="templates")
PAGE = 50
EDITED = (
    "level1", "level2", "level3", "situation", "grade", "consult_limit", "suggestion_limit", "complaint_limit", "leads",
    "cooperating", "fallback", "powers", "legal_basis", "source", "demo",
)  # fmt: skip


@pages.get("/responsibility-list")
@login_required
def show() -> str:
    asked = {name: request.args.get(name, "").strip() for name in ("q", "level1", "unit")}
    given = {name: value or None for name, value in asked.items()}
    listed = door.ask(ResponsibilityRows(**given, limit=PAGE, cursor=request.args.get("cursor")))
    return render_template(
        "admin/matters.html",
        asked=asked,
        rows=listed["items"],
        following=listed["next"],
        version=listed["version"],
        classes=door.ask(ListClasses()),
        units=door.ask(OptionLists(("units",)))["units"],
        revisions=door.ask(ListRevisions(limit=5))["items"],
        may_edit=door.actor().has("admin"),
    )


@pages.get("/responsibility-list/matters/<code>")
@login_required
def show_one(code: str) -> str:
    return _page(code)


@pages.post("/responsibility-list/matters/<code>")
@login_required
def revise(code: str) -> Response | tuple[str, int]:
    form = request.form
    cells = {name: form[name].strip() for name in EDITED if name in form}
    day = form.get("effective_from", "")
    try:
        command = ReviseRow(
            code,
            form.get("reason", ""),
            {} if "remove" in form else cells,
            date.fromisoformat(day) if day else None,
            form.get("reference", "").strip(),
            int(form["version"]) if form.get("version", "").isdigit() else None,
            remove="remove" in form,
        )
        made = door.act(command)
    except (Refusal, ValueError) as refusal:
        return _page(code, refusal), status(refusal) if isinstance(refusal, Refusal) else 422
    flash(gettext("Kept. It holds from %(day)s.", day=made["effective_from"]), "done")
    return redirect(url_for("matters.show_one", code=made["code"]))


@pages.post("/list-revisions")
@login_required
def raise_revision() -> Response:
    made = door.act(RaiseListRevision(request.form.get("reason", ""), request.form.get("matter") or None))
    flash(gettext("The revision is raised. The draft is the next step; it is in your worklist."), "done")
    return redirect(url_for("matters.show_revision", number=made["number"]))


@pages.get("/list-revisions/<number>")
@login_required
def show_revision(number: str) -> str | tuple[str, int]:
    return render_template("admin/revision.html", revision=door.ask(ListRevisionView(number)))


def _page(code: str, refusal: Any = None) -> str:
    row = door.ask(ResponsibilityRow(code))
    return render_template(
        "admin/matter.html",
        row=row,
        fields=EDITED,
        typed={**row["cells"], **request.form},
        problems=_sentences(refusal),
        may_edit=door.actor().has("admin"),
    )


def _sentences(refusal: Any) -> list[str]:
    if isinstance(refusal, FormRejected):
        return [translated(text) for texts in refusal.fields.values() for text in texts]
    if isinstance(refusal, Refusal):
        return [sentence(refusal)]
    return [] if refusal is None else [gettext("Expected a day such as 2027-01-01. Correct it.")]
