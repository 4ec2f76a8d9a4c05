"""A table whose columns are the fields of a frozen dataclass: the rows of casework are kept so.

Each shape of statement is made and compiled once: an act reads and writes dozens of these rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select, Table, and_, bindparam, insert, select, update
from sqlalchemy.engine import Connection

from engine.persistence.prepared import Prepared

T = TypeVar("T")


class Records(Generic[T]):
    """Add, save, find. A subclass names its table and its dataclass; what is special to an aggregate it adds itself."""

    table: ClassVar[Table]
    record: ClassVar[type[Any]]
    names: ClassVar[tuple[str, ...]]
    keys: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        cls.names = tuple(field.name for field in fields(cls.record))
        cls.keys = tuple(column.name for column in cls.table.primary_key.columns)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *records: T) -> None:
        """Insert new rows."""
        _adding(self.table, self.names).run_each(self._connection, [self._values(one) for one in records])

    def save(self, record: T) -> None:
        """Write every field of a row that exists, found by its primary key."""
        values = self._values(record)
        which = {f"the_{key}": values[key] for key in self.keys}
        _saving(self.table, self.names, self.keys).run(self._connection, {**values, **which})

    def find(self, **equals: Any) -> T | None:
        """The one row with these values, or None."""
        row = _finding(self.table, self.names, _shape(equals), (), 1).first(self._connection, equals)
        return None if row is None else self._record(row)

    def all(self, *, order: Sequence[str] = (), **equals: Any) -> list[T]:
        """The rows with these values, in order of the columns named (else of the key)."""
        query = _finding(self.table, self.names, _shape(equals), tuple(order) or self.keys, None)
        return self._records(query.all(self._connection, equals))

    def _select(self, equals: dict[str, Any]) -> Select[Any]:
        query = select(*(self.table.c[name] for name in self.names))
        return query.where(*(self.table.c[name] == value for name, value in equals.items()))

    def _records(self, rows: Iterable[Any]) -> list[T]:
        return [self._record(row) for row in rows]

    def _record(self, row: Any) -> T:
        made: T = self.record(*row)
        return made

    def _values(self, record: T) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.names}


def _shape(equals: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    """The columns looked at, and whether each must be empty."""
    return tuple((name, value is None) for name, value in equals.items())


@cache
def _finding(
    table: Table, names: tuple[str, ...], shape: tuple[tuple[str, bool], ...], order: tuple[str, ...], most: int | None
) -> Prepared:
    query = select(*(table.c[name] for name in names))
    for name, is_empty in shape:
        query = query.where(table.c[name].is_(None) if is_empty else table.c[name] == bindparam(name))
    return Prepared(query.order_by(*(table.c[name] for name in order)).limit(most))


@cache
def _adding(table: Table, names: tuple[str, ...]) -> Prepared:
    return Prepared(insert(table), names)


@cache
def _saving(table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> Prepared:
    where = and_(*(table.c[key] == bindparam(f"the_{key}") for key in keys))
    return Prepared(update(table).where(where).values({name: bindparam(name) for name in names}))
