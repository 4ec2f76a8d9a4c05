"""One task as its page shows it."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound
from engine.persistence.task_sheet import task_sheet
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class TaskPage:
    """The task with this id."""

    task_id: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """A line of the worklist, with ``form`` (form-js JSON), ``data`` (values known so far), ``status`` and ``may``.

        Raises:
            NotFound: no such task, or not yours to see.
        """
        task = reading.user_tasks.get(self.task_id)
        if not task.is_shown_to(reading.by):
            raise NotFound(f"Expected a task, but there is none with the id {self.task_id}.")
        return task_sheet(reading, task, reading.instances.get(task.instance_id))
