"""What an operator types: migrations and incidents."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from engine.application import Application
from engine.cli import suqiu
from engine.cli.revisions import bring
from engine.clock import SystemClock
from engine.persistence.database import Database
from engine.settings import Settings
from tests.commands.desk import CARL, FAILURES, apply_for, deploy, offered, start
from tests.commands.test_migrate_instances import second_version, stands
from tests.conftest import RecordingPost


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Application:
    """A district in a file, which the command line opens by itself."""
    url = f"sqlite:///{tmp_path / 'suqiu.db'}"
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    monkeypatch.setenv("SUQIU_DATABASE_URL", url)
    database = Database(url)
    bring(database)
    application = Application(database, SystemClock(), Settings.from_environment(), RecordingPost())
    FAILURES.clear()
    deploy(application)
    return application


def typed(*words: str) -> Result:
    return CliRunner().invoke(suqiu, words, catch_exceptions=True)


def test_a_dry_run_the_migration_and_the_way_back(district: Application) -> None:
    waiting, standing = start(district, "P1"), start(district, "P2")
    apply_for(district, key="P2")
    second_version(district, ('"approve"', '"decide"'))
    dry = typed("instances", "migrate", "permit", "1", "2", "--dry-run")
    assert dry.exit_code == 0 and "1 needs_mapping, 1 safe" in dry.output and "approve=decide" in dry.output
    done = typed("instances", "migrate", "permit", "1", "2", "--map", "approve=decide")
    assert "2 migrated" in done.output
    assert [stands(district, one)["version"] for one in (waiting, standing)] == [2, 2]
    (migration,) = re.findall(r"Migration (\w+):", done.output)
    assert "2 migrated" in typed("instances", "resume", migration).output
    newest, oldest = typed("instances", "migrations").output.splitlines()
    assert newest.startswith(migration) and newest.endswith("permit 1 → 2  migration, done: 2 migrated")
    assert oldest.endswith("permit 1 → 2  dry run, done: 1 needs_mapping, 1 safe")
    assert "is back" in typed("instances", "revert", migration, standing).output
    assert stands(district, standing)["version"] == 1
    assert "Expected OLD=NEW" in str(typed("instances", "migrate", "permit", "1", "2", "--map", "approve").exception)


def test_two_versions_are_compared_in_words(district: Application) -> None:
    second_version(district, ('value="unit_leader"', 'value="shift_leader"'), ('name="失效"', 'name="过期"'))
    told = typed("diff", "permit", "1", "2").output.splitlines()
    assert told[0] == "changed  permit.bpmn"
    assert "changed  permit › approve ‘审批’: properties.role unit_leader → shift_leader" in told
    assert "changed  permit › lapsed ‘过期’: name 失效 → 过期" in told
    assert typed("diff", "permit", "1", "1").output == "permit: versions 1 and 1 are the same.\n"
    assert typed("diff", "permit", "1", "7").exit_code == 1


def test_an_incident_is_listed_corrected_and_retried(district: Application) -> None:
    FAILURES[:] = [RuntimeError("the archive is on fire")] * 2
    instance = start(district, "P1")
    apply_for(district)
    listed = typed("incidents", "list").output
    assert "1 open." in listed and "the archive is on fire" in listed
    incident = listed.split()[0]
    assert '"days": 3' in typed("incidents", "show", incident).output
    assert "stopped again" in typed("incidents", "retry", incident).output
    said = typed("incidents", "correct", incident, "days=7", "unit=U1", "--reason", "typo", "--retry").output
    assert "days, unit corrected." in said and "is settled" in said
    assert stands(district, instance)["facts"]["days"] == 7
    assert [task["element"] for task in offered(district, CARL)] == ["approve"]
    assert typed("incidents", "list").output == "0 open.\n"


def test_an_incident_is_skipped_with_a_reason(district: Application) -> None:
    FAILURES[:] = [RuntimeError("the archive is on fire")]
    start(district, "P1")
    apply_for(district)
    incident = typed("incidents", "list").output.split()[0]
    assert typed("incidents", "skip", incident).exit_code == 2
    assert "is skipped" in typed("incidents", "skip", incident, "--reason", "noted by hand").output
    assert [task["element"] for task in offered(district, CARL)] == ["approve"]


def test_the_journal_is_verified_and_a_changed_entry_named(district: Application) -> None:
    start(district, "P1")
    assert "no checkpoint was made yet" in typed("journal", "verify").output
    kept = typed("journal", "checkpoint").output.split()[0]
    assert "Nothing was written" in typed("journal", "checkpoint").output
    assert f"elsewhere: {kept}" in typed("journal", "verify", "--checkpoint", kept).output
    assert "start" in typed("journal", "show", "P1").output
    assert "new key" not in typed("journal", "rotate-key").output
    assert typed("journal", "verify").exit_code == 0
    with district.database.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET actor = 'somebody' WHERE business_key = 'P1' AND seq = 1"))
    broken = typed("journal", "verify")
    assert broken.exit_code == 1 and "entry 1 of P1" in broken.output and "found 1 places" in str(broken.exception)
