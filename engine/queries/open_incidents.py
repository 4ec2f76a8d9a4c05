"""What stopped and waits for a person to look at it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from engine.errors import NotAllowed
from engine.persistence.incidents import FIELDS, OPEN, Incident, incidents
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack

MAY_LOOK = ("designer", "admin")


@dataclass(frozen=True)
class OpenIncidents:
    """Open incidents, the oldest first. ``limit``: how many; ``cursor``: the ``next`` of the answer before."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": […], "next": cursor or None}``. Raises: NotAllowed for whoever does not look after processes."""
        if not reading.by.has(*MAY_LOOK):
            raise NotAllowed("Expected a designer or an administrator; incidents show what instances know.")
        query = select(*(incidents.c[name] for name in FIELDS)).where(incidents.c.status == OPEN)
        if self.cursor is not None:
            after = unpack(self.cursor, moment, str)
            query = query.where(tuple_(incidents.c.opened_at, incidents.c.id) > tuple_(*after))
        query = query.order_by(incidents.c.opened_at, incidents.c.id).limit(self.limit + 1)
        rows = [Incident(*row) for row in reading.connection.execute(query)]
        shown, following = page(rows, self.limit, lambda row: (row.opened_at, row.id))
        return {"items": [_shown(row) for row in shown], "next": following}


def _shown(row: Incident) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "instance": row.instance_id,
        "key": row.business_key,
        "process": row.process_id,
        "element": row.element,
        "cause": row.cause,
        "attempts": row.attempts,
        "opened_at": row.opened_at.isoformat(),
        "status": row.status,
    }
