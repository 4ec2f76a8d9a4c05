"""Running instances go over to another version of their bundle, one transaction each, and may come back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from engine.actor import Actor
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.approve_deployment import ApproveDeployment, RejectDeployment
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.fire_timer import FireTimer
from engine.commands.migrate_instance import MigrateNext, RevertInstance
from engine.commands.migration_batch import run_migration
from engine.commands.plan_migration import PauseMigration, PlanMigration, ResumeMigration
from engine.commands.retry_incident import RetryIncident
from engine.errors import NotAllowed, NotFound, NotNow, Stale, Unusable
from engine.persistence.bundles import bundles
from engine.queries.instance_view import InstanceView
from engine.queries.journal_of import JournalOf
from engine.queries.migration_view import MigrationView
from engine.queries.migrations import RunningByVersion
from engine.queries.worklist import Worklist
from tests.commands.desk import ANNA, BERT, CARL, EDITH, FAILURES, apply_for, deploy, files, offered, start


def changed(*edits: tuple[str, str]) -> bytes:
    """The diagram of the permit with some of its text replaced."""
    text = files()["permit.bpmn"].decode()
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


FRED = Actor("fred", "Fred", frozenset({"designer"}))
ROLE = ('name="role" value="unit_leader"', 'name="role" value="handler"')
LATER = ('duration("PT4H")</timeDuration>', 'duration("PT9H")</timeDuration>')


def second_version(application: Application, *edits: tuple[str, str]) -> int:
    answer = application.execute(DeployBundle("permit", {**files(), "permit.bpmn": changed(*edits)}), EDITH)
    return int(answer["version"])


def plan(application: Application, before: int = 1, after: int = 2, **more: Any) -> str:
    return str(application.execute(PlanMigration("permit", before, after, **more), EDITH)["id"])


def run(application: Application, migration: str, **more: Any) -> dict[str, Any]:
    run_migration(lambda command: application.execute(command, EDITH), migration, dry_run=False, **more)
    return view(application, migration)


def view(application: Application, migration: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = application.ask(MigrationView(migration, **more), EDITH)
    return found


def at_approval(application: Application, *keys: str) -> list[str]:
    """Instances whose approval waits."""
    found = []
    for key in keys:
        found.append(start(application, key))
        apply_for(application, key=key)
    return found


def stands(application: Application, instance: str) -> dict[str, Any]:
    found: dict[str, Any] = application.ask(InstanceView(instance), EDITH)
    return found


@pytest.fixture(autouse=True)
def _no_failure_is_left() -> None:
    FAILURES.clear()


def test_a_task_stays_in_its_owners_list_and_its_timer_keeps_its_due_time(
    application: Application, clock: VirtualClock
) -> None:
    deploy(application)
    (instance,) = at_approval(application, "P1")
    (task,) = offered(application, CARL)
    application.execute(ClaimTask(task["id"]), CARL)
    before = stands(application, instance)
    second_version(application, LATER, ("审批", "核准"))
    clock.forward(timedelta(hours=1))
    found = run(application, plan(application))
    assert (found["status"], found["counts"], found["total"]) == ("done", {"migrated": 1}, 1)
    after = stands(application, instance)
    assert (after["version"], after["timers"]) == (2, before["timers"])
    (mine,) = application.ask(Worklist("mine"), CARL)["items"]
    assert (mine["id"], mine["name"], mine["due_at"]) == (task["id"], "核准", task["due_at"])
    entry = application.ask(JournalOf("P1"), EDITH)["items"][-1]
    assert (entry["kind"], entry["details"]["from"], entry["details"]["to"]) == ("migrate", 1, 2)
    data = {"decision": "grant"}
    assert application.execute(CompleteTask(mine["id"], mine["revision"], data), CARL)["status"] == "completed"


def test_a_timer_fires_on_the_new_version_at_its_old_due_time(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    (instance,) = at_approval(application, "P1")
    second_version(application, LATER)
    run(application, plan(application))
    (timer,) = stands(application, instance)["timers"]
    clock.forward(timedelta(hours=4))
    assert application.execute(FireTimer(timer["id"], instance), EDITH)["fired"]
    assert stands(application, instance)["ended_at_element"] == "lapsed"


def test_another_role_takes_effect_and_makes_a_half_filled_form_stale(application: Application) -> None:
    deploy(application)
    at_approval(application, "P1")
    (task,) = offered(application, CARL)
    application.execute(ClaimTask(task["id"]), CARL)
    second_version(application, ROLE)
    run(application, plan(application))
    assert application.ask(Worklist("mine"), CARL)["items"] == []
    (seen,) = [one for one in offered(application, BERT) if one["element"] == "approve"]
    assert seen["id"] == task["id"]
    with pytest.raises(Stale):
        application.execute(CompleteTask(task["id"], task["revision"], {"decision": "grant"}), BERT)
    data = {"decision": "grant"}
    assert application.execute(CompleteTask(seen["id"], seen["revision"], data), BERT)["status"] == "completed"


def test_a_dry_run_gives_a_verdict_on_each_and_moves_none(application: Application) -> None:
    deploy(application)
    waiting = start(application, "P1")
    (standing,) = at_approval(application, "P2")
    second_version(application, ('"approve"', '"decide"'), ("note_approve", "note_decide"))
    migration = plan(application, dry_run=True)
    run_migration(lambda command: application.execute(command, EDITH), migration, dry_run=True)
    found = view(application, migration)
    assert (found["status"], found["counts"]) == ("done", {"safe": 1, "needs_mapping": 1})
    verdicts = {one["instance"]: one for one in found["items"]}
    assert verdicts[waiting]["status"] == "safe" and verdicts[waiting]["reasons"] == []
    assert "‘审批’ (approve)" in verdicts[standing]["reasons"][0]
    assert [stands(application, one)["version"] for one in (waiting, standing)] == [1, 1]
    assert [one["instance"] for one in view(application, migration, status="safe")["items"]] == [waiting]


def test_what_does_not_fit_stays_and_a_mapping_brings_it_over(application: Application) -> None:
    deploy(application)
    waiting = start(application, "P1")
    (standing,) = at_approval(application, "P2")
    second_version(application, ('"approve"', '"decide"'))
    first = run(application, plan(application))
    assert first["counts"] == {"migrated": 1, "needs_mapping": 1}
    assert [stands(application, one)["version"] for one in (waiting, standing)] == [2, 1]
    second = run(application, plan(application, mapping={"approve": "decide"}))
    assert (second["total"], second["counts"]) == (1, {"migrated": 1})
    (task,) = offered(application, CARL)
    assert task["element"] == "decide"


def test_run_again_it_does_nothing_twice_and_judges_anew_what_did_not_go_through(application: Application) -> None:
    deploy(application)
    start(application, "P1")
    (standing,) = at_approval(application, "P2")
    second_version(application, ('"approve"', '"decide"'))
    migration = plan(application)
    assert run(application, migration) == run(application, migration)
    (task,) = offered(application, CARL)
    application.execute(CompleteTask(task["id"], task["revision"], {"decision": "grant"}), CARL)
    assert application.execute(ResumeMigration(migration), EDITH)["total"] == 1
    assert run(application, migration)["counts"] == {"migrated": 1, "ended": 1}
    entries = [entry["kind"] for entry in application.ask(JournalOf("P1"), EDITH)["items"]]
    assert entries.count("migrate") == 1
    assert application.execute(ResumeMigration(migration), EDITH)["total"] == 0
    assert stands(application, standing)["version"] == 1


def test_interrupted_between_two_instances_it_goes_on_where_it_stopped(application: Application) -> None:
    deploy(application)
    instances = [start(application, f"P{nth}") for nth in range(5)]
    second_version(application, LATER)
    migration = plan(application)

    def stop_after_two(done: list[int]) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        run(application, migration, told=lambda count: (seen.append(count), stop_after_two(seen)))
    half = view(application, migration)
    assert (half["status"], half["done"], half["total"]) == ("running", 2, 5)
    application.execute(PauseMigration(migration), EDITH)
    assert application.execute(MigrateNext(migration), EDITH) == {"done": 0, "left": False}
    assert application.execute(ResumeMigration(migration), EDITH)["total"] == 3
    assert run(application, migration)["counts"] == {"migrated": 5}
    assert {stands(application, one)["version"] for one in instances} == {2}
    with pytest.raises(NotNow):
        application.execute(PauseMigration(migration), EDITH)


def test_an_instance_that_has_not_moved_goes_back_as_it_was(application: Application) -> None:
    deploy(application)
    (instance,) = at_approval(application, "P1")
    before = stands(application, instance)
    beside = (
        '<endEvent id="granted"',
        '<boundaryEvent id="soon" name="快到期" attachedToRef="approve" cancelActivity="false"><timerEventDefinition>'
        '<timeDuration>duration("PT1H")</timeDuration></timerEventDefinition></boundaryEvent>'
        '<endEvent id="warned" name="已提醒"/><sequenceFlow id="soon_warned" sourceRef="soon" targetRef="warned"/>'
        '<endEvent id="granted"',
    )
    second_version(application, ROLE, beside)
    migration = plan(application)
    run(application, migration)
    there = stands(application, instance)
    assert sorted(one["element"] for one in there["timers"]) == ["late", "soon"]
    assert [one["may_revert"] for one in view(application, migration)["items"]] == [True]
    assert application.execute(RevertInstance(migration, instance), EDITH)["status"] == "reverted"
    back = stands(application, instance)
    assert {name: back[name] for name in ("version", "tasks", "timers", "messages", "facts")} == {
        name: before[name] for name in ("version", "tasks", "timers", "messages", "facts")
    }
    (task,) = offered(application, CARL)
    data = {"decision": "grant"}
    assert application.execute(CompleteTask(task["id"], task["revision"], data), CARL)["status"] == "completed"
    with pytest.raises(NotNow, match="reverted"):
        application.execute(RevertInstance(migration, instance), EDITH)


def test_an_instance_that_moved_since_cannot_go_back(application: Application) -> None:
    deploy(application)
    instance = start(application, "P1")
    second_version(application, LATER)
    migration = plan(application)
    assert [one["may_revert"] for one in run(application, migration)["items"]] == [True]
    apply_for(application)
    assert [one["may_revert"] for one in view(application, migration)["items"]] == [False]
    with pytest.raises(NotNow, match="moved since"):
        application.execute(RevertInstance(migration, instance), EDITH)
    with pytest.raises(NotFound):
        application.execute(RevertInstance(migration, "nothing"), EDITH)


def test_an_incident_goes_over_and_is_retried_there(application: Application) -> None:
    deploy(application)
    FAILURES[:] = [RuntimeError("the archive is on fire")]
    (instance,) = at_approval(application, "P1")
    second_version(application, LATER)
    run(application, plan(application))
    there = stands(application, instance)
    assert (there["version"], [one["element"] for one in there["incidents"]]) == (2, ["note"])
    application.execute(RetryIncident(there["incidents"][0]["id"]), EDITH)
    assert [task["element"] for task in offered(application, CARL)] == ["approve"]


def test_one_that_fails_leaves_no_trace_and_the_others_go_on(application: Application) -> None:
    deploy(application)
    start(application, "P1")
    (standing,) = at_approval(application, "P2")
    remind = '<boundaryEvent id="remind" attachedToRef="approve" cancelActivity="false"><timerEventDefinition>'
    remind += '<timeDuration>days</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="reminded"/>'
    remind += '<sequenceFlow id="to_reminded" sourceRef="remind" targetRef="reminded"/>'
    second_version(application, ('<userTask id="approve"', f'{remind}<userTask id="approve"'))
    found = run(application, plan(application))
    assert found["counts"] == {"migrated": 1, "failed": 1}
    (failed,) = [one for one in found["items"] if one["status"] == "failed"]
    assert failed["instance"] == standing and "It would stop at remind" in failed["reasons"][0]
    assert stands(application, standing)["version"] == 1
    assert "migrate" not in [entry["kind"] for entry in application.ask(JournalOf("P2"), EDITH)["items"]]


def test_what_the_new_version_cannot_say_of_an_open_task_is_told_in_the_dry_run(application: Application) -> None:
    deploy(application)
    at_approval(application, "P1")
    second_version(application, ('value="now() + duration(&quot;PT4H&quot;)"', 'value="days"'))
    dry = plan(application, dry_run=True)
    run_migration(lambda command: application.execute(command, EDITH), dry, dry_run=True)
    (result,) = view(application, dry)["items"]
    assert result["status"] == "blocked" and "‘due’ of ‘审批’" in result["reasons"][0]


def test_a_process_the_new_version_lacks_blocks(application: Application) -> None:
    deploy(application)
    start(application, "P1")
    second_version(application, ('id="permit"', 'id="permit_anew"'))
    (result,) = run(application, plan(application))["items"]
    assert (result["status"], result["reasons"]) == ("blocked", ["Version 2 has no process permit."])


def test_only_those_who_look_after_processes_migrate_and_only_what_there_is(application: Application) -> None:
    deploy(application)
    second_version(application, LATER)
    for command in (PlanMigration("permit", 1, 2), ResumeMigration("x"), RevertInstance("x", "y"), MigrateNext("x")):
        with pytest.raises(NotAllowed):
            application.execute(command, ANNA)
    with pytest.raises(NotFound):
        plan(application, 1, 3)
    with pytest.raises(Unusable):
        plan(application, 1, 1)
    with pytest.raises(Unusable, match="no nothing"):
        plan(application, mapping={"nothing": "approve"})
    assert view(application, plan(application))["status"] == "done"  # nobody runs on it


@pytest.mark.parametrize("rejected", [False, True])
def test_no_instance_goes_onto_a_version_nobody_approved(application: Application, rejected: bool) -> None:
    deploy(application)
    (instance,) = at_approval(application, "P1")
    application.settings = replace(application.settings, approval_required=True)
    second_version(application, ROLE)
    if rejected:
        application.execute(RejectDeployment("permit", 2, "Not so."), FRED)
    for dry_run in (False, True):
        with pytest.raises(NotNow, match="was approved, but version 2 of permit"):
            plan(application, dry_run=dry_run)
    assert stands(application, instance)["version"] == 1
    if not rejected:
        application.execute(ApproveDeployment("permit", 2), FRED)
        assert run(application, plan(application))["counts"] == {"migrated": 1}


def test_what_runs_on_a_version_nobody_approved_is_listed_and_leaves_it_for_good(application: Application) -> None:
    """An earlier release let it go there; a migration that it left behind moves nothing more there."""
    deploy(application)
    first, second = at_approval(application, "P1", "P2")
    second_version(application, ROLE)
    there = plan(application)
    application.execute(MigrateNext(there), EDITH)
    with application.database.writing() as connection:
        for version, status in ((2, "rejected"), (1, "in_force")):
            connection.execute(update(bundles).where(bundles.c.version == version).values(status=status))
            connection.commit()
    found = run(application, there)
    assert found["counts"] == {"migrated": 1, "failed": 1}
    assert "was approved" in next(one["reasons"][0] for one in found["items"] if one["status"] == "failed")
    rows = application.ask(RunningByVersion("permit"), EDITH)
    assert [(row["version"], row["status"], row["running"]) for row in rows] == [(2, "rejected", 1), (1, "in_force", 1)]
    back = plan(application, 2, 1)
    assert run(application, back)["counts"] == {"migrated": 1}
    (moved,) = [one["instance"] for one in view(application, there, status="migrated")["items"]]
    with pytest.raises(NotNow, match="was approved"):
        application.execute(RevertInstance(back, moved), EDITH)
    assert {stands(application, one)["version"] for one in (first, second)} == {1}
