"""What is counted of closed cases, by the unit that led them: the one query behind the figures."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, case, cast, func, select
from sqlalchemy.engine import Connection

from engine.casework.exclusion import EXCLUDE
from engine.persistence.cases import cases
from engine.persistence.deadlines import deadlines
from engine.persistence.disputes import disputes, returns
from engine.persistence.exclusions import exclusions
from engine.persistence.replies import ratings

LIMITS = ("citizen", "handle")  # a case is late when either was missed


def counted(connection: Connection, begin: datetime, end: datetime, satisfied_from: int | None) -> list[dict[str, Any]]:
    """Cases closed from ``begin`` to before ``end``, summed by (unit, excluded).

    Args:
        satisfied_from: the mark from which, in all three questions, a citizen is satisfied; None when no table says so.
    """
    each = _each_case(begin, end, satisfied_from).subquery()
    sums = [func.sum(cast(column, Integer)).label(name) for name, column in each.c.items() if name not in _BY]
    query = select(each.c.unit, each.c.excluded, func.count().label("closed"), *sums)
    rows = connection.execute(query.group_by(each.c.unit, each.c.excluded)).mappings()
    return [{name: value if name in _BY else int(value or 0) for name, value in row.items()} for row in rows]


_BY = ("unit", "excluded")


def _each_case(begin: datetime, end: datetime, satisfied_from: int | None) -> Any:
    number = cases.c.number
    late = select(deadlines.c.id).where(
        deadlines.c.about == number, deadlines.c.name.in_(LIMITS), deadlines.c.kept.is_(False)
    )
    sign_clocks = select(func.count()).where(deadlines.c.about == number, deadlines.c.name == "sign")
    returned = select(func.count()).where(returns.c.case == number)
    disputed = select(disputes.c.number).where(disputes.c.case == number)
    excluded = select(exclusions.c.id).where(
        exclusions.c.case == number,
        exclusions.c.unit == cases.c.lead_unit,
        func.coalesce(exclusions.c.final, exclusions.c.decision) == EXCLUDE,
    )
    dispatches = sign_clocks.correlate(cases).scalar_subquery()
    last = select(func.max(ratings.c.reply_number)).where(ratings.c.case == number).correlate(cases).scalar_subquery()
    rated = and_(ratings.c.case == number, ratings.c.reply_number == last)
    marks = (ratings.c.speed, ratings.c.effect, ratings.c.attitude)
    is_satisfied = and_(*(mark >= satisfied_from for mark in marks)) if satisfied_from is not None else None
    return (
        select(
            cases.c.lead_unit.label("unit"),
            excluded.correlate(cases).exists().label("excluded"),
            _whether(~late.correlate(cases).exists(), "on_time"),
            _whether(cases.c.redos > 0, "reworked"),
            _whether(ratings.c.id.is_not(None), "rated"),
            _whether(ratings.c.solved.is_(True), "solved"),
            _whether(is_satisfied, "satisfied"),
            func.coalesce(dispatches, 0).label("dispatches"),
            _whether(dispatches > 0, "dispatched"),
            _whether(dispatches == 1, "kept_by_first"),
            func.coalesce(returned.correlate(cases).scalar_subquery(), 0).label("returns"),
            _whether(disputed.correlate(cases).exists(), "disputed"),
        )
        .select_from(cases.outerjoin(ratings, rated))
        .where(cases.c.state == "closed", cases.c.closed_at >= begin, cases.c.closed_at < end)
    )


def _whether(condition: Any, name: str) -> Any:
    return case((condition, 1), else_=0).label(name) if condition is not None else cast(0, Integer).label(name)
