"""Incidents: something stopped and a person must look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, bindparam, insert, select, update
from sqlalchemy.engine import Connection

from engine.errors import NotFound
from engine.persistence.database import DISTRICT, Json, Moment, metadata
from engine.persistence.prepared import Prepared

OPEN, CLOSED, SKIPPED = "open", "closed", "skipped"

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("stuck", String(64)),
    Column("instance_id", String(32), ForeignKey(f"{DISTRICT}.instances.id")),
    Column("outbox_id", String(32)),
    Column("business_key", String(128)),
    Column("process_id", String(128)),
    Column("element", String(128)),
    Column("cause", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("facts", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", String(128)),
    Column("reason", Text),
)
Index(
    "ix_incidents_open",
    incidents.c.instance_id,
    postgresql_where=incidents.c.status == OPEN,
    sqlite_where=incidents.c.status == OPEN,
)


@dataclass(slots=True)
class Incident:
    """``kind`` is step (an element failed), timer, start (of a process by its timer), message or notice.

    ``facts``: the input it had; ``stuck`` is the runtime's or the timer's own id of what stopped.
    """

    id: str
    kind: str
    stuck: str | None
    instance_id: str | None
    outbox_id: str | None
    business_key: str | None
    process_id: str | None
    element: str | None
    cause: str
    attempts: int
    facts: dict[str, Any]
    opened_at: datetime
    status: str = OPEN
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: str | None = None


FIELDS = Incident.__slots__
_READ = select(*(incidents.c[name] for name in FIELDS))
_OPEN_OF = Prepared(
    _READ.where(incidents.c.instance_id == bindparam("instance"), incidents.c.status == OPEN).order_by(
        incidents.c.opened_at
    )
)
_OF_OUTBOX = Prepared(_READ.where(incidents.c.outbox_id == bindparam("outbox"), incidents.c.status == OPEN))


class Incidents:
    """Get, add, save; and the open ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, incident_id: str) -> Incident:
        row = self._connection.execute(_READ.where(incidents.c.id == incident_id)).first()
        if row is None:
            raise NotFound(f"Expected an incident, but there is none with the id {incident_id}.")
        return Incident(*row)

    def open_of(self, instance_id: str) -> list[Incident]:
        rows: Any = _OPEN_OF.all(self._connection, {"instance": instance_id})
        return [Incident(*row) for row in rows]

    def open_for_outbox(self, outbox_id: str) -> Incident | None:
        row: Any = _OF_OUTBOX.first(self._connection, {"outbox": outbox_id})
        return None if row is None else Incident(*row)

    def failed_again(self, instance_id: str, stuck: str, cause: str, attempts: int, facts: dict[str, Any]) -> None:
        """What stopped was tried once more and stopped again."""
        self._connection.execute(
            update(incidents).where(_same(instance_id, stuck)).values(cause=cause, attempts=attempts, facts=facts)
        )

    def stands_for(self, instance_id: str, stuck: str, other: str) -> None:
        """Of several that stopped at one place for one cause, the first goes on: it stands for those that do not."""
        self._connection.execute(update(incidents).where(_same(instance_id, stuck)).values(stuck=other))

    def close(self, instance_id: str, stuck: str, status: str, at: datetime, by: str, reason: str | None) -> None:
        """What stopped goes on, or is no longer there."""
        self._connection.execute(
            update(incidents)
            .where(_same(instance_id, stuck))
            .values(status=status, closed_at=at, closed_by=by, reason=reason)
        )

    def add(self, new: Sequence[Incident]) -> None:
        if new:
            self._connection.execute(insert(incidents), [{name: getattr(row, name) for name in FIELDS} for row in new])

    def save(self, row: Incident) -> None:
        values = {name: getattr(row, name) for name in FIELDS if name != "id"}
        self._connection.execute(update(incidents).where(incidents.c.id == row.id).values(values))


def _same(instance_id: str, stuck: str) -> Any:
    return (incidents.c.instance_id == instance_id) & (incidents.c.stuck == stuck) & (incidents.c.status == OPEN)
