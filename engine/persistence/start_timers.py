"""Timer start events of the processes in force: one row each, the truth for when the clock starts an instance."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, bindparam, delete, select

from engine.persistence.bundles import bundles
from engine.persistence.database import DISTRICT, Moment, metadata
from engine.persistence.prepared import Prepared
from engine.persistence.records import Records

start_timers = Table(
    "start_timers",
    metadata,
    Column("process_id", String(128), primary_key=True),
    Column("bundle_id", String(32), ForeignKey(f"{DISTRICT}.bundles.id"), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("next_attempt_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("turns_left", Integer),
)


@dataclass(frozen=True)
class ArmedStart:
    """When a process starts next. ``turns_left`` counts this one; None: without end."""

    process_id: str
    bundle_id: str
    due_at: datetime
    next_attempt_at: datetime
    attempts: int
    turns_left: int | None


_DUE = Prepared(
    select(start_timers.c.process_id)
    .where(start_timers.c.next_attempt_at <= bindparam("now"))
    .order_by(start_timers.c.next_attempt_at, start_timers.c.process_id)
    .limit(bindparam("most"))
)
_NEXT = Prepared(select(start_timers.c.next_attempt_at).order_by(start_timers.c.next_attempt_at).limit(1))


class StartTimers(Records[ArmedStart]):
    """Find, add, save; lock, remove, and which are due."""

    table, record = start_timers, ArmedStart

    def lock_if_free(self, process_id: str) -> ArmedStart | None:
        """The row, held until the transaction ends; None while another node is at it, or when it is gone."""
        query = self._select({"process_id": process_id}).with_for_update(skip_locked=True)
        row = self._connection.execute(query).first()
        return None if row is None else ArmedStart(*row)

    def due(self, now: datetime, most: int) -> list[str]:
        """Process ids of what is due, the longest due first."""
        return [row[0] for row in _DUE.all(self._connection, {"now": now, "most": most})]

    def next_due(self) -> datetime | None:
        """The soonest moment at which some process wants to start."""
        row = _NEXT.first(self._connection, {})
        return None if row is None else row[0]

    def remove(self, process_id: str) -> None:
        self._connection.execute(delete(start_timers).where(start_timers.c.process_id == process_id))

    def remove_of(self, bundle: str) -> None:
        """Whatever any version of this bundle armed."""
        versions = select(bundles.c.id).where(bundles.c.name == bundle)
        self._connection.execute(delete(start_timers).where(start_timers.c.bundle_id.in_(versions)))
