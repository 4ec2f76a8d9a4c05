"""The worklist: what is mine, what I may take, what my unit has, what I watch; soonest due first, narrowed as asked."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.choose_columns import ChooseColumns
from engine.commands.keep_filter import KeepFilter
from engine.queries.desk import DeskOf
from engine.queries.worklist import VIEWS, StepsListed, Worklist, WorklistCounts
from engine.queries.worklist_mark import WorklistMark
from web.shared import door
from web.shared.parts import part

pages = Blueprint("worklist", __name__, template_folder="templates")
PAGE = 50
CONDITIONS = ("q", "kind", "urgency", "step", "late")


@pages.get("/worklist")
@login_required
def show() -> str:
    """The whole page; only the list for a page that is open already and asks for part ``list``."""
    view, asked = narrowed(request.args)
    conditions = {**asked, "late": True if asked.get("late") else None}
    listed = door.ask(Worklist(view=view, limit=PAGE, cursor=request.args.get("cursor"), **conditions))
    return render_template(
        "handler/worklist_rows.html" if part() == "list" else "handler/worklist.html",
        view=view,
        views=VIEWS,
        asked=asked,
        rows=listed["items"],
        following=listed["next"],
        counts=door.ask(WorklistCounts(**conditions)),
        desk=door.ask(DeskOf()),
        steps=door.ask(StepsListed(view)),
        mark=door.ask(WorklistMark()),
        query=urlencode({"view": view, **asked}),
    )


@pages.post("/worklist/filters")
@login_required
def keep_filter() -> Response:
    """Keep the present filter under a name."""
    view, asked = narrowed(dict(parse_qsl(request.form.get("query", ""))))
    door.act(KeepFilter(request.form.get("name", ""), urlencode({"view": view, **asked})))
    return _back_to(view, asked)


@pages.post("/worklist/filters/drop")
@login_required
def drop_filter() -> Response:
    view, asked = narrowed(dict(parse_qsl(request.form.get("query", ""))))
    door.act(KeepFilter(request.form.get("name", ""), None))
    flash(gettext("The filter is dropped."), "done")
    return _back_to(view, asked)


@pages.post("/worklist/columns")
@login_required
def choose_columns() -> Response:
    view, asked = narrowed(dict(parse_qsl(request.form.get("query", ""))))
    door.act(ChooseColumns(tuple(request.form.getlist("column"))))
    return _back_to(view, asked)


def narrowed(given: Any) -> tuple[str, dict[str, str]]:
    """The view, and the conditions that are set, as an address has them."""
    view = given.get("view", "mine")
    asked = {name: given.get(name, "").strip() for name in CONDITIONS}
    return view if view in VIEWS else "mine", {name: value for name, value in asked.items() if value}


def _back_to(view: str, asked: dict[str, str]) -> Response:
    return redirect(url_for("worklist.show", view=view, **asked))
