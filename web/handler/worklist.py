"""The worklist: what is mine, what I may take, what my unit has; soonest due first."""

from flask import Blueprint, render_template, request
from flask_login import login_required

from engine.queries.worklist import Worklist, WorklistCounts
from web.shared import door

pages = Blueprint("worklist", __name__, template_folder="templates")
VIEWS = ("mine", "offered", "unit")
PAGE = 50


@pages.get("/worklist")
@login_required
def show() -> str:
    view = request.args.get("view", "mine")
    view = view if view in VIEWS else "mine"
    sought = request.args.get("q", "").strip()
    listed = door.ask(Worklist(view=view, q=sought or None, limit=PAGE, cursor=request.args.get("cursor")))
    return render_template(
        "handler/worklist.html",
        view=view,
        sought=sought,
        rows=listed["items"],
        following=listed["next"],
        counts=door.ask(WorklistCounts(sought or None)),
    )
