"""The docket: quarrels over whose duty a case is, with both sides' words, soonest ruling first."""

from flask import Blueprint, render_template, request
from flask_login import login_required

from engine.queries.docket import Docket
from web.shared import door

pages = Blueprint("docket", __name__, template_folder="templates")
PAGE = 50


@pages.get("/disputes")
@login_required
def show() -> str:
    listed = door.ask(Docket(limit=PAGE, cursor=request.args.get("cursor")))
    return render_template("coordinator/docket.html", rows=listed["items"], following=listed["next"])
