"""Remove what has expired: sessions, idempotency keys, job marks, forms of closed tasks, begun requests."""

from dataclasses import dataclass
from datetime import timedelta

from engine.persistence.unit_of_work import UnitOfWork

MARKS_KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Sweep:
    """One node of many sweeps each hour."""

    def perform(self, work: UnitOfWork) -> dict[str, int]:
        """``{sessions, keys, marks, unsent, begun}``: how many of each went; none when another node took this hour."""
        if not work.job_runs.take("sweep", work.now.replace(minute=0, second=0, microsecond=0)):
            return {"sessions": 0, "keys": 0, "marks": 0, "unsent": 0, "begun": 0}
        return {
            "sessions": work.sessions.sweep(),
            "keys": work.idempotency.sweep(),
            "marks": work.job_runs.sweep(work.now - MARKS_KEPT_FOR),
            "unsent": work.unsent.sweep(work.now),
            "begun": work.begun.sweep(),
        }
