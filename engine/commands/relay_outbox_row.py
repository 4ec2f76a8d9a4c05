"""What became of a notice that was handed to the post, or of a message that could not be handed over."""

from dataclasses import dataclass
from typing import Any

from engine.commands.deliver_message import close_incident, give_up, next_attempt
from engine.persistence.outbox import DELIVERED, WAITING, OutboxRow
from engine.persistence.unit_of_work import UnitOfWork

MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class RelayOutboxRow:
    """``error`` is what was said no with; None when the post took the notice."""

    outbox_id: str
    error: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{status}``; None when the row is gone or was settled by another node."""
        row = work.outbox.get(self.outbox_id, lock=True)
        if row is None or row.status != WAITING:
            return {"status": None}
        row.attempts += 1
        row.last_error = self.error
        if self.error is None:
            row.status, row.delivered_at = DELIVERED, work.now
            close_incident(work, row)
        elif row.attempts >= MOST_ATTEMPTS and not _rests(work, row):
            give_up(work, row, row.kind, self.error)
        else:
            row.next_attempt_at = next_attempt(work.now, row.attempts)
        work.outbox.save(row)
        return {"status": row.status}


def _rests(work: UnitOfWork, row: OutboxRow) -> bool:
    """A message to a suspended case waits as long as the case does: it is asked again, an hour apart at most."""
    return row.kind == "message" and work.cases.is_suspended(str(row.payload["to"]).partition("/")[0])
