"""The responsibility list: its versions and their rows."""

from datetime import date

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, func, literal, or_, select

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
)
Index("ix_list_rows_level3", list_rows.c.version, list_rows.c.level3)


class Versions(Records[ListVersion]):
    """The editions of the list."""

    table, record = list_versions, ListVersion


class ResponsibilityList(Records[Row]):
    """Rows of the edition in force on a day."""

    table, record = list_rows, Row

    def version_on(self, day: date) -> int | None:
        """The newest version in force on a day; None when there is no list yet."""
        query = select(func.max(list_versions.c.version)).where(list_versions.c.effective_from <= day)
        return self._connection.execute(query).scalar()

    def row(self, code: str, day: date) -> Row:
        """The row of a matter in force on a day.

        Raises:
            Unusable: the list has no such matter.
        """
        version = self.version_on(day)
        row = self.find(version=version, code=code) if version is not None else None
        if row is None:
            raise Unusable(
                f"Expected a matter of the responsibility list, but found {code!r}. Choose one from the list."
            )
        return row

    def rows(self, day: date, words: str | None = None) -> list[Row]:
        """The rows in force on a day, those that mention the words."""
        query = self._select({"version": self.version_on(day)}).order_by(list_rows.c.code)
        if words:
            like = f"%{words}%"
            columns = (list_rows.c.level1, list_rows.c.level2, list_rows.c.level3, list_rows.c.code)
            query = query.where(or_(*(column.like(like) for column in columns)))
        return self._records(self._connection.execute(query))

    def mentioned_in(self, text: str, day: date) -> Row | None:
        """The matter whose name stands in a text, the longest name first."""
        query = (
            self._select({"version": self.version_on(day)})
            .where(literal(text).like(literal("%") + list_rows.c.level3 + literal("%")))
            .order_by(func.length(list_rows.c.level3).desc(), list_rows.c.code)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else self._record(row)
