"""Statements of the hot path: written in Core, compiled once per database and schema, then given to the driver as SQL.

SQLAlchemy finds and renders a cached statement anew at every execution; for the few statements every step needs, that
is most of their cost.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Connection
from sqlalchemy.sql.dml import UpdateBase

from engine.persistence.database import DISTRICT, run_by_driver


class Prepared:
    """``keys``: the columns an insert is given by name; other statements name their values with ``bindparam``."""

    def __init__(self, statement: Select[Any] | UpdateBase, keys: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._keys = list(keys) if keys is not None else None
        self._compiled: dict[tuple[str, str | None], _Compiled] = {}

    def run(self, connection: Connection, given: Mapping[str, Any]) -> int:
        """Execute once. Returns how many rows it touched."""
        compiled = self._for(connection)
        values = compiled.bound(given)

        def once(cursor: Any) -> int:
            cursor.execute(compiled.text, values)
            return int(cursor.rowcount)

        return run_by_driver(connection, compiled.text, once)

    def run_each(self, connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
        """Execute for each of ``given``; not at all when there is none."""
        if len(given) == 1:
            self.run(connection, given[0])
        elif given:
            compiled = self._for(connection)
            values = [compiled.bound(one) for one in given]
            run_by_driver(connection, compiled.text, lambda cursor: cursor.executemany(compiled.text, values))

    def first(self, connection: Connection, given: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of a query, or None. The query gives few: all are fetched, so that none waits in the cursor."""
        rows = self.all(connection, given)
        return rows[0] if rows else None

    def all(self, connection: Connection, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        compiled = self._for(connection)
        values = compiled.bound(given)

        def fetched(cursor: Any) -> list[Any]:
            cursor.execute(compiled.text, values)
            compiled.learn(cursor.description)
            rows: list[Any] = cursor.fetchall()
            return rows

        return [compiled.read(row) for row in run_by_driver(connection, compiled.text, fetched)]

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
        self._names = list(compiled.positiontup if compiled.positional else compiled.binds)
        self._in_order = compiled.positional
        binds = [compiled.binds[name] for name in self._names]
        self._keys = [bind.key for bind in binds]
        self._constants = {bind.key: bind.effective_value for bind in binds if not bind.required}
        processors = [bind.type.dialect_impl(dialect).bind_processor(dialect) for bind in binds]
        self._binds = [(place, convert) for place, convert in enumerate(processors) if convert is not None]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._reads: list[tuple[int, Any]] | None = None

    def bound(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver wants them: in order, or by name."""
        if self._constants:
            given = {**given, **self._constants}
        values = [given[key] for key in self._keys]
        for place, convert in self._binds:
            values[place] = convert(values[place])
        return values if self._in_order else dict(zip(self._names, values, strict=True))

    def learn(self, description: Sequence[Sequence[Any]]) -> None:
        """How rows are read: PostgreSQL's numbers need to know the type the driver names at the first answer."""
        if self._reads is None:
            kinds = zip(self._types, description, strict=True)
            converts = [kind.result_processor(self._dialect, named[1]) for kind, named in kinds]
            self._reads = [(place, convert) for place, convert in enumerate(converts) if convert is not None]

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row as Python values."""
        read = list(row)
        for place, convert in self._reads or ():
            read[place] = convert(read[place])
        return tuple(read)
