"""The shift leader's page: returns to review, and what each dispatcher has in hand."""

from flask import Blueprint, render_template, request
from flask_login import login_required

from engine.queries.shift import DispatcherLoad, ReturnsToReview
from web.shared import door

pages = Blueprint("shift", __name__, template_folder="templates")
PAGE = 50


@pages.get("/shift")
@login_required
def show() -> str:
    return render_template(
        "coordinator/shift.html",
        returns=door.ask(ReturnsToReview(PAGE, request.args.get("cursor"))),
        load=door.ask(DispatcherLoad()),
    )
