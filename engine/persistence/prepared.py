"""Statements of the hot path: written in Core, compiled once per database and schema, then given to the driver as SQL.

SQLAlchemy finds and renders a cached statement anew at every execution; for the few statements every step needs, that
is most of their cost.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Connection
from sqlalchemy.sql.dml import UpdateBase

from engine.persistence.database import DISTRICT, driver_cursor

Convert = Callable[[Any], Any] | None


class Prepared:
    """``keys``: the columns an insert is given by name; other statements name their values with ``bindparam``."""

    def __init__(self, statement: Select[Any] | UpdateBase, keys: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._keys = list(keys) if keys is not None else None
        self._compiled: dict[tuple[str, str | None], _Compiled] = {}

    def run(self, connection: Connection, given: Mapping[str, Any]) -> int:
        """Execute once. Returns how many rows it touched."""
        compiled = self._for(connection)
        with driver_cursor(connection, compiled.text) as cursor:
            cursor.execute(compiled.text, compiled.bound(given))
            return int(cursor.rowcount)

    def run_each(self, connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
        """Execute for each of ``given``; not at all when there is none."""
        if given:
            compiled = self._for(connection)
            with driver_cursor(connection, compiled.text) as cursor:
                cursor.executemany(compiled.text, [compiled.bound(one) for one in given])

    def first(self, connection: Connection, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        compiled = self._for(connection)
        with driver_cursor(connection, compiled.text) as cursor:
            cursor.execute(compiled.text, compiled.bound(given))
            row = cursor.fetchone()
        return None if row is None else compiled.read(row)

    def all(self, connection: Connection, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        compiled = self._for(connection)
        with driver_cursor(connection, compiled.text) as cursor:
            cursor.execute(compiled.text, compiled.bound(given))
            return [compiled.read(row) for row in cursor.fetchall()]

    def _for(self, connection: Connection) -> "_Compiled":
        schema = connection.get_execution_options()["schema_translate_map"][DISTRICT]
        place = (connection.dialect.name, schema)
        found = self._compiled.get(place)
        if found is None:
            found = self._compiled[place] = _Compiled(self._statement, self._keys, connection, schema)
        return found


class _Compiled:
    """The text, and how values go in and out of it."""

    def __init__(
        self, statement: Select[Any] | UpdateBase, keys: list[str] | None, connection: Connection, schema: str | None
    ) -> None:
        dialect = connection.dialect
        compiled: Any = statement.compile(
            dialect=dialect,
            column_keys=keys,
            schema_translate_map={DISTRICT: schema},
            render_schema_translate=True,
        )
        self.text: str = compiled.string
        self._in_order = compiled.positional
        self._binds: list[tuple[str, str | None, Any, Convert]] = []  # a constant has no key
        for name in compiled.positiontup if self._in_order else compiled.binds:
            bind = compiled.binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            self._binds.append((name, bind.key if bind.required else None, bind.effective_value, convert))
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._reads = [(place, convert) for place, convert in enumerate(converts) if convert is not None]

    def bound(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver wants them: in order, or by name."""
        values = []
        for _, key, constant, convert in self._binds:
            value = constant if key is None else given[key]
            values.append(value if convert is None else convert(value))
        return tuple(values) if self._in_order else dict(zip((bind[0] for bind in self._binds), values, strict=True))

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row as Python values."""
        read = list(row)
        for place, convert in self._reads:
            read[place] = convert(read[place])
        return tuple(read)
