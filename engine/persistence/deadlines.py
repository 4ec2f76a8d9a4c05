"""Deadlines with their ledgers. ``due_at`` and ``state`` are kept beside the ledger for lists and searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, insert, select, update
from sqlalchemy.engine import Connection

from engine.casework.calendar import Due
from engine.casework.deadline import Change, Deadline, What
from engine.persistence.database import Moment, metadata
from engine.persistence.ids import new_id

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("about", String(128), nullable=False),
    Column("name", String(32), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("round", Integer, nullable=False),
    Column("budget", String(64), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("last_due_at", Moment, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("stopped_at", Moment),
    Column("kept", Boolean),
    UniqueConstraint("about", "name", "subject", "round"),
)
# what is late is found in the index alone: with thousands late, each row of the table would be another page
Index("ix_deadlines_due", deadlines.c.state, deadlines.c.name, deadlines.c.due_at, deadlines.c.about)

deadline_changes = Table(
    "deadline_changes",
    metadata,
    Column("deadline_id", String(32), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("what", String(16), nullable=False),
    Column("by", String(128), nullable=False),
    Column("budget", String(64)),
    Column("due", Moment),
    Column("reason", Text),
    Column("then_due", Moment),
    Column("then_provisional", Boolean, nullable=False),
)


@dataclass(frozen=True)
class Clock:
    """A deadline as it is kept: its id, its ledger, and where it stands without asking the calendar."""

    id: str
    deadline: Deadline
    state: str
    started_at: datetime
    due_at: datetime | None
    last_due_at: datetime
    provisional: bool
    kept: bool | None


class Deadlines:
    """Begin, find, and write changes of ledgers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, deadline: Deadline) -> Clock:
        """Keep a deadline that has just been started."""
        new = new_id()
        self._connection.execute(
            insert(deadlines),
            {
                "id": new,
                "about": deadline.about,
                "name": deadline.name,
                "subject": deadline.subject,
                "round": deadline.round,
                "budget": deadline.budget.text,
                "started_at": deadline.changes[0].at,
                **_standing(deadline),
            },
        )
        self._add_changes(new, deadline.changes, 0)
        return self._clock(new, deadline)

    def write(self, clock: Clock, deadline: Deadline) -> Clock:
        """Keep the entries a ledger has gained, and where it stands now."""
        self._connection.execute(update(deadlines).where(deadlines.c.id == clock.id).values(_standing(deadline)))
        known = len(clock.deadline.changes)
        self._add_changes(clock.id, deadline.changes[known:], known)
        return self._clock(clock.id, deadline)

    def current(self, about: str, name: str, subject: str = "") -> Clock | None:
        """The newest round of a named deadline."""
        return next(reversed(self.of(about, name=name, subject=subject)), None)

    def of(
        self, about: str, *, name: str | None = None, subject: str | None = None, state: str | None = None
    ) -> list[Clock]:
        """The deadlines of a case or joint handling in the order they began."""
        query = select(deadlines).where(deadlines.c.about == about)
        for column, value in ((deadlines.c.name, name), (deadlines.c.subject, subject), (deadlines.c.state, state)):
            query = query if value is None else query.where(column == value)
        rows = self._connection.execute(query.order_by(deadlines.c.started_at, deadlines.c.id)).all()
        ledgers = self._ledgers([row.id for row in rows])
        return [
            Clock(
                id=row.id,
                deadline=Deadline(row.about, row.name, tuple(ledgers[row.id]), row.subject, row.round),
                state=row.state,
                started_at=row.started_at,
                due_at=row.due_at,
                last_due_at=row.last_due_at,
                provisional=row.provisional,
                kept=row.kept,
            )
            for row in rows
        ]

    def affected_from(self, moment: datetime) -> list[str]:
        """The cases and joint handlings with a live deadline that falls due at or after a moment, or may."""
        query = select(deadlines.c.about).where(deadlines.c.state != "stopped", deadlines.c.last_due_at >= moment)
        return list(self._connection.execute(query.distinct().order_by(deadlines.c.about)).scalars())

    def _ledgers(self, ids: Sequence[str]) -> dict[str, list[Change]]:
        ledgers: dict[str, list[Change]] = {one: [] for one in ids}
        query = select(deadline_changes).where(deadline_changes.c.deadline_id.in_(ids))
        for row in self._connection.execute(
            query.order_by(deadline_changes.c.deadline_id, deadline_changes.c.position)
        ):
            then = Due(row.then_due, row.then_provisional) if row.then_due else None
            change = Change(row.at, What(row.what), row.by, row.budget, row.due, row.reason, then)
            ledgers[row.deadline_id].append(change)
        return ledgers

    def _add_changes(self, deadline_id: str, changes: Sequence[Change], first: int) -> None:
        rows = [
            {"deadline_id": deadline_id, "position": first + index, **_row(change)}
            for index, change in enumerate(changes)
        ]
        self._connection.execute(insert(deadline_changes), rows)

    def _clock(self, id_: str, deadline: Deadline) -> Clock:
        kept = _standing(deadline)
        return Clock(
            id_,
            deadline,
            str(kept["state"]),
            deadline.changes[0].at,
            kept["due_at"],
            kept["last_due_at"],
            bool(kept["provisional"]),
            kept["kept"],
        )


def _row(change: Change) -> dict[str, Any]:
    plain = {name: value for name, value in vars(change).items() if name != "then"}
    then = change.then
    at, provisional = (then.at, then.provisional) if then else (None, False)
    return {**plain, "what": change.what.value, "then_due": at, "then_provisional": provisional}


def _standing(deadline: Deadline) -> dict[str, Any]:
    standing = deadline.standing()
    last = standing.last_due
    assert last is not None  # every ledger begins with its start
    return {
        "due_at": standing.due.at if standing.due else None,
        "last_due_at": last.at,
        "provisional": last.provisional,
        "state": standing.state,
        "stopped_at": standing.stopped_at,
        "kept": standing.kept,
    }
