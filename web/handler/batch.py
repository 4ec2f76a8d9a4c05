"""One act on several tasks, exactly those chosen, each in a transaction of its own with a result of its own."""

from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.errors import FormRejected, Refusal
from engine.queries.assignable import Assignable
from engine.queries.task_page import TaskPage
from web.handler.filled import Filled
from web.handler.together import Together, controls, why_apart
from web.shared import door
from web.shared.refusals import optional, sentence

pages = Blueprint("batch", __name__, template_folder="templates")
MOST = 200
ACTS = ("claim", "release", "assign", "complete")


@pages.post("/worklist/batch")
@login_required
def show() -> str:
    """The chosen tasks and what may be done with them; after an act, what became of each."""
    ids = list(dict.fromkeys(request.form.getlist("task")))[:MOST]
    act = request.form.get("act", "")
    results = {task_id: _perform(act, task_id) for task_id in ids} if act in ACTS else {}
    chosen = [found for task_id in ids if (found := optional(lambda task_id=task_id: door.ask(TaskPage(task_id))))]  # type: ignore[misc]
    return render_template(
        "handler/batch.html",
        chosen=chosen,
        results=results,
        query=request.form.get("query", ""),
        people=_people(chosen),
        together=Together.of(chosen, request.form),
        may={act: [task for task in chosen if task["may"][act]] for act in ACTS},
    )


@pages.post("/worklist/batch/fields")
@login_required
def fields() -> str:
    """The controls again for a page with scripts: conditions follow the answers given so far."""
    task = door.ask(TaskPage(request.form.get("like", "")))
    return controls(task, request.form.getlist("left_out"), request.form)


@pages.post("/worklist/batch/<act>/<task_id>")
@login_required
def one(act: str, task_id: str) -> Response | tuple[Response, int]:
    """The act on one of them: a page with scripts goes through the list itself, so that it can be stopped."""
    if act not in ACTS:
        abort(404)
    done, said = _perform(act, task_id)
    return jsonify(done=done, said=said)


def _perform(act: str, task_id: str) -> tuple[bool, str]:
    """Was it done, and the words for the list of results."""
    try:
        if act == "complete":
            return _complete(task_id)
        done = {"claim": ClaimTask, "release": ReleaseTask}.get(act)
        door.act(done(task_id) if done else AssignTask(task_id, request.form.get("username", "")))
    except Refusal as refusal:
        return False, sentence(refusal)
    return True, {"claim": gettext("taken"), "release": gettext("given back")}.get(act) or gettext("assigned")


def _complete(task_id: str) -> tuple[bool, str]:
    """With the answers for all, when the task's form is the one that was filled in."""
    task = door.ask(TaskPage(task_id))
    filled = Filled.typed(task, request.form)
    apart = why_apart(task, filled, request.form.get("fits", ""))
    if apart:
        return False, apart
    try:
        door.act(CompleteTask(task_id, task["revision"], filled.data))
    except FormRejected as refusal:
        return False, " ".join(text for texts in filled.refused(refusal).errors.values() for text in texts)
    return True, gettext("completed")


def _people(chosen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those who may be given every one of the tasks."""
    lists = [
        {one["username"]: one for one in door.ask(Assignable(task["id"]))} for task in chosen if task["may"]["assign"]
    ]
    if not lists or len(lists) < len(chosen):
        return []
    return [one for name, one in lists[0].items() if all(name in others for others in lists)]
