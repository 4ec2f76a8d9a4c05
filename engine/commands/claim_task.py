"""A person takes a task that is offered to them."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, Stale
from engine.persistence.locked_task import lock_task
from engine.persistence.task_sheet import task_sheet
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.user_tasks import UserTask


@dataclass(frozen=True)
class ClaimTask:
    """Taking a task twice is no mistake: it is still yours."""

    task_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, revision, assignee}``.

        Raises:
            NotFound: no such task, or not yours to see.
            NotAllowed: role, unit, or someone who may not take it.
            Stale: someone took or completed it first; carries the fresh task.
        """
        row, task = lock_task(work.connection, self.task_id)
        task.expect_shown_to(work.by)
        if not task.is_open or task.assignee not in (None, work.by.username):
            raise Stale(_too_late(work, task), revision=task.revision, fresh=task_sheet(work, task, row))
        why_not = task.why_not(work.by, work.units.told)
        if why_not is not None:
            raise NotAllowed(why_not)
        if task.assignee is None:
            task.assignee, task.claimed_at = work.by.username, work.now
            work.user_tasks.save(task)
            work.journal.note("claim", key=task.business_key, instance_id=row.id, element=task.element, name=task.name)
        return {"id": task.id, "revision": task.revision, "assignee": task.assignee}


def _too_late(work: UnitOfWork, task: UserTask) -> str:
    if not task.is_open or task.assignee is None:
        return "Expected an open task, but it is done or no longer needed. Take another."
    name = work.accounts.name(task.assignee)
    return f"Expected a free task, but {name} has it. Take another."
