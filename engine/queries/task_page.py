"""One task as its page shows it."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.readable import LOOKS_AFTER_PROCESSES, is_readable
from engine.persistence.task_sheet import task_sheet
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import no_task


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
        # who looks after processes sees every task, but not what a citizen wrote in the case behind it
        is_open_to = task.why_not(reading.by) is None or not reading.by.has(LOOKS_AFTER_PROCESSES)
        if not task.is_shown_to(reading.by) or not (is_open_to or is_readable(reading, task.business_key)):
            raise no_task(self.task_id)
        return task_sheet(reading, task, reading.instances.get(task.instance_id))
