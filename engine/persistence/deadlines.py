"""Deadlines with their ledgers. ``due_at`` and ``state`` are kept beside the ledger for lists and searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Connection

from engine.casework.calendar import Due
from engine.casework.deadline import CITIZEN, HANDLE, Change, Deadline, What
from engine.persistence.database import Moment, metadata
from engine.persistence.ids import new_id
from engine.persistence.prepared import Prepared

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
    Column("missed_by", String(32)),  # the unit that had the case as it passed, where that has it no more; "": nobody
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

_BEGIN = Prepared(insert(deadlines), [one.name for one in deadlines.columns if one.name != "missed_by"])
_STANDS = ("due_at", "last_due_at", "provisional", "state", "stopped_at", "kept")
_WRITE = Prepared(
    update(deadlines).where(deadlines.c.id == bindparam("the_id")).values({name: bindparam(name) for name in _STANDS})
)
_MISSED = Prepared(
    update(deadlines)
    .where(deadlines.c.about == bindparam("the_case"), or_(deadlines.c.name == CITIZEN, deadlines.c.name == HANDLE))
    .where(deadlines.c.missed_by.is_(None))
    .where(
        or_(
            deadlines.c.kept.is_(False),
            and_(deadlines.c.state == "running", deadlines.c.last_due_at < bindparam("at")),
        )
    )
    .values(missed_by=bindparam("unit"))
)
_ADD_CHANGE = Prepared(insert(deadline_changes), deadline_changes.columns.keys())
_KEPT = (
    "id",
    "about",
    "name",
    "subject",
    "round",
    "state",
    "started_at",
    "due_at",
    "last_due_at",
    "provisional",
    "kept",
)
_CHANGED = ("at", "what", "by", "budget", "due", "reason", "then_due", "then_provisional")


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
        _BEGIN.run(
            self._connection,
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
        _WRITE.run(self._connection, {"the_id": clock.id, **_standing(deadline)})
        known = len(clock.deadline.changes)
        self._add_changes(clock.id, deadline.changes[known:], known)
        return self._clock(clock.id, deadline)

    def leave_behind(self, case: str, unit: str | None, at: datetime) -> None:
        """A unit has a case no more: limits of the case that have passed by now passed while it had it."""
        _MISSED.run(self._connection, {"the_case": case, "unit": unit or "", "at": at})

    def current(self, about: str, name: str, subject: str = "") -> Clock | None:
        """The newest round of a named deadline."""
        return next(reversed(self.of(about, name=name, subject=subject)), None)

    def of(
        self, about: str, *, name: str | None = None, subject: str | None = None, state: str | None = None
    ) -> list[Clock]:
        """The deadlines of a case or joint handling in the order they began."""
        asked = {"about": about, "name": name, "subject": subject, "state": state}
        given = {column: value for column, value in asked.items() if value is not None}
        heads, entries = _finding(tuple(given))
        rows = heads.all(self._connection, given)
        ledgers: dict[str, list[Change]] = {row[0]: [] for row in rows}
        for deadline_id, at, what, by, budget, due, reason, then, provisional in (
            entries.all(self._connection, given) if rows else ()
        ):
            moment = Due(then, provisional) if then else None
            ledgers[deadline_id].append(Change(at, What(what), by, budget, due, reason, moment))
        return [
            Clock(id_, Deadline(about, called, tuple(ledgers[id_]), whose, round_), *stands)
            for id_, about, called, whose, round_, *stands in rows
        ]

    def affected_from(self, moment: datetime) -> list[str]:
        """The cases and joint handlings with a live deadline that falls due at or after a moment, or may."""
        query = select(deadlines.c.about).where(deadlines.c.state != "stopped", deadlines.c.last_due_at >= moment)
        return list(self._connection.execute(query.distinct().order_by(deadlines.c.about)).scalars())

    def _add_changes(self, deadline_id: str, changes: Sequence[Change], first: int) -> None:
        rows = [
            {"deadline_id": deadline_id, "position": first + index, **_row(change)}
            for index, change in enumerate(changes)
        ]
        _ADD_CHANGE.run_each(self._connection, rows)

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


@cache
def _finding(asked: tuple[str, ...]) -> tuple[Prepared, Prepared]:
    """The queries for deadlines where these columns have given values, and for the entries of their ledgers."""

    def narrowed(query: Select[Any]) -> Select[Any]:
        return query.where(*(deadlines.c[name] == bindparam(name) for name in asked))

    heads = select(*(deadlines.c[name] for name in _KEPT)).order_by(deadlines.c.started_at, deadlines.c.id)
    entries = select(deadline_changes.c.deadline_id, *(deadline_changes.c[name] for name in _CHANGED))
    entries = entries.join(deadlines, deadlines.c.id == deadline_changes.c.deadline_id)
    entries = entries.order_by(deadline_changes.c.deadline_id, deadline_changes.c.position)
    return Prepared(narrowed(heads)), Prepared(narrowed(entries))


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
