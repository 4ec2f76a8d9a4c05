"""Revisions of the responsibility list: what is argued over, by whom, in which round."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from engine.casework.list_revision import STATES, ListRevision
from engine.errors import NotFound
from engine.persistence.list_revisions import ListRevisions as Rows
from engine.persistence.list_revisions import list_revisions
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called
from engine.queries.responsibility_rows import expect_staff

__all__ = ["STATES", "ListRevisionView", "ListRevisions"]


@dataclass(frozen=True)
class ListRevisions:
    """The newest first; ``state``: only those."""

    state: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [revision…], "next": cursor or None}``. Raises: NotAllowed for citizens."""
        expect_staff(reading)
        order = list_revisions.c.raised_at, list_revisions.c.number
        query = select(*(list_revisions.c[name] for name in Rows.names))
        if self.state:
            query = query.where(list_revisions.c.state == self.state)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = [ListRevision(*row) for row in reading.connection.execute(query)]
        shown, following = page(rows, self.limit, lambda row: (row.raised_at, row.number))
        return {"items": [_line(reading, one) for one in shown], "next": following}


@dataclass(frozen=True)
class ListRevisionView:
    """One revision with every position of every round."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The revision and ``positions: [{round, unit, unit_name, position, reason, at}]``. Raises: NotFound."""
        expect_staff(reading)
        revision = reading.list_revisions.find(number=self.number)
        if revision is None:
            raise NotFound(f"Expected a revision of the list, but there is none with the number {self.number}.")
        given = reading.list_positions.all(revision=self.number, order=("round", "given_at"))
        names = reading.unit_names({one.unit for one in given})
        positions = [
            {
                "round": one.round,
                **called("unit", one.unit, names),
                "position": one.position,
                "reason": one.reason,
                "at": one.given_at.isoformat(),
            }
            for one in given
        ]
        return {**_line(reading, revision), "positions": positions}


def _line(reading: Reading, one: ListRevision) -> dict[str, Any]:
    clock = reading.deadlines.current(one.number, "position")
    return {
        "number": one.number,
        "state": one.state,
        "reason": one.reason,
        "matter": one.matter,
        "case": one.case,
        "raised_by": one.raised_by,
        "raised_at": one.raised_at.isoformat(),
        "lines": one.lines,
        "units": [{"code": unit, "name": reading.units.name(unit)} for unit in one.units],
        "round": one.round,
        "due": clock.due_at.isoformat() if clock and clock.due_at else None,
        "legal_opinion": one.legal_opinion,
        "minutes": one.minutes,
        "version": one.version,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
    }
