"""What units made of a matter: our own closed cases, and the requests other systems recorded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Connection

from engine.casework.case import State
from engine.casework.deadline import CITIZEN, HANDLE
from engine.casework.effectiveness import Done, Share
from engine.casework.imported_request import LATE, ON_TIME
from engine.persistence.cases import cases
from engine.persistence.clusters import recurrences
from engine.persistence.deadlines import deadlines
from engine.persistence.past_requests import past_requests
from engine.persistence.replies import MARKS, ratings, replies

NEWEST = 1000  # cases of a matter that are looked at: enough for a narrow interval, and what counts is how it is now


class TrackRecords:
    """Read only: cases brought to an end, by unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def own(self, matter: str, street: str | None, satisfied_from: int | None) -> dict[str, list[Done]]:
        """Our newest closed cases of a matter (in a street), by the unit that led them.

        ``satisfied_from``: the mark from which, in all three questions, a citizen is satisfied, as the figures count
        it; None when no table says so.
        """
        names = ("number", "lead_unit", "outcome", "dispatched_at", "closed_at")
        query = select(*(cases.c[name] for name in names))
        query = query.where(cases.c.matter == matter, cases.c.state == State.CLOSED.value)
        query = query.where(cases.c.lead_unit.is_not(None), cases.c.merged_into.is_(None))
        if street is not None:
            query = query.where(cases.c.street == street)
        rows = self._connection.execute(query.order_by(cases.c.registered_at.desc()).limit(NEWEST)).all()
        numbers = [row.number for row in rows]
        kept, replied, came_back = self._kept(rows), self._replied(numbers), self._came_back(numbers)
        solved, satisfied = self._solved(numbers), self._satisfied(numbers, satisfied_from)
        found: dict[str, list[Done]] = defaultdict(list)
        for row in rows:
            done = Done(
                on_time=kept.get(row.number),
                resolved=row.outcome == "resolved" and solved.get(row.number) is not False,
                recurred=row.number in came_back,
                satisfied=satisfied.get(row.number),
                days=_days(row.dispatched_at, replied.get(row.number, row.closed_at)),
            )
            found[row.lead_unit].append(done)
        return dict(found)

    def imported(self, level3: str, street: str | None = None) -> dict[str, Share]:
        """How many of the recorded requests of a matter were closed on time, by the name of the unit as it was then."""
        query = select(past_requests.c.handling_unit, past_requests.c.outcome, func.count().label("many"))
        query = query.where(past_requests.c.level3 == level3, past_requests.c.outcome.in_((ON_TIME, LATE)))
        query = query.where(past_requests.c.handling_unit.is_not(None))
        if street is not None:
            query = query.where(past_requests.c.street == street)
        found: dict[str, Share] = {}
        for row in self._connection.execute(query.group_by(past_requests.c.handling_unit, past_requests.c.outcome)):
            known = found.get(row.handling_unit, Share(0, 0))
            on_time = row.many if row.outcome == ON_TIME else 0
            found[row.handling_unit] = Share(known.part + on_time, known.whole + row.many)
        return found

    def _kept(self, cases: Sequence[Any]) -> dict[str, bool]:
        """By case: did the unit keep its clock each time, or where it has none was the citizen's kept?

        What a redo took counts beside the first time. What another unit had before the last dispatch does not, nor a
        limit that passed while another had it.
        """
        dispatched = {row.number: row.dispatched_at for row in cases}
        leads = {row.number: row.lead_unit for row in cases}
        query = select(deadlines.c.about, deadlines.c.name, deadlines.c.kept, deadlines.c.missed_by)
        query = query.add_columns(deadlines.c.started_at, deadlines.c.stopped_at)
        query = query.where(deadlines.c.about.in_(list(dispatched)), deadlines.c.name.in_((HANDLE, CITIZEN)))
        query = query.where(deadlines.c.kept.is_not(None)).order_by(deadlines.c.round)
        found: dict[str, dict[str, bool]] = {CITIZEN: {}, HANDLE: {}}
        for row in self._connection.execute(query):
            sent = dispatched[row.about]
            if row.missed_by is not None and row.missed_by != leads[row.about]:
                continue
            if row.name == CITIZEN:
                found[CITIZEN][row.about] = bool(row.kept)
            elif sent is None or row.started_at >= sent or row.stopped_at > sent:
                found[HANDLE][row.about] = bool(row.kept) and found[HANDLE].get(row.about, True)
        return found[CITIZEN] | found[HANDLE]

    def _solved(self, numbers: Iterable[str]) -> dict[str, bool]:
        query = select(ratings.c.case, ratings.c.solved).where(ratings.c.case.in_(list(numbers)))
        rows = self._connection.execute(query.order_by(ratings.c.reply_number))
        return {row.case: bool(row.solved) for row in rows}

    def _satisfied(self, numbers: Iterable[str], satisfied_from: int | None) -> dict[str, bool]:
        if satisfied_from is None:
            return {}
        is_satisfied = and_(*(mark >= satisfied_from for mark in MARKS)).label("is_satisfied")
        query = select(ratings.c.case, is_satisfied).where(ratings.c.case.in_(list(numbers)))
        rows = self._connection.execute(query.order_by(ratings.c.reply_number))
        return {row.case: bool(row.is_satisfied) for row in rows}

    def _replied(self, numbers: Iterable[str]) -> dict[str, datetime]:
        """By case, when its last reply was written."""
        query = select(replies.c.case, replies.c.replied_at).where(replies.c.case.in_(list(numbers)))
        return {row.case: row.replied_at for row in self._connection.execute(query.order_by(replies.c.number))}

    def _came_back(self, numbers: Iterable[str]) -> set[str]:
        query = select(recurrences.c.earlier).where(recurrences.c.earlier.in_(list(numbers)))
        return set(self._connection.execute(query).scalars())


def _days(dispatched: datetime | None, ended: datetime | None) -> float | None:
    if dispatched is None or ended is None:
        return None
    return (ended - dispatched).total_seconds() / 86400
