"""A table whose columns are the fields of a frozen dataclass: the rows of casework are kept so."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select, Table, and_, insert, select, update
from sqlalchemy.engine import Connection

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
        if records:
            self._connection.execute(insert(self.table), [self._values(one) for one in records])

    def save(self, record: T) -> None:
        """Write every field of a row that exists, found by its primary key."""
        values = self._values(record)
        where = and_(*(self.table.c[key] == values[key] for key in self.keys))
        self._connection.execute(update(self.table).where(where).values(values))

    def find(self, **equals: Any) -> T | None:
        """The one row with these values, or None."""
        row = self._connection.execute(self._select(equals)).first()
        return None if row is None else self._record(row)

    def all(self, *, order: Sequence[str] = (), **equals: Any) -> list[T]:
        """The rows with these values, in order of the columns named (else of the key)."""
        query = self._select(equals).order_by(*(self.table.c[name] for name in order or self.keys))
        return [self._record(row) for row in self._connection.execute(query)]

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
