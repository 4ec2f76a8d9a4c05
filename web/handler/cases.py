"""All cases one may see: found by number, words, kind, state, unit, lateness."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.queries.case_list import CaseList
from engine.queries.option_lists import OptionLists
from web.shared import door

pages = Blueprint("cases", __name__, template_folder="templates")
PAGE = 50


@pages.get("/cases")
@login_required
def show() -> str | Response:
    asked = {name: request.args.get(name, "").strip() for name in ("kind", "state", "unit", "q")}
    overdue = request.args.get("overdue") == "1"
    listed = door.ask(
        CaseList(
            **{name: value or None for name, value in asked.items()},
            overdue=True if overdue else None,
            limit=PAGE,
            cursor=request.args.get("cursor"),
        )
    )
    rows = listed["items"]
    if len(rows) == 1 and rows[0]["number"] == asked["q"].upper():
        return redirect(url_for("case.show", number=rows[0]["number"]))
    return render_template(
        "handler/cases.html",
        asked=asked,
        overdue=overdue,
        rows=rows,
        following=listed["next"],
        units=door.ask(OptionLists(("units",)))["units"],
    )
