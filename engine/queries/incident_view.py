"""One incident with what it had to go by: for the operator who mends it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.incidents import Incident
from engine.persistence.outbox import WAITING
from engine.persistence.unit_of_work import Reading
from engine.queries.facts_shown import facts_shown
from engine.queries.open_incidents import MAY_LOOK


@dataclass(frozen=True)
class IncidentView:
    """The incident with this id, open or settled."""

    incident_id: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{id, kind, instance, key, process, element, cause, attempts, next_attempt_at, facts, status, opened_at,
        reason}``.

        ``facts``: what it had to go by when it last stopped, as far as the reader may know; ``next_attempt_at``: when
        the clock tries by itself, None while it waits for a person, as an open incident does.

        Raises: NotAllowed, NotFound.
        """
        if not reading.by.has(*MAY_LOOK):
            raise NotAllowed("Expected a designer or an administrator; incidents show what instances know.")
        row = reading.incidents.get(self.incident_id)
        again = _next_attempt(reading, row)
        return {
            "id": row.id,
            "kind": row.kind,
            "instance": row.instance_id,
            "key": row.business_key,
            "process": row.process_id,
            "element": row.element,
            "cause": row.cause,
            "attempts": row.attempts,
            "next_attempt_at": again.isoformat() if again else None,
            "facts": facts_shown(reading, row.business_key, row.facts),
            "status": row.status,
            "opened_at": row.opened_at.isoformat(),
            "reason": row.reason,
        }


def _next_attempt(reading: Reading, row: Incident) -> datetime | None:
    if row.kind == "timer":
        timer = reading.timers.get(row.stuck or "")
        return timer.next_attempt_at if timer else None
    sent = reading.outbox.get(row.outbox_id) if row.outbox_id else None
    return sent.next_attempt_at if sent and sent.status == WAITING else None
