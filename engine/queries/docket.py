"""The docket: open disputes over whose duty a running case is, with both sides' words, the soonest ruling first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, select, true, tuple_

from engine.casework.case import ENDED, State
from engine.casework.duty import OPEN, Dispute
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotAllowed
from engine.persistence.cases import cases
from engine.persistence.deadlines import deadlines
from engine.persistence.disputes import disputes, opinions, returns
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import OPEN as OPEN_TASK
from engine.persistence.user_tasks import user_tasks
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called

DECIDES = "coordinator"
NOT_RUNNING = (*sorted(ENDED), State.MERGED)


@dataclass(frozen=True)
class Docket:
    """Open disputes. ``limit``: how many; ``cursor``: the ``next`` of the answer before."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [dispute…], "next": cursor or None}``.

        A unit sees the disputes that name it. Raises: NotAllowed for everyone else outside the offices.
        """
        due = _due()
        sort = func.coalesce(due, disputes.c.opened_at)
        names = [disputes.c[name] for name in Dispute.__dataclass_fields__]
        query = select(*names, cases.c.title, due.label("due"), sort.label("sort"))
        query = query.join(cases, cases.c.number == disputes.c.case)
        query = query.where(disputes.c.state == OPEN, cases.c.state.not_in(NOT_RUNNING), _may_read(reading))
        if self.cursor is not None:
            query = query.where(tuple_(sort, disputes.c.number) > tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(sort, disputes.c.number).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.sort, row.number))
        return {"items": _lines(reading, shown), "next": following}


def _due() -> Any:
    """When the ruling is due, or as long as opinions are gathered, when these are: the one that runs."""
    running = select(func.min(deadlines.c.due_at)).where(
        deadlines.c.about == disputes.c.case,
        deadlines.c.name.in_(("opinion", "ruling")),
        deadlines.c.due_at.is_not(None),
        deadlines.c.stopped_at.is_(None),
    )
    return running.correlate(disputes).scalar_subquery()


def _may_read(reading: Reading) -> ColumnElement[bool]:
    if sees_all(reading.by):
        return true()
    unit = unit_of(reading.by)
    if unit is None:
        raise NotAllowed("Expected a member of the command centre or of a unit; disputes are not public.")
    return cast(disputes.c.named_units, String).contains(f'"{unit}"', autoescape=True)


def _lines(reading: Reading, rows: Sequence[Any]) -> list[dict[str, Any]]:
    numbers = [row.number for row in rows]
    given = {(one.dispute, one.unit): one for one in _select_in(reading, opinions, opinions.c.dispute, numbers)}
    raised = {one.id: one for one in _select_in(reading, returns, returns.c.id, [row.return_id for row in rows])}
    tasks = rulings_to_make(reading, [row.case for row in rows])
    units = {unit for row in rows for unit in row.named_units} | {one.unit for one in raised.values()}
    names = reading.unit_names(units)
    return [_line(row, given, raised.get(row.return_id), tasks.get(row.case), names) for row in rows]


def _line(row: Any, given: Any, raised: Any, task: str | None, names: Any) -> dict[str, Any]:
    by = raised.unit if raised else row.provisional_unit
    return {
        "number": row.number,
        "case": row.case,
        "title": row.title,
        "ground": row.ground,
        **called("unit", by, names),
        "state": row.state,
        "opened_at": row.opened_at.isoformat(),
        "due": row.due.isoformat() if row.due else None,
        "opinions": [_opinion(unit, given.get((row.number, unit)), names) for unit in row.named_units],
        "ruling": None,
        "task": task,
    }


def _opinion(unit: str, given: Any, names: Any) -> dict[str, Any]:
    return {
        **called("unit", unit, names),
        "position": given.position if given else None,
        "reason": given.reason if given else None,
        "given_at": given.given_at.isoformat() if given else None,
    }


def _select_in(reading: Reading, table: Any, column: Any, values: Sequence[str | None]) -> Sequence[Any]:
    return reading.connection.execute(select(table).where(column.in_([value for value in values if value]))).all()


def rulings_to_make(reading: Reading, numbers: Sequence[str]) -> dict[str, str]:
    """By case: the open task of whoever decides, so that the page leads straight to it."""
    query = select(user_tasks.c.business_key, user_tasks.c.id).where(
        and_(user_tasks.c.status == OPEN_TASK, user_tasks.c.role == DECIDES, user_tasks.c.business_key.in_(numbers))
    )
    return {row.business_key: row.id for row in reading.connection.execute(query)}
