"""The database: one code path for SQLite (embedded, one district) and PostgreSQL (a schema per district).

Tables declare the placeholder schema ``district``; a connection carries the map to the real one, so a forgotten map
fails closed on PostgreSQL instead of reaching another district's rows.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import JSON, DateTime, Dialect, MetaData, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

from engine.errors import NotNow, Unusable

T = TypeVar("T")

DISTRICT = "district"
DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"}
LOST_SQLITE = ("SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_NOTADB", "SQLITE_CORRUPT")
# no answer at all; then disk full, out of memory, too many connections, shutting down, crashed, starting up, dropped
LOST_POSTGRESQL = {None, "53100", "53200", "53300", "57P01", "57P02", "57P03", "57P04"}
PATIENCE = 10.0  # seconds a writer waits for the writers before it

metadata = MetaData(
    schema=DISTRICT,
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A point in time: aware UTC on both sides; SQLite stores it without the zone it does not know."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"Expected a time with a zone, found {value.isoformat()}.")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """Connections to one district's tables.

    ``url`` is an SQLAlchemy URL (``sqlite://`` is a database in memory, for walks and tests); ``schema`` is the
    PostgreSQL schema of the district, without meaning on SQLite.

    Raises:
        Unusable: the URL names no database Suqiu works on.
    """

    def __init__(self, url: str, *, schema: str = DISTRICT, pool_size: int = 16) -> None:
        self.url: URL = _readable(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.in_memory = self.is_sqlite and self.url.database in (None, "", ":memory:")
        self.schema = None if self.is_sqlite else schema
        self._driver = self._engine(pool_size)
        self.engine = self._of_district()
        self._turn = threading.Lock()
        self._writer: Connection | None = None  # of SQLite: it has one writer, so its connection stays open

    @property
    def name(self) -> str:
        """The URL as it may be shown: without its password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def is_missing(self) -> bool:
        """Is it a file that is not there? Reaching for it would make an empty one."""
        return self.is_sqlite and not self.in_memory and not Path(self.url.database or "").exists()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection inside a transaction that may write. The application commits; leaving without is a rollback."""
        with self._my_turn(self.is_sqlite), self._for_writing() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection inside a transaction that only reads one state of the database."""
        if self.in_memory:  # it has one connection, whoever asks
            with self.writing() as connection:
                yield connection
            return
        with self.engine.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def _for_writing(self) -> Iterator[Connection]:
        if not self.is_sqlite:
            with self.engine.connect() as connection:
                yield connection.execution_options(writes=True)
            return
        writer = self._writer = self._writer or self.engine.connect().execution_options(writes=True)
        try:
            yield writer
        except BaseException:
            self._writer = None  # whatever happened to it, the next has a fresh one
            writer.close()
            raise
        writer.rollback()  # nothing, once the application has committed

    @contextmanager
    def _my_turn(self, wanted: bool) -> Iterator[None]:
        """SQLite has one writer (and in memory one connection): waiting here is fair, its busy loop is not."""
        if not wanted:
            yield
            return
        if not self._turn.acquire(timeout=PATIENCE):
            raise NotNow("Expected the database to be free, but others are writing. Try again in a moment.")
        try:
            yield
        finally:
            self._turn.release()

    def check(self) -> None:
        """Refuse with one sentence when the database cannot be reached or written.

        Raises:
            Unusable: with the name of the database and what it said.
        """
        try:
            with self.writing():
                pass
        except SQLAlchemyError as error:
            said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise Unusable(
                f"Expected to reach the database {self.name}, but it said: {said}. "
                "Check SUQIU_DATABASE_URL, or that the folder exists and can be written."
            ) from error

    def bytes_held(self) -> int:
        """How large a database in memory is; of any other, 0."""
        if not self.in_memory:
            return 0
        with self.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())

    def forget(self) -> None:
        """Another content was put in its place: what was read stands no longer, but its statements stay compiled."""
        self._let_go()
        self.engine = self._of_district()

    def close(self) -> None:
        self._let_go()
        self.engine.dispose()

    def _let_go(self) -> None:
        with self._my_turn(self.is_sqlite):
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _of_district(self) -> Engine:
        """Over the driver's engine and never over the one before: each layer is asked at every statement, and a look
        back at 500 cases had laid a thousand."""
        return self._driver.execution_options(schema_translate_map={DISTRICT: self.schema})

    def _engine(self, pool_size: int) -> Engine:
        shared: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": orjson.loads}
        shared["hide_parameters"] = True  # an error's text reaches logs and incidents; what a citizen wrote must not
        if not self.is_sqlite:
            engine = create_engine(
                self.url, pool_size=pool_size, max_overflow=64, pool_timeout=5, connect_args=_POSTGRESQL, **shared
            )
            return engine
        lite = {"check_same_thread": False, "cached_statements": 512, "timeout": 5}
        if self.in_memory:
            engine = create_engine(self.url, poolclass=StaticPool, connect_args=lite, **shared)
        else:
            engine = create_engine(
                self.url, pool_size=pool_size, max_overflow=64, pool_timeout=5, connect_args=lite, **shared
            )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine


def _readable(url: str) -> URL:
    """The URL, of a kind we know. What was given is not repeated: it may hold a password."""
    try:
        parsed = make_url(url)
        found = parsed.drivername
    except (ArgumentError, ValueError):
        parsed, found = None, "something else"
    if parsed is None or found not in DRIVERS:
        raise Unusable(
            "Expected SUQIU_DATABASE_URL as sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, "
            f"but found {found}. Mend it, or leave it out for SQLite under the var folder."
        )
    return parsed


Fault = DBAPIError  # what the database says no with, for those who may not know SQLAlchemy


def is_transient(error: DBAPIError) -> bool:
    """Would the same transaction have a fair chance again? Serialization, deadlock, lock, lost connection."""
    if error.connection_invalidated:
        return True
    if getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "55P03"}:
        return True
    return isinstance(error, OperationalError) and "is locked" in str(error.orig)


def is_out_of_reach(error: DBAPIError) -> bool:
    """Is the database itself not there or not writable (gone, full, read-only), rather than the statement wrong?"""
    if error.connection_invalidated:
        return True
    sqlite_code = getattr(error.orig, "sqlite_errorname", None)
    if sqlite_code is not None:
        return str(sqlite_code).startswith(LOST_SQLITE)
    return isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) in LOST_POSTGRESQL


def run_by_driver(connection: Connection, text: str, run: Callable[[Any], T]) -> T:
    """What ``run`` makes of the driver's own cursor in the connection's transaction.

    It is one cursor per connection, so ``run`` reads all it wants. What the driver raises is raised as by SQLAlchemy.
    """
    raw = connection.connection
    cursor = raw.info.get("cursor")
    if cursor is None:
        cursor = raw.info["cursor"] = raw.cursor()
    try:
        return run(cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        dialect = connection.dialect
        is_lost = dialect.is_disconnect(error, raw, cursor)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            text, None, error, dialect.loaded_dbapi.Error, connection_invalidated=is_lost, dialect=dialect
        ) from error


_POSTGRESQL = {
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,
    "options": "-c statement_timeout=10000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=30000"
    " -c timezone=UTC",
}


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver's own would start every unit as a reader
    cursor = connection.cursor()
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # a read snapshot cannot be upgraded: a unit that may write takes the write lock at once, and busy_timeout helps it
    writes = connection.get_execution_options().get("writes", False)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    run_by_driver(connection, begin, lambda cursor: cursor.execute(begin))
