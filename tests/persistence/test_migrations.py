"""Migrations build what the code describes, on both databases, and can be undone and done again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BLANK_SCHEMA, MetaData, inspect, text
from sqlalchemy.exc import IntegrityError

from engine.application import Application
from engine.cli.journal import broken_chains
from engine.cli.revisions import at, bring, expect_migrated
from engine.clock import VirtualClock
from engine.errors import Unusable
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings
from tests.conftest import MONDAY, RecordingPost

NEWEST = max(path.name[:4] for path in (Path(__file__).parents[2] / "alembic" / "versions").glob("0*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()
        return
    database = Database(request.getfixturevalue("postgresql_url"), schema="migrated")
    yield database
    with database.engine.begin() as connection:
        connection.execute(text('DROP SCHEMA IF EXISTS "migrated" CASCADE'))
    database.close()


def kept_by_the_database(name: str | None) -> bool:
    """Tables nobody declares: Alembic's own, and what SQLite keeps behind its text index."""
    return name == "alembic_version" or str(name).startswith("case_texts_")


def tables(database: Database) -> set[str]:
    found = inspect(database.engine).get_table_names(schema=database.schema)
    return {name for name in found if not kept_by_the_database(name)}


def test_up_down_and_up_again(empty: Database) -> None:
    assert bring(empty) == (None, NEWEST)
    assert tables(empty) == {table.name for table in metadata.sorted_tables}
    assert bring(empty, "base") == (NEWEST, None)
    assert tables(empty) == set()
    assert bring(empty) == (None, NEWEST)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrations_and_the_code_describe_the_same_tables(empty: Database) -> None:
    bring(empty)
    described = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(described, schema=empty.schema, referred_schema_fn=lambda *_: empty.schema or BLANK_SCHEMA)

    def compared(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
        virtual = empty.is_sqlite and name == "case_texts"  # its columns know no types and no NOT NULL
        return kind != "table" or not (virtual or kept_by_the_database(name))

    def ours(_name: str | None, kind: str, parents: Any) -> bool:
        return kind != "schema" or _name == empty.schema

    with empty.engine.connect() as connection:
        options = {
            "include_schemas": empty.schema is not None,
            "include_name": ours,
            "include_object": compared,
            "compare_type": True,
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), described)
    assert found == []


def test_a_migration_of_a_newer_release_is_one_clear_sentence(empty: Database) -> None:
    bring(empty)
    with empty.engine.begin() as connection:
        where = f'"{empty.schema}".' if empty.schema else ""
        connection.execute(text(f"UPDATE {where}alembic_version SET version_num = '9999'"))
    assert at(empty) == "9999"
    with pytest.raises(Unusable, match="9999"):
        bring(empty)


def test_nobody_is_sent_to_migrate_what_a_newer_release_wrote(empty: Database) -> None:
    with pytest.raises(Unusable, match=r"an empty database\. Run: suqiu migrate"):
        expect_migrated(empty)
    bring(empty)
    expect_migrated(empty)
    with empty.engine.begin() as connection:
        where = f'"{empty.schema}".' if empty.schema else ""
        connection.execute(text(f"UPDATE {where}alembic_version SET version_num = '9999_future'"))
    with pytest.raises(Unusable, match=r"9999_future.*newer release: run that one, or restore a backup") as refused:
        expect_migrated(empty)
    assert "suqiu migrate" not in refused.value.message


def test_an_unknown_revision_is_refused(empty: Database) -> None:
    with pytest.raises(Unusable, match="7777"):
        bring(empty, "7777")


def test_entries_from_before_the_seal_are_chained_at_the_upgrade(
    empty: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUQIU_VAR", str(settings.var))
    bring(empty, "0001")
    where = f'"{empty.schema}".' if empty.schema else ""
    said = '{"reason": "以前的", "share": 1e16, "left": -0.0}'
    with empty.engine.begin() as connection:
        for key, seq in (("K1", 1), ("K1", 2), ("K2", 1)):
            connection.execute(
                text(
                    f"INSERT INTO {where}journal (business_key, seq, at, kind, actor, actor_name, details, passed,"
                    f" flows) VALUES (:key, :seq, '2026-03-02 01:00:00.123456', 'act', 'a', '甲', '{said}', '[]', '[]')"
                ).bindparams(key=key, seq=seq)
            )
    bring(empty)
    application = Application(empty, VirtualClock(MONDAY), settings, RecordingPost())
    assert broken_chains(application) == []
    with empty.engine.begin() as connection:
        connection.execute(text(f"UPDATE {where}journal SET actor = 'b' WHERE business_key = 'K1' AND seq = 2"))
    (sentence,) = broken_chains(application)
    assert "entry 2 of K1" in sentence


def test_the_release_before_has_one_return_of_a_unit_and_calls_an_overtaken_one_lapsed(empty: Database) -> None:
    bring(empty)
    where = f'"{empty.schema}".' if empty.schema else ""
    said = [(1, "B001", "moot"), (2, "B001", "reject"), (3, "P001", "moot")]
    rows = [
        f"('R{number}', 'C1', {number}, '{unit}', 'no_power', '三', 'a', '2026-03-02 01:00:00+00:00', '{decision}')"
        for number, unit, decision in said
    ]
    insert = f'INSERT INTO {where}returns (id, "case", number, unit, ground, clause, raised_by, raised_at, decision)'
    with empty.engine.begin() as connection:
        connection.execute(text(f"{insert} VALUES {', '.join(rows)}"))
    with pytest.raises(IntegrityError), empty.engine.begin() as connection:
        connection.execute(text(f"{insert} VALUES {rows[1].replace('R2', 'R4')}"))
    bring(empty, "0019")
    with empty.engine.begin() as connection:
        kept = connection.execute(text(f"SELECT number, decision FROM {where}returns ORDER BY number")).all()
    assert [tuple(one) for one in kept] == [(2, "reject"), (3, "lapsed")]
    assert bring(empty) == ("0019", NEWEST)


def test_tasks_from_before_are_told_whether_the_case_came_back_with_them(empty: Database) -> None:
    """Two units asked at once, both again later, one of them then a third time while the other still has it open."""
    bring(empty, "0026")
    where = f'"{empty.schema}".' if empty.schema else ""
    said = [("a", "B001", 1, 2), ("b", "P001", 1, 3), ("c", "B001", 3, 4), ("d", "P001", 3, None), ("e", "B001", 5, 6)]
    at = {hour: f"'2026-03-02 0{hour}:00:00+00:00'" for hour in range(1, 7)} | {None: "NULL"}
    rows = [
        f"('{name}', 'I', 'K', 'p', 'ask', '问', 'handler', '{unit}', 'f', {at[opened]}, 1, 'completed', {at[opened]},"
        f" {at[closed]})"
        for name, unit, opened, closed in said
    ]
    columns = (
        "id, instance_id, business_key, process_id, element, name, role, unit, form, sort_due, revision, status,"
        " opened_at, closed_at"
    )
    bundle = "INSERT INTO {}bundles (id, name, version, hash, status, manifest, deployed_by, deployed_at) VALUES"
    instance = (
        "INSERT INTO {}instances (id, bundle_id, process_id, business_key, revision, status, state, engine_version,"
        " started_by, started_at, updated_at) VALUES"
    )
    with empty.engine.begin() as connection:
        run = lambda sentence, **given: connection.execute(text(sentence.format(where)), given)  # noqa: E731
        run(f"{bundle} ('B', 'b', 1, 'h', 'in_force', '{{}}', 'a', {at[1]})".replace("'{}'", "'{{}}'"))
        run(f"{instance} ('I', 'B', 'p', 'K', 1, 'running', :state, '1', 'a', {at[1]}, {at[1]})", state=b"")
        run(f"INSERT INTO {{}}user_tasks ({columns}) VALUES {', '.join(rows)}")
    bring(empty)
    with empty.engine.begin() as connection:
        told = connection.execute(text(f"SELECT id, again FROM {where}user_tasks ORDER BY id")).all()
    assert [tuple(one) for one in told] == [("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 0)]
    assert bring(empty, "0026") == (NEWEST, "0026")
