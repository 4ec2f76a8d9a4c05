"""The list as a file: downloaded, and brought in after a look at what it changes."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from engine.commands.import_list import ImportList
from engine.errors import Refusal
from engine.queries.list_export import ListExport
from web.admin.uploaded import packed, posted
from web.shared import door
from web.shared.refusals import sentence, status
from web.shared.saved import to_save

pages = Blueprint("matters_in", __name__, template_folder="templates")


@pages.get("/responsibility-list/download.<ending>")
@login_required
def download(ending: str) -> Response:
    made = door.ask(ListExport(ending))
    return to_save(made["content"], made["name"], "application/octet-stream")


@pages.get("/responsibility-list/import")
@login_required
def show() -> str:
    return render_template("admin/import_list.html", seen=None, problem=None, typed={})


@pages.post("/responsibility-list/import")
@login_required
def bring_in() -> AnyResponse | str | tuple[str, int]:
    """First the preview; with its confirmation the same file is stored."""
    form = request.form
    try:
        name, content = posted()
        day = date.fromisoformat(form["effective_from"]) if form.get("effective_from") else None
        if "confirmed" not in form:
            seen = door.act(ImportList(name, content, day, dry_run=True))
            return _page({**seen, "packed": packed(content), "name": name})
        stored = door.act(ImportList(name, content, day, form.get("reason", ""), base=int(form.get("base", "0"))))
    except Refusal as refusal:
        return _page(None, sentence(refusal)), status(refusal)
    except ValueError:
        return _page(None, gettext("Expected a day such as 2027-01-01. Correct it.")), 422
    if stored["version"] is None:
        flash(gettext("The list is as the file says already."), "done")
    else:
        day_said = stored["effective_from"]
        flash(gettext("Version %(version)s holds from %(day)s.", version=stored["version"], day=day_said), "done")
    return redirect(url_for("matters.show"))


def _page(seen: Any, problem: str | None = None) -> str:
    return render_template("admin/import_list.html", seen=seen, problem=problem, typed=request.form)
