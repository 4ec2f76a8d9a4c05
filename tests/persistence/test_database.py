"""One code path for two databases: transactions, locks, schemas, and one clear sentence when there is none."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engine.actor import SYSTEM
from engine.errors import Unusable
from engine.persistence.accounts import Account
from engine.persistence.database import Database
from engine.persistence.database_clock import DatabaseClock
from engine.persistence.journal import Journal, journal
from engine.persistence.journal_chain import keyring
from engine.persistence.sole_process import SoleProcess
from engine.persistence.tables import metadata
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings
from tests.conftest import MONDAY

KEYS = keyring([b"k" * 32])


def as_said(details: Any, _key: str) -> Any:
    """Nothing is left out: no key of these entries is about a request."""
    return details


def test_a_database_given_other_content_again_and_again_works_as_the_first_time() -> None:
    """What is asked at every statement does not grow with how often it was given away."""
    database = Database("sqlite://")
    once = database.engine.get_execution_options()
    try:
        for _ in range(2000):
            database.forget()
        with database.writing() as connection:
            assert connection.execute(text("select 1")).scalar_one() == 1
        assert database.engine.get_execution_options() == once
    finally:
        database.close()


def test_what_is_not_committed_is_not_there(database: Database) -> None:
    with database.writing() as connection:
        Journal(connection, MONDAY, SYSTEM, KEYS, as_said).note("x", key="K")
    with database.reading() as connection:
        assert connection.execute(select(journal)).all() == []


def test_a_moment_comes_back_in_utc_and_one_without_zone_is_refused(database: Database) -> None:
    beijing = datetime.fromisoformat("2026-03-02T17:00:00.123456+08:00")
    with database.writing() as connection:
        Journal(connection, beijing, SYSTEM, KEYS, as_said).note("x", key="K")
        (entry,) = Journal(connection, beijing, SYSTEM, KEYS, as_said).of_key("K")
        assert (entry.at, entry.at.tzinfo) == (beijing, UTC)
        with pytest.raises(ValueError, match="zone"):
            Journal(connection, datetime(2026, 3, 2), SYSTEM, KEYS, as_said).note("y", key="K")  # noqa: DTZ001 - the point


def test_writers_wait_for_each_other_and_readers_do_not(database: Database) -> None:
    order: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with database.writing() as connection:
            Journal(connection, MONDAY, SYSTEM, KEYS, as_said).note("first", key="K")
            inside.set()
            go_on.wait(5)
            order.append("first")
            connection.commit()

    def follow() -> None:
        with database.writing() as connection:
            Journal(connection, MONDAY, SYSTEM, KEYS, as_said).note("second", key="K")
            order.append("second")
            connection.commit()

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    with database.reading() as connection:
        assert Journal(connection, MONDAY, SYSTEM, KEYS, as_said).of_key("K") == []
    follower = threading.Thread(target=follow)
    if database.is_sqlite:
        follower.start()
        time.sleep(0.05)
    go_on.set()
    holder.join()
    if not database.is_sqlite:  # there, two that number one key would collide: the application tries again
        follower.start()
    follower.join()
    assert order == ["first", "second"]


def test_two_districts_of_one_server_do_not_see_each_other(postgresql_url: str) -> None:
    districts = [Database(postgresql_url, schema=name) for name in ("north", "south")]
    try:
        for district in districts:
            with district.engine.begin() as connection:
                connection.execute(text(f'CREATE SCHEMA "{district.schema}"'))
            metadata.create_all(district.engine)
        with districts[0].writing() as connection:
            Journal(connection, MONDAY, SYSTEM, KEYS, as_said).note("x", key="K")
            connection.commit()
        with districts[1].reading() as connection:
            assert Journal(connection, MONDAY, SYSTEM, KEYS, as_said).of_key("K") == []
        forgotten = districts[0].engine.execution_options(schema_translate_map={})
        with forgotten.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(select(journal))
    finally:
        for district in districts:
            with district.engine.begin() as connection:
                connection.execute(text(f'DROP SCHEMA IF EXISTS "{district.schema}" CASCADE'))
            district.close()


def test_the_databases_clock_goes_on_and_is_not_ahead(postgresql_database: Database) -> None:
    clock = DatabaseClock(postgresql_database)
    first, second = clock.now(), clock.now()
    with postgresql_database.reading() as connection:
        there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert first <= second <= there < first + timedelta(seconds=30)


def test_an_unreachable_database_is_one_sentence_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        Database("postgresql+psycopg://suqiu:geheim@127.0.0.1:1/none").check()
    assert "geheim" not in refused.value.message
    assert "SUQIU_DATABASE_URL" in refused.value.message
    with pytest.raises(Unusable, match="folder exists"):
        Database(f"sqlite:///{tmp_path}/missing/suqiu.db").check()


def test_a_second_server_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'district.db'}")
    first = SoleProcess(database).take()
    with pytest.raises(Unusable, match="another one is running"):
        SoleProcess(database).take()
    first.release()
    SoleProcess(database).take().release()


def test_sqlite_settings_keep_acknowledged_work(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'district.db'}")
    with database.writing() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")}
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert found == {"journal_mode": "wal", "synchronous": 2}
    database.close()


def test_a_repository_forgets_what_a_savepoint_took_back(database: Database, settings: Settings) -> None:
    with database.writing() as connection:
        work = UnitOfWork(connection, MONDAY, SYSTEM, settings)
        before = work.accounts
        point = work.savepoint()
        work.accounts.add(Account("anna", "A", "x", [], None, True, MONDAY))
        point.rollback()
        work.forget()
        assert work.accounts is not before
        assert work.accounts.find("anna") is None
