"""Units, the names they ever bore, streets and communities."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text, select

from engine.casework.unit import Alias, Community, Unit
from engine.persistence.database import metadata
from engine.persistence.records import Records

units = Table(
    "units",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("function", String(32), nullable=False),
    Column("street", String(64)),
    Column("community", String(64)),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
)

unit_aliases = Table(
    "unit_aliases",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("unit", String(32), nullable=False, index=True),
    Column("since", Date),
    Column("until", Date),
)

places = Table(
    "places",
    metadata,
    Column("street", String(64), primary_key=True),
    Column("community", String(64), primary_key=True),
    Column("street_en", Text, nullable=False),
    Column("community_en", Text, nullable=False),
)


_ALIASES = select(*(unit_aliases.c[name] for name in ("name", "unit", "since", "until")))


class UnitRows(Records[Unit]):
    """Units by code and by any of their names."""

    table, record = units, Unit

    def named(self, name: str, on: date | None = None) -> Unit | None:
        """The unit that bears or bore this name; with ``on``, the one that bore it that day, where days are known."""
        row = self._connection.execute(_ALIASES.where(unit_aliases.c.name == name)).first()
        earlier, present = None if row is None else Alias(*row), self.find(name=name)
        if earlier is None or (present is not None and (on is None or not earlier.held_on(on))):
            return present
        return self.find(code=earlier.unit)

    def called(self, codes: Iterable[str]) -> dict[str, dict[str, str]]:
        """What units are called, by code: {name, name_en}."""
        query = select(units.c.code, units.c.name, units.c.name_en).where(units.c.code.in_(list(codes)))
        return {row[0]: {"name": row[1], "name_en": row[2]} for row in self._connection.execute(query)}


class Aliases(Records[Alias]):
    """Names folded to units."""

    table, record = unit_aliases, Alias


class Places(Records[Community]):
    """Streets and their communities."""

    table, record = places, Community

    def by_street(self) -> dict[str, set[str]]:
        """The communities of every street."""
        found: dict[str, set[str]] = {}
        for one in self.all(order=("street", "community")):
            found.setdefault(one.street, set()).add(one.community)
        return found
