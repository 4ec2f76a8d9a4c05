"""The days of a year became known or were corrected: the deadlines of one case, and its timers, follow."""

from dataclasses import dataclass
from typing import Any

from engine.commands.following import follow, locked_instances
from engine.operations import clocks
from engine.persistence.outbox import DELIVERED, WAITING
from engine.persistence.unit_of_work import UnitOfWork

WHY = "节假日安排公布或更正"


@dataclass(frozen=True)
class RecomputeDeadlines:
    """``outbox_id``: of the row that names the case or joint handling. Delivered twice, the second changes nothing."""

    outbox_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{moved}``: how many deadlines of it got another date or standing, each with a journal entry."""
        row = work.outbox.get(self.outbox_id, lock=True)
        if row is None or row.status != WAITING:
            return {"moved": 0}
        about = str(row.payload["about"])
        steps = locked_instances(work, about)
        changed = clocks.recompute(work, about, WHY)
        due = {clock.deadline.name: clock.due_at for clock in changed if not clock.deadline.subject}
        follow(steps, due, "recompute")
        self._tell_watchers(work, about)
        row.attempts += 1
        row.status, row.delivered_at = DELIVERED, work.now
        work.outbox.save(row)
        return {"moved": len(changed)}

    def _tell_watchers(self, work: UnitOfWork, about: str) -> None:
        """A rung may lie in the days that changed though the deadline itself does not."""
        for watcher in work.supervisions.all(about=about, ended_at=None):
            work.throw("deadline_changed", watcher.key, optional=True)
