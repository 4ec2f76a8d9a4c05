"""What is counted of cases, by the unit that led them: the one query behind the figures and behind their lists.

A case is counted on a base: ``closed`` in the period, ``timed`` as it was closed, or ``due`` in the period, when the
citizen's limit ended there.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, literal, or_, select, tuple_
from sqlalchemy.engine import Connection

from engine.casework.case import ENDED, State
from engine.casework.deadline import CITIZEN, HANDLE
from engine.casework.exclusion import EXCLUDE
from engine.casework.joint_handling import RELEASED
from engine.persistence.cases import cases
from engine.persistence.clusters import recurrences
from engine.persistence.deadlines import deadlines
from engine.persistence.disputes import disputes, returns
from engine.persistence.exclusions import exclusions
from engine.persistence.joint_handlings import joint_branches, joint_cases
from engine.persistence.notices import notices
from engine.persistence.replies import MARKS, ratings

LIMITS = (CITIZEN, HANDLE)  # a case is late when either was missed
LEFT = sorted({*ENDED, State.MERGED} - {State.CLOSED})  # what ended otherwise is not due to be closed
_NAMED = ("unit", "excluded", "number", "title", "at")


def counted(connection: Connection, begin: datetime, end: datetime, satisfied_from: int | None) -> list[dict[str, Any]]:
    """Cases of every base from ``begin`` to before ``end``, summed by (unit, excluded): a row for each and base.

    Args:
        satisfied_from: the mark from which, in all three questions, a citizen is satisfied; None when no table says so.
    """
    rows = []
    for base in _bases(begin, end, satisfied_from):
        each = base.subquery()
        sums = [func.sum(cast(column, Integer)).label(name) for name, column in each.c.items() if name not in _NAMED]
        query = select(each.c.unit, each.c.excluded, *sums).group_by(each.c.unit, each.c.excluded)
        rows += [
            {name: value if name in _NAMED else int(value or 0) for name, value in row.items()}
            for row in connection.execute(query).mappings()
        ]
    return rows


def behind(
    connection: Connection,
    begin: datetime,
    end: datetime,
    satisfied_from: int | None,
    *,
    counts: Iterable[str],
    without: str | None,
    unit: str | None,
    adjusted: bool,
    before: tuple[object, ...] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """The cases that stand in every one of ``counts``, and not in ``without``, the newest first.

    ``adjusted``: without the excluded ones. ``before``: (at, number) of the last one seen.
    """
    wanted = list(counts)
    bases = _bases(begin, end, satisfied_from)
    each = next(base for base in bases if all(name in base.selected_columns for name in wanted)).subquery()
    query = select(*(each.c[name] for name in _NAMED)).where(*(each.c[name] > 0 for name in wanted))
    query = query if without is None else query.where(each.c[without] == 0)
    query = query if unit is None else query.where(each.c.unit == unit)
    query = query.where(~each.c.excluded) if adjusted else query
    query = query if before is None else query.where(tuple_(each.c.at, each.c.number) < tuple_(*before))
    query = query.order_by(each.c.at.desc(), each.c.number.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def _closed(begin: datetime, end: datetime, satisfied_from: int | None) -> Select[Any]:
    number = cases.c.number
    dispatches = _many(deadlines.c.about == number, deadlines.c.name == "sign")
    took_part = and_(joint_cases.c.case == number, joint_cases.c.left_at.is_(None))  # till the one reply
    joint = _there(joint_cases.c.joint, took_part)
    held_up = _there(
        joint_branches.c.joint,
        joint_branches.c.joint == joint_cases.c.joint,
        took_part,
        joint_branches.c.state != RELEASED,
        or_(joint_branches.c.reported_at.is_(None), joint_branches.c.reported_at > joint_branches.c.due_at),
    )
    is_satisfied = and_(*(mark >= satisfied_from for mark in MARKS)) if satisfied_from is not None else None
    last = select(func.max(ratings.c.reply_number)).where(ratings.c.case == number).correlate(cases).scalar_subquery()
    return (
        select(
            *_whose(cases.c.closed_at),
            _one("closed"),
            _whether(_told("accepted", "replied"), "told_accepted"),  # answered at once, the reply says both
            _whether(_told("replied"), "told_result"),
            _whether(cases.c.redos > 0, "reworked"),
            _whether(_there(recurrences.c.case, recurrences.c.earlier == number), "came_back"),
            _whether(ratings.c.id.is_not(None), "rated"),
            _whether(ratings.c.solved.is_(True), "solved"),
            _whether(is_satisfied, "satisfied"),
            func.coalesce(dispatches, 0).label("dispatches"),
            _whether(dispatches > 0, "dispatched"),
            _whether(dispatches == 1, "kept_by_first"),
            func.coalesce(_many(returns.c.case == number), 0).label("returns"),
            _whether(_there(disputes.c.number, disputes.c.case == number), "disputed"),
            _whether(joint, "joint"),
            _whether(and_(joint, ~held_up), "joint_on_time"),
        )
        .select_from(cases.outerjoin(ratings, and_(ratings.c.case == number, ratings.c.reply_number == last)))
        .where(cases.c.state == State.CLOSED, cases.c.closed_at >= begin, cases.c.closed_at < end)
    )


def _timed(begin: datetime, end: datetime) -> Select[Any]:
    """A closed case counts once: when late, of the unit that had it as the first of its limits passed."""
    missed = (deadlines.c.about == cases.c.number, deadlines.c.name.in_(LIMITS), deadlines.c.kept.is_(False))
    late = _there(deadlines.c.id, *missed)
    had = select(func.coalesce(deadlines.c.missed_by, cases.c.lead_unit)).where(*missed).correlate(cases)
    had = had.order_by(deadlines.c.last_due_at, deadlines.c.id).limit(1)
    _lead, *others = _whose(cases.c.closed_at)
    whose = case((late, func.nullif(had.scalar_subquery(), "")), else_=cases.c.lead_unit)
    return select(whose.label("unit"), *others, _one("timed"), _whether(~late, "on_time")).where(
        cases.c.state == State.CLOSED, cases.c.closed_at >= begin, cases.c.closed_at < end
    )


def _bases(begin: datetime, end: datetime, satisfied_from: int | None) -> tuple[Select[Any], ...]:
    return _closed(begin, end, satisfied_from), _timed(begin, end), _due(begin, end)


def _due(begin: datetime, end: datetime) -> Select[Any]:
    """Suspended cases are not due, nor are those that ended in another way."""
    later = deadlines.alias()
    again = _there(
        later.c.id, later.c.about == deadlines.c.about, later.c.name == CITIZEN, later.c.round > deadlines.c.round
    )
    return (
        select(*_whose(deadlines.c.last_due_at), _one("due"), _whether(cases.c.state == State.CLOSED, "archived"))
        .select_from(deadlines.join(cases, cases.c.number == deadlines.c.about))
        .where(deadlines.c.name == CITIZEN, deadlines.c.state != "paused", ~again)
        .where(deadlines.c.last_due_at >= begin, deadlines.c.last_due_at < end, cases.c.state.not_in(LEFT))
    )


def _whose(at: Any) -> list[Any]:
    excluded = _there(
        exclusions.c.id,
        exclusions.c.case == cases.c.number,
        exclusions.c.unit == cases.c.lead_unit,
        func.coalesce(exclusions.c.final, exclusions.c.decision) == EXCLUDE,
    )
    return [cases.c.lead_unit.label("unit"), excluded.label("excluded"), cases.c.number, cases.c.title, at.label("at")]


def _there(column: Any, *conditions: Any) -> Any:
    """Is there a row of the column's table for the case at hand?"""
    return select(column).where(*conditions).exists()


def _many(*conditions: Any) -> Any:
    return select(func.count()).where(*conditions).correlate(cases).scalar_subquery()


def _told(*templates: str) -> Any:
    return _there(
        notices.c.id,
        notices.c.about == cases.c.number,
        notices.c.recipient_kind == "citizen",
        notices.c.template.in_(templates),
    )


def _one(name: str) -> Any:
    return literal(1, Integer).label(name)


def _whether(condition: Any, name: str) -> Any:
    return case((condition, 1), else_=0).label(name) if condition is not None else cast(0, Integer).label(name)
