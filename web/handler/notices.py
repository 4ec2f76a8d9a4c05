"""The demo district sends no mail or text message; this page shows what would have gone out, and to whom."""

from flask import Blueprint, render_template, request
from flask_login import login_required

from engine.queries.notices_sent import NoticesSent
from web.shared import door

pages = Blueprint("notices", __name__, template_folder="templates")
PAGE = 50


@pages.get("/notices")
@login_required
def show() -> str:
    number = request.args.get("case", "").strip().upper()
    sent = door.ask(NoticesSent(case=number or None, limit=PAGE, cursor=request.args.get("cursor")))
    return render_template("handler/notices.html", rows=sent["items"], following=sent["next"], number=number)
