"""Timers as rows: the truth for firing. A timer whose clock is paused keeps its row without a due time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from engine.persistence.database import DISTRICT, Moment, metadata
from engine.persistence.prepared import Prepared

timers = Table(
    "timers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("instance_id", String(32), ForeignKey(f"{DISTRICT}.instances.id"), nullable=False, index=True),
    Column("business_key", String(128), nullable=False),
    Column("element", String(128), nullable=False),
    Column("deadline", String(64)),
    Column("due_at", Moment),
    Column("next_attempt_at", Moment),
    Column("attempts", Integer, nullable=False),
)
Index(
    "ix_timers_due",
    timers.c.next_attempt_at,
    timers.c.id,
    postgresql_where=timers.c.next_attempt_at.is_not(None),
    sqlite_where=timers.c.next_attempt_at.is_not(None),
)


@dataclass(slots=True)
class Timer:
    """One waiting timer. ``next_attempt_at`` is the due time, or later after a failure; None never comes."""

    id: str
    instance_id: str
    business_key: str
    element: str
    deadline: str | None
    due_at: datetime | None
    next_attempt_at: datetime | None
    attempts: int = 0


_READ = select(*(timers.c[name] for name in Timer.__slots__))
_BY_ID = Prepared(_READ.where(timers.c.id == bindparam("id")))
_OF = Prepared(_READ.where(timers.c.instance_id == bindparam("instance")))
_DUE = Prepared(
    select(timers.c.id, timers.c.instance_id)
    .where(timers.c.next_attempt_at <= bindparam("now"))
    .order_by(timers.c.next_attempt_at, timers.c.id)
    .limit(bindparam("most"))
)
_NEXT = Prepared(
    select(timers.c.next_attempt_at)
    .where(timers.c.next_attempt_at.is_not(None))
    .order_by(timers.c.next_attempt_at)
    .limit(1)
)
_INSERT = Prepared(insert(timers), timers.columns.keys())
_MOVE = Prepared(
    update(timers)
    .where(timers.c.id == bindparam("the_id"))
    .values(due_at=bindparam("due_at"), next_attempt_at=bindparam("next_attempt_at"), attempts=bindparam("attempts"))
)
_DELETE = Prepared(delete(timers).where(timers.c.id == bindparam("the_id")))


class Timers:
    """Get, add, save, remove; and which are due."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, timer_id: str) -> Timer | None:
        """None is ordinary: the case has moved on."""
        row = _BY_ID.first(self._connection, {"id": timer_id})
        return None if row is None else Timer(*row)

    def of_instance(self, instance_id: str) -> list[Timer]:
        return [Timer(*row) for row in _OF.all(self._connection, {"instance": instance_id})]

    def due(self, now: datetime, most: int) -> list[tuple[str, str]]:
        """(timer id, instance id) of what is due, the longest due first."""
        rows = _DUE.all(self._connection, {"now": now, "most": most})
        return [(row[0], row[1]) for row in rows]

    def next_due(self) -> datetime | None:
        """The soonest moment at which some timer wants to fire."""
        row = _NEXT.first(self._connection, {})
        return None if row is None else row[0]

    def add(self, new: Sequence[Timer]) -> None:
        names = Timer.__slots__
        _INSERT.run_each(self._connection, [{name: getattr(timer, name) for name in names} for timer in new])

    def save(self, changed: Sequence[Timer]) -> None:
        """Write due times and attempts."""
        _MOVE.run_each(
            self._connection,
            [
                {
                    "the_id": timer.id,
                    "due_at": timer.due_at,
                    "next_attempt_at": timer.next_attempt_at,
                    "attempts": timer.attempts,
                }
                for timer in changed
            ],
        )

    def remove(self, ids: Iterable[str]) -> None:
        _DELETE.run_each(self._connection, [{"the_id": timer_id} for timer_id in ids])
