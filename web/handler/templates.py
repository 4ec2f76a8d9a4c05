"""Beginnings of replies, kept by a unit's leader, offered where a reply is written."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.keep_reply_template import KeepReplyTemplate
from engine.errors import Refusal
from engine.queries.reply_templates import ReplyTemplatesListed
from web.shared import door
from web.shared.refusals import sentence, status

pages = Blueprint("templates", __name__, template_folder="templates")


@pages.get("/templates")
@login_required
def show() -> str:
    return _page()


@pages.post("/templates")
@login_required
def keep() -> Response | tuple[str, int]:
    drop = "drop" in request.form
    text = None if drop else request.form.get("text", "")
    try:
        door.act(KeepReplyTemplate(request.form.get("title", ""), text, request.form.get("id") or None))
    except Refusal as refusal:
        return _page(sentence(refusal)), status(refusal)
    flash(gettext("The template is dropped.") if drop else gettext("The template is kept."), "done")
    return redirect(url_for("templates.show"))


def _page(problem: str | None = None) -> str:
    return render_template(
        "handler/templates.html",
        templates=door.ask(ReplyTemplatesListed()),
        problem=problem,
        typed=request.form if problem and not request.form.get("id") else {},
    )
