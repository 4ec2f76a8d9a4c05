"""What was ruled before, for whoever has to decide the like again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from engine.errors import NotAllowed
from engine.operations.candidates import near_precedents
from engine.operations.likely_matters import likely_matters, proposed_row
from engine.persistence.disputes import precedents
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called


@dataclass(frozen=True)
class Precedents:
    """The newest first; ``matter``: only those about a row of the list.

    ``case``: instead, those near this case, the nearest first, each with its distance and in what it differs.
    """

    matter: str | None = None
    case: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [precedent…], "next": cursor or None}``; ``distance`` and ``differs`` are null without a case.

        Raises: NotAllowed for citizens. NotFound: no such case, or not the actor's to see.
        """
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; rulings between units are not public.")
        if self.case is not None:
            return {"items": _near(reading, self.case)[: self.limit], "next": None}
        order = precedents.c.ruled_at, precedents.c.id
        query = select(precedents)
        if self.matter:
            query = query.where(precedents.c.matter == self.matter)
        if self.cursor is not None:
            query = query.where(tuple_(*order) < tuple_(*unpack(self.cursor, moment, str)))
        query = query.order_by(*(column.desc() for column in order)).limit(self.limit + 1)
        rows = reading.connection.execute(query).all()
        shown, following = page(rows, self.limit, lambda row: (row.ruled_at, row.id))
        names = reading.unit_names({row.lead_unit for row in shown})
        return {"items": [_line(row, names) for row in shown], "next": following}


def _near(reading: Reading, number: str) -> list[dict[str, Any]]:
    """Those a dispatcher or coordinator is shown for the case, by the row that is proposed first."""
    refuse_unless_readable(reading, number)
    case = reading.cases.get(number)
    found = near_precedents(reading, case, proposed_row(likely_matters(reading, case)))
    names = reading.unit_names({one.precedent.lead_unit for one in found})
    return [
        {**_line(one.precedent, names), "distance": one.distance.total, "differs": list(one.distance.differs)}
        for one in found
    ]


def _line(row: Any, names: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "case": row.case,
        "dispute": row.dispute,
        "matter": row.matter,
        "street": row.street,
        "community": row.community,
        **called("lead_unit", row.lead_unit, names),
        "cooperating_units": row.cooperating_units,
        "reason": row.reason,
        "ruled_at": row.ruled_at.isoformat(),
        "distance": None,
        "differs": None,
    }
