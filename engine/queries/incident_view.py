"""One incident with what it had to go by: for the operator who mends it."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading
from engine.queries.open_incidents import MAY_LOOK


@dataclass(frozen=True)
class IncidentView:
    """The incident with this id, open or settled."""

    incident_id: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{id, kind, instance, key, process, element, cause, attempts, facts, status, opened_at, reason}``.

        Raises: NotAllowed, NotFound.
        """
        if not reading.by.has(*MAY_LOOK):
            raise NotAllowed("Expected a designer or an administrator; incidents show what instances know.")
        row = reading.incidents.get(self.incident_id)
        return {
            "id": row.id,
            "kind": row.kind,
            "instance": row.instance_id,
            "key": row.business_key,
            "process": row.process_id,
            "element": row.element,
            "cause": row.cause,
            "attempts": row.attempts,
            "facts": row.facts,
            "status": row.status,
            "opened_at": row.opened_at.isoformat(),
            "reason": row.reason,
        }
