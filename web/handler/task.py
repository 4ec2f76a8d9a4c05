"""A task: its form, drawn by the server; claim, release, complete. Nothing typed is lost on the way."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.errors import FormRejected, NotNow, Refusal, Stale
from engine.queries.case_file import CaseFile
from engine.queries.task_page import TaskPage
from engine.queries.worklist import Worklist
from web.handler.filled import Filled
from web.shared import door
from web.shared.refusals import optional, sentence, status

pages = Blueprint("task", __name__, template_folder="templates")


@pages.get("/tasks/<task_id>")
@login_required
def show(task_id: str) -> str:
    task = door.ask(TaskPage(task_id))
    return _page(task, Filled.untouched(task))


@pages.post("/tasks/<task_id>/claim")
@login_required
def claim(task_id: str) -> Response:
    door.act(ClaimTask(task_id))
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tasks/<task_id>/release")
@login_required
def release(task_id: str) -> Response:
    door.act(ReleaseTask(task_id))
    flash(gettext("The task is free again for your colleagues."), "done")
    return redirect(url_for("worklist.show", view="offered"))


@pages.post("/tasks/<task_id>/fields")
@login_required
def fields(task_id: str) -> str:
    """The form again with what was typed: conditions and rows follow the answers given so far."""
    task = door.ask(TaskPage(task_id))
    return _page(task, Filled.typed(task, request.form))


@pages.post("/tasks/<task_id>/complete")
@login_required
def complete(task_id: str) -> str | Response | tuple[str, int]:
    task = door.ask(TaskPage(task_id))
    filled = Filled.typed(task, request.form)
    if filled.wants_another_look:
        return _page(task, filled)
    try:
        door.act(CompleteTask(task_id, filled.revision, filled.data))
    except FormRejected as refusal:
        return _page(task, filled.refused(refusal)), 422
    except (Stale, NotNow) as refusal:
        fresh = door.ask(TaskPage(task_id))
        return _page(fresh, filled, refusal), status(refusal)
    return redirect(url_for("task.done", task_id=task_id))


@pages.get("/tasks/<task_id>/done")
@login_required
def done(task_id: str) -> str:
    """What was done, and what is due next."""
    following = door.ask(Worklist(view="mine", limit=1))["items"]
    offered = [] if following else door.ask(Worklist(view="offered", limit=1))["items"]
    return render_template(
        "handler/done.html", task=door.ask(TaskPage(task_id)), following=(following or offered or [None])[0]
    )


def case_of(key: str) -> str:
    """The number of the case a business key belongs to: what stands before the first slash."""
    return key.partition("/")[0]


def _page(task: dict[str, Any], filled: Filled, refusal: Refusal | None = None) -> str:
    return render_template(
        "handler/task.html",
        task=task,
        file=optional(lambda: door.ask(CaseFile(case_of(task["case"])))),
        form=filled.html() if task["status"] == "open" else "",
        problems=filled.summary(),
        kept=filled.as_text() if task["status"] != "open" else [],
        refused=sentence(refusal) if refusal else None,
    )
