"""What was ruled before, for whoever has to decide the like again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from engine.errors import NotAllowed
from engine.persistence.disputes import precedents
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import called


@dataclass(frozen=True)
class Precedents:
    """The newest first; ``matter``: only those about a row of the list."""

    matter: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [precedent…], "next": cursor or None}``. Raises: NotAllowed for citizens."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; rulings between units are not public.")
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
    }
