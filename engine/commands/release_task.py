"""A person gives back a task they took; its leader may give it back for them."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, NotNow
from engine.persistence.locked_task import lock_task
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReleaseTask:
    """Back to the list of everyone who may take it."""

    task_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, revision, assignee}``. Raises: NotFound, NotAllowed (another's task), NotNow (closed, or nobody's)."""
        row, task = lock_task(work.connection, self.task_id)
        task.expect_shown_to(work.by)
        task.expect_open()
        if task.assignee is None:
            raise NotNow("Expected a task that somebody has taken, but nobody has. Nothing is to be done.")
        leads = work.by.has("unit_leader") and task.unit is not None and task.unit == work.by.unit
        if task.assignee != work.by.username and not leads and not work.by.has("admin"):
            name = work.accounts.name(task.assignee)
            raise NotAllowed(f"Expected your own task, but {name} has it. The unit's leader may free it.")
        before, task.assignee, task.claimed_at = task.assignee, None, None
        work.user_tasks.save(task)
        details = {"assignee": before}
        work.journal.note(
            "release", details, key=task.business_key, instance_id=row.id, element=task.element, name=task.name
        )
        return {"id": task.id, "revision": task.revision, "assignee": None}
