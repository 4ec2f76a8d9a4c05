"""Processes of one bundle have steps of one id; what each became is said for each."""

from pathlib import Path
from typing import Any

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.migration_batch import run_migration
from engine.commands.plan_migration import PlanMigration
from engine.commands.start_instance import StartInstance
from engine.errors import Unusable
from engine.queries.migration_view import MigrationView
from engine.queries.migrations import Unmatched

LOOP = Path(__file__).parents[1] / "rehearsal" / "loop"
ANNA = Actor("anna", "Anna", frozenset({"designer"}))


@pytest.fixture
def drawn(application: Application) -> Application:
    """Two processes, again and anew, each with a step `look`; in version 2 it is `gaze` in one and `stare` in one."""
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    first, end = files["loop.bpmn"].index(b"<process"), files["loop.bpmn"].index(b"</process>") + len(b"</process>")
    alone = files["loop.bpmn"][:end] + b"</definitions>"
    twin = alone[:first] + alone[first:].replace(b'"again"', b'"anew"', 1)
    application.execute(DeployBundle("loop", {**files, "anew.bpmn": twin}), ANNA)
    for process in ("again", "anew"):
        application.execute(StartInstance(process, process, {}), ANNA)
    renamed = {
        "loop.bpmn": files["loop.bpmn"].replace(b'"look"', b'"gaze"'),
        "anew.bpmn": twin.replace(b'"look"', b'"stare"'),
    }
    application.execute(DeployBundle("loop", {**files, **renamed}), ANNA)
    return application


def judged(application: Application, **mapping: str) -> dict[str, Any]:
    """What a dry run says of each, by its key."""
    pairs = {name.replace("__", "/"): new for name, new in mapping.items()}
    plan = application.execute(PlanMigration("loop", 1, 2, pairs, dry_run=True), ANNA)
    run_migration(lambda command: application.execute(command, ANNA), plan["id"], dry_run=True)
    found = application.ask(MigrationView(plan["id"]), ANNA)["items"]
    return {one["key"]: one for one in found}


def test_each_process_is_asked_and_mapped_by_itself(drawn: Application) -> None:
    rows = drawn.ask(Unmatched("loop", 1, 2), ANNA)
    told = {(row["process"], row["element"]): [one["element"] for one in row["candidates"]] for row in rows}
    assert told == {("again", "look"): ["gaze"], ("anew", "look"): ["stare"]}
    found = judged(drawn, again__look="gaze", anew__look="stare")
    assert {one["status"] for one in found.values()} == {"safe"}


def test_what_is_gone_in_one_process_is_not_gone_in_another(drawn: Application) -> None:
    found = judged(drawn, again__look="", anew__look="stare")
    assert (found["again"]["status"], found["anew"]["status"]) == ("blocked", "safe")
    found = judged(drawn, look="gaze")  # for every process, as far as it has both
    assert (found["again"]["status"], found["anew"]["status"]) == ("safe", "needs_mapping")
    assert "‘look=stare’" in found["anew"]["reasons"][0]


def test_a_pair_names_a_process_that_has_it(drawn: Application) -> None:
    for pairs in ({"nowhere__look": "gaze"}, {"again__look": "nothing"}, {"again__look": "stare"}):
        with pytest.raises(Unusable):
            judged(drawn, **pairs)
