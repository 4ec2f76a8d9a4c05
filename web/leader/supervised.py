"""What is supervised now, by whom, since when, on which rung."""

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _
from flask_login import login_required

from engine.queries.supervised import Supervised
from web.shared import door

pages = Blueprint("supervised", __name__, template_folder="templates")
RUNGS = {
    "remind": _("Reminded"),
    "warn": _("Warned"),
    "overdue": _("Limit passed"),
    "urge": _("Urged"),
    "supervise": _("Supervised"),
    "bulletin": _("In the bulletin"),
}


@pages.get("/supervision")
@login_required
def show() -> str:
    listed = door.ask(Supervised(cursor=request.args.get("cursor")))
    return render_template("leader/supervised.html", rows=listed["items"], following=listed["next"], rungs=RUNGS)
