"""Who works here."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from engine.errors import NotAllowed
from engine.persistence.accounts import accounts
from engine.persistence.unit_of_work import Reading
from engine.persistence.units import units
from engine.queries.cursor import page, unpack


@dataclass(frozen=True)
class Staff:
    """Every account, or those of one unit."""

    unit: str | None = None

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{username, name, roles, unit, active}]``. Raises: NotAllowed for citizens."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; who works here is not public.")
        return [
            {"username": one.username, "name": one.name, "roles": one.roles, "unit": one.unit, "active": one.active}
            for one in reading.accounts.all(unit=self.unit)
        ]


@dataclass(frozen=True)
class StaffFound:
    """Accounts, a page at a time. ``q``: part of a user name, a name, or the code or name of a unit."""

    q: str = ""
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [{username, name, roles, unit, active}…], "next": cursor or None}``, by user name.

        Raises: NotAllowed for everyone but administrators.
        """
        if not reading.by.has("admin"):
            raise NotAllowed("Expected an administrator; only they keep the accounts.")
        shown = [accounts.c[name] for name in ("username", "name", "roles", "unit", "active")]
        query = select(*shown).outerjoin(units, units.c.code == accounts.c.unit)
        columns = (accounts.c.username, accounts.c.name, units.c.code, units.c.name, units.c.name_en)
        if self.q:
            query = query.where(or_(*(column.icontains(self.q, autoescape=True) for column in columns)))
        if self.cursor is not None:
            query = query.where(accounts.c.username > unpack(self.cursor, str)[0])
        rows = reading.connection.execute(query.order_by(accounts.c.username).limit(self.limit + 1)).all()
        found, following = page(rows, self.limit, lambda row: (row.username,))
        return {"items": [dict(row._mapping) for row in found], "next": following}
