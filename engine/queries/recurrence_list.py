"""What came back after it was closed, the newest first, and how often each matter did."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, tuple_

from engine.persistence.cases import cases
from engine.persistence.clusters import recurrences
from engine.persistence.unit_of_work import Reading
from engine.queries.clusters import refuse_outsiders
from engine.queries.cursor import moment, page, unpack


@dataclass(frozen=True)
class RecurrenceList:
    """``days``: how far back matters are counted."""

    days: int = 90
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [recurrence…], "counts": [{matter, level3, many}], "next"}``.

        Raises:
            NotAllowed: outside the offices.
        """
        refuse_outsiders(reading)
        order = recurrences.c.found_at, recurrences.c.case
        query = select(recurrences, cases.c.title, cases.c.level3, cases.c.lead_unit)
        query = query.join(cases, cases.c.number == recurrences.c.case)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.found_at, row.case))
        return {"items": [_line(row) for row in shown], "counts": self._counts(reading), "next": following}

    def _counts(self, reading: Reading) -> list[dict[str, Any]]:
        since = reading.now - timedelta(days=self.days)
        many = func.count().label("many")
        query = select(recurrences.c.matter, cases.c.level3, many).join(cases, cases.c.number == recurrences.c.case)
        query = query.where(recurrences.c.found_at >= since).group_by(recurrences.c.matter, cases.c.level3)
        found = reading.connection.execute(query.order_by(many.desc(), recurrences.c.matter).limit(20))
        return [dict(row) for row in found.mappings()]


def _line(row: Any) -> dict[str, Any]:
    return {
        "case": row.case,
        "title": row.title,
        "earlier": row.earlier,
        "matter": row.matter,
        "level3": row.level3,
        "street": row.street,
        "community": row.community,
        "days": row.days,
        "nth": row.nth,
        "after_joint": row.after_joint,
        "unit": row.lead_unit,
        "found_at": row.found_at.isoformat(),
        "escalated_at": row.escalated_at.isoformat() if row.escalated_at else None,
    }
