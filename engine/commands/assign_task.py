"""A leader gives a task to a person."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, Unusable
from engine.persistence.locked_task import lock_task
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AssignTask:
    """``username`` gets the task, whoever had it."""

    task_id: str
    username: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, revision, assignee}``.

        Raises:
            NotFound: no such task or person.
            NotAllowed: only the unit's leader, a shift leader or an administrator assigns.
            Unusable: the person may not take it; the sentence says why.
            NotNow: the task is closed.
        """
        row, task = lock_task(work.connection, self.task_id)
        task.expect_shown_to(work.by)
        task.expect_open()
        if not task.may_be_assigned_by(work.by):
            raise NotAllowed("Expected the unit's leader, a shift leader or an administrator; only they assign tasks.")
        account = work.accounts.get(self.username)
        before, task.assignee = task.assignee, None
        why_not = (
            task.why_not(account.actor())
            if account.active
            else "Expected an account that is open, but it is closed. Choose another account."
        )
        if why_not is not None:
            raise Unusable(
                f"Expected somebody who may take this task, but {account.name} ({account.username}) may not. {why_not}"
            )
        task.assignee, task.claimed_at = account.username, work.now
        work.user_tasks.save(task)
        details = {"assignee": account.username, "before": before}
        work.journal.note(
            "assign", details, key=task.business_key, instance_id=row.id, element=task.element, name=task.name
        )
        return {"id": task.id, "revision": task.revision, "assignee": task.assignee}
