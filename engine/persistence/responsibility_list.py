"""The responsibility list: its versions, and the rows each of them changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    or_,
    select,
)

from engine.casework.responsibility_list import ListVersion, Row
from engine.errors import Unusable
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.records import Records

list_versions = Table(
    "list_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", Date, nullable=False),
    Column("adopted_at", Moment, nullable=False),
    Column("adopted_by", String(128), nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("reference", String(64)),
)

list_rows = Table(
    "list_rows",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("code", String(32), primary_key=True),
    Column("level1", String(128), nullable=False),
    Column("level2", String(128), nullable=False),
    Column("level3", String(128), nullable=False),
    Column("grade", String(8)),
    Column("limits", Json, nullable=False),
    Column("leads", Json, nullable=False),
    Column("cooperating", Json, nullable=False),
    Column("legal_basis", Text),
    Column("powers", Json, nullable=False),
    Column("fallback", String(64)),
    Column("source", Text),
    Column("demo", Json, nullable=False),
    Column("situation", String(128)),
    Column("effective_from", Date, nullable=False),
    Column("removed", Boolean, nullable=False),
)
Index("ix_list_rows_code", list_rows.c.code, list_rows.c.effective_from, list_rows.c.version)
MOST_WORDS = 10


class Versions(Records[ListVersion]):
    """The editions of the list."""

    table, record = list_versions, ListVersion

    def newest(self) -> int:
        """The number of the last version adopted, whenever it takes effect; 0 when there is none."""
        return int(self._connection.execute(select(func.max(list_versions.c.version))).scalar() or 0)

    def forget(self, version: int) -> None:
        """In a district to rehearse in: as if this version were not adopted."""
        self._connection.execute(delete(list_versions).where(list_versions.c.version == version))


class ResponsibilityList(Records[Row]):
    """Rows by the day they are in force."""

    table, record = list_rows, Row

    def version_on(self, day: date) -> int | None:
        """The newest version that has taken effect on a day; None when there is no list yet."""
        query = select(list_versions.c.version).where(list_versions.c.effective_from <= day)
        newest = query.order_by(list_versions.c.effective_from.desc(), list_versions.c.version.desc()).limit(1)
        return self._connection.execute(newest).scalar()

    def row(self, code: str, day: date) -> Row:
        """The row of a matter in force on a day.

        Raises:
            Unusable: the list has no such matter.
        """
        row = next(iter(self._records(self._connection.execute(in_force(day, code)))), None)
        if row is None:
            raise Unusable(
                f"Expected a matter of the responsibility list, but found {code!r}. Choose one from the list."
            )
        return row

    def rows(self, day: date, words: str | None = None) -> list[Row]:
        """The rows in force on a day in order of code, those that mention every one of the words."""
        query = in_force(day).order_by(list_rows.c.code)
        if words:
            query = query.where(mentions(words))
        return self._records(self._connection.execute(query))

    def coming_after(self, day: date) -> list[Row]:
        """Every row that takes effect on a later day, in that order."""
        query = self._select({}).where(list_rows.c.effective_from > day)
        return self._records(self._connection.execute(query.order_by(list_rows.c.effective_from, list_rows.c.version)))

    def versions_of(self, code: str) -> list[Row]:
        """Every version of a matter, in the order they take effect."""
        query = self._select({"code": code}).order_by(list_rows.c.effective_from, list_rows.c.version)
        return self._records(self._connection.execute(query))

    def asset_owners(self, day: date) -> list[str]:
        """The asset owners that some rule in force tells apart, in order."""
        rules = (rule for row in self.rows(day) for rule in row.leads)
        return sorted({rule["asset_owner"] for rule in rules if rule.get("asset_owner")})

    def forget(self, version: int) -> None:
        """In a district to rehearse in: the rows a version brought are gone."""
        self._connection.execute(delete(list_rows).where(list_rows.c.version == version))


def in_force(day: date, code: str | None = None) -> Select[Any]:
    """The rows in force on a day: of every code the one that took effect last, unless it took the matter away."""
    place = func.row_number().over(
        partition_by=list_rows.c.code, order_by=(list_rows.c.effective_from.desc(), list_rows.c.version.desc())
    )
    dated = select(list_rows.c.code, list_rows.c.version, place.label("place"))
    dated = dated.where(list_rows.c.effective_from <= day)
    if code is not None:
        dated = dated.where(list_rows.c.code == code)
    latest = dated.subquery("latest")
    newest = and_(list_rows.c.code == latest.c.code, list_rows.c.version == latest.c.version, latest.c.place == 1)
    query = select(*(list_rows.c[name] for name in ResponsibilityList.names)).join(latest, newest)
    return query.where(list_rows.c.removed.is_(False))


def mentions(words: str) -> Any:
    """Rows in whose names or code every word stands."""
    columns = (list_rows.c.code, list_rows.c.level1, list_rows.c.level2, list_rows.c.level3, list_rows.c.situation)
    each: Sequence[str] = words.split()[:MOST_WORDS]
    return and_(True, *(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in each))
