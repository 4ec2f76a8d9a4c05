"""The cases someone may see, the newest first: found by kind, state, unit, lateness, number or words.

At a million cases every narrowing has an index to begin with; ``benchmarks/lists_at_a_million.py`` measures them.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, tuple_

from engine.casework.case import ENDED
from engine.casework.deadline import CITIZEN, HANDLE
from engine.casework.visibility import sees_all, unit_of
from engine.persistence.cases import cases, involvements
from engine.persistence.deadlines import deadlines
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called
from engine.queries.next_deadlines import next_deadlines

_COLUMNS: tuple[str, ...] = (
    *("number", "kind", "title", "state", "owner_role", "owner_unit", "registered_at", "street", "community"),
    *("suspended", "urgency", "lead_unit", "level3", "redos"),
)
NEWEST = 10_000  # cases looked through for what no index knows
FREQUENT = 5_000  # cases with some words; where there are more, one in 200 of a million has them
LAST_CHARACTER = "\uffff"


@dataclass(frozen=True)
class CaseList:
    """Every condition is optional. ``unit`` is the code of the lead unit.

    ``q``: the beginning of a number, or words that must all stand in title or text. A word of one character is looked
    for in the newest cases only, since no index knows it.
    """

    kind: str | None = None
    state: str | None = None
    unit: str | None = None
    overdue: bool | None = None
    q: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [case…], "next": cursor or None}``."""
        query, order = _readable(reading)
        query = self._narrowed(query, reading)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.registered_at, row.number))
        return {"items": _lines(reading, list(shown)), "next": following}

    def _narrowed(self, query: Select[Any], reading: Reading) -> Select[Any]:
        for column, value in ((cases.c.kind, self.kind), (cases.c.state, self.state)):
            query = query if value is None else query.where(column == value)
        if self.unit is not None:
            query = query.where(_is_led_by(reading, self.unit))
        if self.overdue is not None:
            late = _is_overdue(reading)
            query = query.where(late if self.overdue else ~late)
        words = (self.q or "").split()
        return query.where(_says(reading, words)) if words else query


def _says(reading: Reading, words: list[str]) -> ColumnElement[bool]:
    """The number begins so, or every word stands in title or text."""
    said = [
        or_(cases.c.title.contains(one, autoescape=True), cases.c.text.contains(one, autoescape=True)) for one in words
    ]
    indexed = reading.case_texts.holding(words)
    if indexed is None:
        indexed = select(cases.c.number).order_by(cases.c.registered_at.desc(), cases.c.number.desc()).limit(NEWEST)
    elif reading.case_texts.finds_more(indexed, FREQUENT):
        indexed = None  # going through the newest fills a page long before all of these were fetched and put in order
    found = and_(*said) if indexed is None else and_(cases.c.number.in_(indexed), *said)
    beginning = words[0].upper()
    if len(words) > 1 or not beginning.isascii():
        return found
    begins_so = and_(cases.c.number >= beginning, cases.c.number < beginning + LAST_CHARACTER)
    if indexed is None:
        return or_(begins_so, found)
    return or_(cases.c.number.in_(select(cases.c.number).where(begins_so)), found)


def _is_led_by(reading: Reading, unit: str) -> ColumnElement[bool]:
    """For a unit's own people both sides are read from their indexes alone: the cases themselves stand far apart."""
    if sees_all(reading.by):
        return cases.c.lead_unit == unit
    return involvements.c.case_number.in_(select(cases.c.number).where(cases.c.lead_unit == unit))


def _readable(reading: Reading) -> tuple[Select[Any], tuple[Any, Any]]:
    """What the actor may read, and the columns that order it: a unit's cases have an index of their own."""
    query = select(*(cases.c[name] for name in _COLUMNS))
    if sees_all(reading.by):
        return query, (cases.c.registered_at, cases.c.number)
    unit = unit_of(reading.by)
    if unit is None:
        return query.where(false()), (cases.c.registered_at, cases.c.number)
    query = query.join(involvements, involvements.c.case_number == cases.c.number).where(involvements.c.unit == unit)
    return query, (involvements.c.registered_at, involvements.c.case_number)


def _is_overdue(reading: Reading) -> ColumnElement[bool]:
    late = select(deadlines.c.about).where(
        deadlines.c.state == "running", deadlines.c.name.in_((HANDLE, CITIZEN)), deadlines.c.due_at < reading.now
    )
    return cases.c.number.in_(late) & cases.c.state.not_in([state.value for state in ENDED])


def _lines(reading: Reading, rows: list[Any]) -> list[dict[str, Any]]:
    due = next_deadlines(reading, [row.number for row in rows])
    names = reading.unit_names({row.owner_unit for row in rows if row.owner_unit})
    return [
        {
            **row._mapping,
            "registered_at": row.registered_at.isoformat(),
            **called("owner_unit", row.owner_unit, names),
            "deadline": due.get(row.number, {}).get("name"),
            "due": due.get(row.number, {}).get("due"),
        }
        for row in rows
    ]
