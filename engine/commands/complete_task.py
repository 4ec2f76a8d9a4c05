"""A person completes a task: the form is judged by the instance's own version, and the diagram goes on."""

from dataclasses import dataclass
from typing import Any

from engine.commands.step import Step
from engine.errors import NotAllowed, Stale
from engine.persistence.deployed import LoadedForm
from engine.persistence.instances import InstanceRow
from engine.persistence.locked_task import lock_task
from engine.persistence.options import option_lists
from engine.persistence.task_sheet import task_sheet
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.user_tasks import UserTask
from engine.runtime import Halt, Instance
from forms.form import Component, fields_of

TO_CITIZENS = frozenset({"public_reply", "question", "commitment"})  # they may hold a number to call
TYPED = frozenset({"textarea", "textfield"})


@dataclass(frozen=True)
class CompleteTask:
    """``revision`` is the one the task had when the form was filled in; ``data`` the submission by field."""

    task_id: str
    revision: int
    data: dict[str, Any]
    locale: str = "zh"  # of the sentences about wrong fields: zh or en

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, revision, status}``: the task, its revision now, and whether its instance still runs.

        Raises:
            NotFound: no such task, or not yours to see.
            NotAllowed: role, unit, or someone who may not take it.
            Stale: completed, withdrawn or changed meanwhile; carries the fresh task.
            FormRejected: sentences by field; the task stays open.
            NotNow: the case is suspended.
        """
        row, task = lock_task(work.connection, self.task_id)
        _check(work, row, task, self.revision)
        work.refuse_while_suspended(task.business_key)
        step = Step(work, row)
        facts = next((one.facts for one in step.before.user_tasks if one.id == task.id), {})
        form = step.loaded.form(task.form)
        submission = _left_out(work, form, _read(work, form, self, facts, task.business_key), task.business_key)

        def complete(instance: Instance, halt: Halt | None) -> None:
            instance.complete(task.id, submission, work.by.username, halt=halt)

        outcome = step.act(complete)
        details = {"task": task.id, "submission": submission}
        step.save(outcome, "complete", details, element=task.element, name=task.name, completed=task.id)
        work.unsent.drop(task.id, work.by.username)
        return {"id": task.id, "revision": task.revision + 1, "status": outcome.status}


def _check(work: UnitOfWork, row: InstanceRow, task: UserTask, revision: int) -> None:
    task.expect_shown_to(work.by)
    if not task.is_open:
        message = "Expected an open task, but the case has moved on. Look at the list again."
        if task.completed_by:
            who = work.accounts.name(task.completed_by)
            message = f"Expected an open task, but {who} completed it. Look at the list again."
        raise Stale(message, revision=task.revision, fresh=task_sheet(work, task, row))
    why_not = task.why_not(work.by, work.units.told)
    if why_not is not None:
        raise NotAllowed(why_not)
    if task.revision != revision:
        message = f"Expected revision {task.revision} of the task, but found {revision}. Look at what changed."
        raise Stale(message, revision=task.revision, fresh=task_sheet(work, task, row))


def _read(work: UnitOfWork, form: LoadedForm, given: CompleteTask, facts: dict[str, Any], key: str) -> dict[str, Any]:
    sources = form.compiled.form.sources
    options = option_lists(work, sources, key) if sources else {}
    return form.compiled.load(
        given.data,
        options=options,
        context=facts,
        locale=given.locale,
        zone=work.settings.zone,
        now=work.now,
    )


def _left_out(work: UnitOfWork, form: LoadedForm, read: dict[str, Any], key: str) -> dict[str, Any]:
    """What was typed, in rows too, without who asked: what is said to the citizen is read by others as well."""

    asked = work.asked_about(key)

    def typed(components: tuple[Component, ...], given: dict[str, Any]) -> dict[str, Any]:
        kept = dict(given)
        for one in fields_of(components):
            name, value = str(one.key), given.get(str(one.key))
            if one.kind == "dynamiclist" and value:
                kept[name] = [typed(one.components, row) for row in value]
            elif one.kind in TYPED and value:
                kept[name] = asked.unnamed(value) if name in TO_CITIZENS else asked.left_out_of(value)
        return kept

    return typed(form.compiled.form.components, read)
