"""A task: its form, drawn by the server; claim, release, assign, complete. Nothing typed is lost on the way."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.keep_unsent import KeepUnsent
from engine.commands.release_task import ReleaseTask
from engine.errors import FormRejected, Refusal
from engine.queries.assignable import Assignable
from engine.queries.attachments import AttachmentsOf
from engine.queries.case_file import CaseFile
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.dispute_view import DisputeView
from engine.queries.docket import DECIDES
from engine.queries.reply_templates import ReplyTemplatesListed
from engine.queries.similar_cases import SimilarCases
from engine.queries.task_page import TaskPage
from engine.queries.unsent_of import UnsentOf
from engine.queries.worklist import Worklist
from web.coordinator.joint import seen_with_files
from web.handler import proposed
from web.handler.filled import REVISION, Filled
from web.shared import door
from web.shared.language import named
from web.shared.parts import part
from web.shared.refusals import optional, sentence, status

pages = Blueprint("task", __name__, template_folder="templates")
LIKE = 3  # answered cases like the one at hand that are shown to start from
NOT_TYPED = {"csrf_token", "typed_by", REVISION}


@pages.get("/tasks/<task_id>")
@login_required
def show(task_id: str) -> str:
    return again(task_id)


def again(task_id: str, errors: dict[str, str] | None = None, typed: Any = None) -> str:
    """The task with what was typed and not sent, also when somebody else has ended it meanwhile.

    ``errors`` and ``typed`` are of an act beside it that was refused.
    """
    task = door.ask(TaskPage(task_id))
    blank = Filled.untouched(task)
    unsent = door.ask(UnsentOf(task_id))
    if unsent is None:
        return _page(task, blank, errors=errors, typed=typed)
    kept = MultiDict([*unsent["typed"], (REVISION, str(task["revision"]))])
    filled, moved = proposed.followed(task, Filled.typed(task, kept), kept)  # type: ignore[arg-type]
    return _page(task, filled, restored=unsent, errors=errors, typed=typed, moved=moved)


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
    if part():
        return redirect(url_for("task.show", task_id=task_id))
    return redirect(url_for("worklist.show", view="offered"))


@pages.post("/tasks/<task_id>/assign")
@login_required
def assign(task_id: str) -> Response:
    username = request.form.get("username", "")
    door.act(AssignTask(task_id, username))
    people = {one["username"]: one["name"] for one in door.ask(Assignable(task_id))}
    assignee = door.ask(TaskPage(task_id))["assignee_name"] or people.get(username, username)
    flash(gettext("The task is with %(who)s now.", who=assignee), "done")
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tasks/<task_id>/fields")
@login_required
def fields(task_id: str) -> str:
    """The form again with what was typed: conditions and rows follow the answers given so far."""
    task = door.ask(TaskPage(task_id))
    filled, _ = proposed.followed(task, Filled.typed(task, request.form), request.form)
    return _page(task, filled)


@pages.post("/tasks/<task_id>/unsent")
@login_required
def keep(task_id: str) -> Response | tuple[Response, int]:
    """What is typed, as it is typed; nothing when ``forget`` is posted."""
    typed = () if "forget" in request.form else tuple(_typed())
    try:
        kept = door.act(KeepUnsent(task_id, typed))
    except Refusal as refusal:
        return jsonify(said=sentence(refusal)), status(refusal)
    if "forget" in request.form and not part():
        return redirect(url_for("task.show", task_id=task_id))  # type: ignore[return-value]
    return jsonify(kept)


@pages.post("/tasks/<task_id>/complete")
@login_required
def complete(task_id: str) -> str | Response | tuple[str, int]:
    task = door.ask(TaskPage(task_id))
    filled, moved = proposed.followed(task, Filled.typed(task, request.form), request.form)
    if filled.wants_another_look or moved:
        return _page(task, filled, moved=moved)
    filled = proposed.with_a_reason(task, filled)
    if filled.errors:
        _keep_for_later(task_id, filled)
        return _page(task, filled), 422
    try:
        door.act(CompleteTask(task_id, filled.revision, filled.data))
    except FormRejected as refusal:
        _keep_for_later(task_id, filled)
        return _page(task, filled.refused(refusal)), 422
    except Refusal as refusal:
        _keep_for_later(task_id, filled)
        fresh = door.ask(TaskPage(task_id))
        return _page(fresh, filled, refusal), status(refusal)
    return _next(task)


@pages.get("/tasks/<task_id>/done")
@login_required
def done(task_id: str) -> str:
    """What was done, when nothing else is waiting; a page with the list beside it opens the next one itself."""
    task = door.ask(TaskPage(task_id))
    return render_template("handler/done_pane.html" if part() else "handler/done.html", task=task)


@pages.app_template_global()
def case_of(key: str) -> str:
    """The number of the case a business key belongs to: what stands before the first slash."""
    return key.partition("/")[0]


def _next(task: dict[str, Any]) -> Response:
    """On to the task that is due next: one of mine, else one I may take."""
    if part():
        return redirect(url_for("task.done", task_id=task["id"]))
    for view in ("mine", "offered"):
        for following in door.ask(Worklist(view=view, limit=1))["items"]:
            said = gettext("“%(name)s” of %(case)s is completed.", name=named(task), case=case_of(task["case"]))
            flash(gettext("%(done)s Here is what is due next.", done=said), "done")
            return redirect(url_for("task.show", task_id=following["id"]))
    return redirect(url_for("task.done", task_id=task["id"]))


def _beginnings(filled: Filled, number: str) -> dict[str, Any] | None:
    """Where a public reply is written: the unit's templates, and the replies to cases like this one."""
    if not filled.writes_reply():
        return None
    like = optional(lambda: door.ask(SimilarCases(number, LIKE)))
    answered = [one for one in like["answered"] if one["reply"]] if like else []
    return {"templates": door.ask(ReplyTemplatesListed()), "answered": answered}


def _keep_for_later(task_id: str, filled: Filled) -> None:
    """What was not taken is there again on the next visit, files and all, also where no script keeps it."""
    with suppress(Refusal):
        door.act(KeepUnsent(task_id, (*_typed(), *filled.just_attached)))


def _typed() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]


def _page(
    task: dict[str, Any],
    filled: Filled,
    refusal: Refusal | None = None,
    restored: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    typed: Any = None,
    moved: bool = False,
) -> str:
    is_open = task["status"] == "open"
    shown = proposed.beside(task, filled, moved)
    filled = proposed.as_shown(shown, filled)
    number = case_of(task["case"])
    file = optional(lambda: door.ask(CaseFile(number)))
    return render_template(
        "handler/pane.html" if part() else "handler/task.html",
        task=task,
        file=file,
        dispute=_dispute(task, file) if is_open and file else None,
        **(optional(lambda: seen_with_files(number)) or {}),
        files=optional(lambda: door.ask(AttachmentsOf(number))),
        explained=optional(lambda: door.ask(DeadlineExplained(number))),
        beginnings=_beginnings(filled, number) if is_open else None,
        errors=errors or {},
        typed=typed or {},
        people=door.ask(Assignable(task["id"])) if task["may"]["assign"] else [],
        proposed=shown,
        form=filled.html() if is_open else "",
        added=filled.added,
        problems=filled.summary(),
        kept=filled.as_text() if not is_open else [],
        lost=filled.unknown_text(restored["typed"] if restored else tuple(_typed()) if refusal else ()),
        restored=restored,
        refused=filled.in_words(sentence(refusal)) if refusal else None,
        kept_for_later=request.method == "POST" and bool(filled.errors or refusal),
    )


def _dispute(task: dict[str, Any], file: dict[str, Any]) -> dict[str, Any] | None:
    """The dispute this task rules on, with all a ruling rests on."""
    argued = [one["number"] for one in file["disputes"] if not one["ruling"]] if task["role"] == DECIDES else []
    views = (optional(lambda number=number: door.ask(DisputeView(number))) for number in argued)  # type: ignore[misc]
    return next((view for view in views if view and view["task"] == task["id"]), None)
