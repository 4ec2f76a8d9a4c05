"""A process with a timer start event starts by itself: once a slot, under a key of its own, in the version in force."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from engine.actor import Actor
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.approve_deployment import ApproveDeployment
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.retry_incident import RetryIncident
from engine.persistence.bundles import bundles
from engine.queries.journal_of import JournalOf
from engine.queries.open_incidents import OpenIncidents
from engine.queries.worklist import Worklist
from engine.ticker.poll import poll_timers
from tests.commands.desk import CARL, EDITH, files
from tests.runtime.diagram import bpmn, flows, with_properties

DINA = Actor("dina", "迪娜", frozenset({"designer"}))
MONDAYS = '"R/2026-03-09T08:00:00/P7D"'  # the clock stands at Monday, 2 March 2026, 9:00 in the district


def bulletin(text: str = MONDAYS, form: str = "timeCycle", label: str = "编写") -> dict[str, bytes]:
    told = with_properties(form="bulletin/draft", role="unit_leader", unit="&quot;U1&quot;")
    body = f'<startEvent id="monday"><timerEventDefinition><{form}>{text}</{form}></timerEventDefinition></startEvent>'
    body += (
        f'<userTask id="draft" name="{label}">{told}</userTask><endEvent id="out"/>{flows("monday draft;draft out")}'
    )
    return {"bulletin.bpmn": bpmn(body, process="bulletin"), "draft.form": files()["apply.form"]}


def deploy(application: Application, **drawn: str) -> dict[str, Any]:
    answer: dict[str, Any] = application.execute(DeployBundle("bulletin", bulletin(**drawn)), EDITH)
    return answer


def keys(application: Application) -> list[str]:
    return [task["case"] for task in application.ask(Worklist("offered"), CARL)["items"]]


def test_it_starts_at_each_slot_and_not_before(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    clock.forward(timedelta(days=7, hours=-1, seconds=-1))
    assert poll_timers(application) == 0
    clock.forward(timedelta(seconds=1))
    assert poll_timers(application) == 1 and poll_timers(application) == 0
    clock.forward(timedelta(days=7))
    assert poll_timers(application) == 1
    assert sorted(keys(application)) == ["bulletin-20260309T0800", "bulletin-20260316T0800"]
    (first, *_) = application.ask(JournalOf("bulletin-20260309T0800"), EDITH)["items"]
    assert (first["kind"], first["actor"]) == ("start", "clock")
    assert first["details"]["facts"] == {"scheduled_at": "2026-03-09T08:00:00+08:00"}


def test_slots_missed_while_nobody_looked_start_once(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    clock.forward(timedelta(days=30))
    assert poll_timers(application) == 1 and poll_timers(application) == 0
    clock.forward(timedelta(days=7))
    assert poll_timers(application) == 1
    assert sorted(keys(application)) == ["bulletin-20260309T0800", "bulletin-20260406T0800"]


def test_clocks_on_several_nodes_start_a_slot_once(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    clock.forward(timedelta(days=7))
    threads = [threading.Thread(target=poll_timers, args=[application]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    poll_timers(application)
    assert keys(application) == ["bulletin-20260309T0800"]


def test_a_newer_version_takes_the_timer_with_it(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    deploy(application, text='"R/2026-03-10T08:00:00/P7D"')
    clock.forward(timedelta(days=7))
    assert poll_timers(application) == 0  # the older version's Monday is gone
    clock.forward(timedelta(days=1))
    assert poll_timers(application) == 1 and keys(application) == ["bulletin-20260310T0800"]


def test_a_version_that_waits_for_approval_arms_its_timer_when_approved(
    application: Application, clock: VirtualClock
) -> None:
    deploy(application)
    application.settings = replace(application.settings, approval_required=True)
    assert deploy(application, text='"R/2026-03-10T08:00:00/P7D"')["status"] == "proposed"
    clock.forward(timedelta(days=7))
    assert poll_timers(application) == 1  # what is in force goes on meanwhile
    application.execute(ApproveDeployment("bulletin", 2), DINA)
    clock.forward(timedelta(days=7))
    assert poll_timers(application) == 1 and poll_timers(application) == 0  # the older version's Monday is gone
    assert sorted(keys(application)) == ["bulletin-20260309T0800", "bulletin-20260310T0800"]


def test_a_version_without_the_timer_stops_it(application: Application, clock: VirtualClock) -> None:
    deploy(application)
    drawn = bulletin()
    plain = drawn["bulletin.bpmn"].replace(b"<timerEventDefinition><timeCycle>", b"<!--").replace(
        b"</timeCycle></timerEventDefinition>", b"-->"
    )  # fmt: skip
    application.execute(DeployBundle("bulletin", {**drawn, "bulletin.bpmn": plain}), EDITH)
    clock.forward(timedelta(days=30))
    assert poll_timers(application) == 0


def test_a_new_label_moves_no_timer(application: Application, clock: VirtualClock) -> None:
    deploy(application, text='"R2/PT4H"')
    clock.forward(timedelta(hours=3))
    assert deploy(application, text='"R2/PT4H"', label="起草")["version"] == 2
    clock.forward(timedelta(hours=1))
    assert poll_timers(application) == 1
    (task,) = application.ask(Worklist("offered"), CARL)["items"]
    assert task["name"] == "起草"  # on the version in force


def test_the_last_turn_is_the_last(application: Application, clock: VirtualClock) -> None:
    deploy(application, text='"R2/PT4H"')
    for expected in (1, 1, 0):
        clock.forward(timedelta(hours=4))
        assert poll_timers(application) == expected


def test_a_date_starts_once_and_a_past_one_is_told(application: Application, clock: VirtualClock) -> None:
    assert deploy(application, text='"2026-03-03T08:00:00"', form="timeDate")["problems"] == []
    clock.forward(timedelta(days=2))
    assert poll_timers(application) == 1 and poll_timers(application) == 0
    assert deploy(application, text='"2026-03-03T08:00:00"', form="timeDate", label="起草")["problems"] == []
    (problem,) = deploy(application, text='"2026-03-02T08:00:00"', form="timeDate")["problems"]
    assert (problem["element"], problem["severity"]) == ("monday", "warning") and "past" in problem["message"]
    assert poll_timers(application) == 0


def test_a_start_that_keeps_failing_is_an_incident_and_the_next_slot_comes(
    application: Application, clock: VirtualClock
) -> None:
    deploy(application)
    clock.forward(timedelta(days=7))
    set_status(application, "withdrawn")
    for _ in range(5):
        assert poll_timers(application) == 0
        clock.forward(timedelta(minutes=1))
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert (incident["kind"], incident["process"], incident["element"]) == ("start", "bulletin", "monday")
    assert incident["attempts"] == 5 and "Expected a deployed process bulletin" in incident["cause"]
    set_status(application, "in_force")
    clock.forward(timedelta(days=7))
    assert poll_timers(application) == 1
    assert application.execute(RetryIncident(incident["id"]), EDITH)["status"] == "closed"
    assert sorted(keys(application)) == ["bulletin-20260309T0800", "bulletin-20260316T0800"]


def set_status(application: Application, status: str) -> None:
    with application.database.writing() as connection:
        connection.execute(update(bundles).values(status=status))
        connection.commit()
