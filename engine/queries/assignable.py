"""Who may be given a task."""

from dataclasses import dataclass, replace
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Assignable:
    """For those who assign: the people a task may go to."""

    task_id: str

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{username, name}]`` by name. Raises: NotFound, NotAllowed."""
        task = reading.user_tasks.get(self.task_id)
        if not task.may_be_assigned_by(reading.by):
            raise NotAllowed("Expected the unit's leader, a shift leader or an administrator; only they assign tasks.")
        free = replace(task, assignee=None)
        people = (one for one in reading.accounts.all(unit=task.unit) if one.active and not free.why_not(one.actor()))
        return [{"username": one.username, "name": one.name} for one in people if one.username != task.assignee]
