"""The responsibility list as it is in force on a day, for reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select

from engine.casework.responsibility_list import Row
from engine.casework.unit import ANYWHERE
from engine.errors import NotAllowed
from engine.persistence.responsibility_list import in_force, list_rows, mentions
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import page, unpack


@dataclass(frozen=True)
class ResponsibilityRows:
    """``q``: words of a matter's names or its code; ``level1``: one class; ``unit``: a unit that has a part in it.

    ``on``: the day (district time); None: today.
    """

    q: str | None = None
    level1: str | None = None
    unit: str | None = None
    on: date | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"version", "items": [row…], "next"}`` in order of code; ``demo`` names what no public source gives.

        ``version`` is the newest that had taken effect by that day; each row has its own.

        Raises:
            NotAllowed: for citizens.
        """
        expect_staff(reading)
        day = self.on or reading.today
        query = in_force(day)
        if self.q:
            query = query.where(mentions(self.q))
        if self.level1:
            query = query.where(list_rows.c.level1 == self.level1)
        if self.unit:
            query = query.where(_has_a_part(reading, self.unit))
        if self.cursor is not None:
            query = query.where(list_rows.c.code > unpack(self.cursor, str)[0])
        query = query.order_by(list_rows.c.code).limit(self.limit + 1)
        rows = [Row(*row) for row in reading.connection.execute(query)]
        shown, following = page(rows, self.limit, lambda row: (row.code,))
        version = reading.responsibility_list.version_on(day)
        return {"version": version, "items": told(reading, shown), "next": following}


@dataclass(frozen=True)
class ListClasses:
    """The first level of the list in force, each with how many matters it has."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{level1, matters}]`` in order of code. Raises: NotAllowed for citizens."""
        expect_staff(reading)
        listed = in_force(reading.today).subquery()
        query = select(listed.c.level1, func.count().label("matters")).group_by(listed.c.level1)
        rows = reading.connection.execute(query.order_by(func.min(listed.c.code)))
        return [{"level1": row.level1, "matters": row.matters} for row in rows]


def expect_staff(reading: Reading) -> None:
    """Raises NotAllowed for citizens: the list names units to each other, the citizen sees who has the case."""
    if reading.by.kind == "citizen":
        raise NotAllowed("Expected a member of staff.")


def told(reading: Reading, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as pages and the API show them, with the names of the units each mentions."""
    mentioned = [_mentioned(row) for row in rows]
    names = reading.unit_names({code for codes in mentioned for code in codes})
    return [
        {
            **{name: getattr(row, name) for name in Row.__slots__},
            "effective_from": row.effective_from.isoformat(),
            "units": {code: names[code]["name"] if code in names else code for code in codes},
            "units_en": {code: names[code]["name_en"] for code in codes if code in names},
        }
        for row, codes in zip(rows, mentioned, strict=True)
    ]


def _mentioned(row: Row) -> list[str]:
    """The codes of the units a row names, each once; a function is nobody's code."""
    targets = [*(rule["to"] for rule in row.leads), *row.cooperating, row.fallback]
    return list(dict.fromkeys(target for target in targets if target and not target.startswith(ANYWHERE)))


def _has_a_part(reading: Reading, code: str) -> ColumnElement[bool]:
    unit = reading.units.find(code)
    targets = [code, *([f"{ANYWHERE}{unit.function}"] if unit else [])]
    texts = [cast(list_rows.c[name], String) for name in ("leads", "cooperating")]
    inside = [text.contains(f'"{target}"', autoescape=True) for text in texts for target in targets]
    return or_(*inside, list_rows.c.fallback.in_(targets))
