"""Messages reach the one who waits, start what they start, and otherwise wait themselves; notices go to the post."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.retry_incident import RetryIncident
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.incident_view import IncidentView
from engine.queries.journal_of import JournalOf
from engine.queries.open_incidents import OpenIncidents
from engine.ticker.poll import poll_timers, relay_outbox
from tests.commands.desk import ANNA, CARL, EDITH, apply_for, deploy, offered, start
from tests.conftest import RecordingPost


@dataclass(frozen=True)
class Throw:
    message: str
    to: str
    dedup: str | None = None
    optional: bool = False

    def perform(self, work: UnitOfWork) -> str:
        return work.throw(self.message, self.to, {"note": "快"}, dedup=self.dedup, optional=self.optional)


@dataclass(frozen=True)
class Notify:
    def perform(self, work: UnitOfWork) -> str:
        return work.outbox.add("notice", {"to": "citizen", "text": "已受理"}, key="P1")


@pytest.fixture(autouse=True)
def _waiting(application: Application) -> None:
    deploy(application)
    start(application)
    apply_for(application)


def entries(application: Application, key: str = "P1") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = application.ask(JournalOf(key), EDITH)["items"]
    return found


def test_a_message_moves_the_one_instance_that_waits_in_its_senders_name(application: Application) -> None:
    start(application, "P2")
    apply_for(application, key="P2")
    application.execute(Throw("permit_urged", "P2"), ANNA)
    assert relay_outbox(application) == 1
    assert entries(application, "P1")[-1]["kind"] == "complete"
    last = entries(application, "P2")[-1]
    assert (last["kind"], last["element"], last["actor"]) == ("message", "urged", "anna")
    assert relay_outbox(application) == 0


def test_a_non_interrupting_message_can_come_again(application: Application) -> None:
    for _ in range(2):
        application.execute(Throw("permit_urged", "P1"), ANNA)
        assert relay_outbox(application) == 1
    assert [entry["kind"] for entry in entries(application)].count("message") == 2
    assert len(offered(application, CARL)) == 1


def test_the_same_dedup_key_is_one_message(application: Application) -> None:
    for _ in range(2):
        application.execute(Throw("permit_urged", "P1", dedup="once"), ANNA)
    assert relay_outbox(application) == 1


def test_a_start_message_starts_an_instance_under_the_receivers_key(application: Application) -> None:
    application.execute(Throw("permit_asked", "Q7"), ANNA)
    assert relay_outbox(application) == 1
    assert [task["case"] for task in offered(application, ANNA)] == ["Q7"]


def test_a_message_nobody_waits_for_is_tried_again_for_a_week_and_then_an_incident(
    application: Application, clock: VirtualClock
) -> None:
    application.execute(Throw("permit_urged", "P9"), ANNA)
    assert relay_outbox(application) == 0
    start(application, "P9")
    apply_for(application, key="P9")
    assert relay_outbox(application) == 0  # it rests a moment
    clock.forward(timedelta(seconds=3))
    assert relay_outbox(application) == 1

    application.execute(Throw("permit_urged", "P10"), ANNA)
    relay_outbox(application)
    clock.forward(timedelta(days=8))
    relay_outbox(application)
    (incident,) = [one for one in application.ask(OpenIncidents(), EDITH)["items"] if one["key"] == "P10"]
    assert incident["kind"] == "message"
    clock.forward(timedelta(days=1))
    assert relay_outbox(application) == 0
    assert application.ask(IncidentView(incident["id"]), EDITH)["next_attempt_at"] is None
    application.execute(RetryIncident(incident["id"]), EDITH)
    assert application.ask(IncidentView(incident["id"]), EDITH)["next_attempt_at"] == clock.now().isoformat()
    start(application, "P10")
    apply_for(application, key="P10")
    assert relay_outbox(application) == 1


def test_an_optional_message_nobody_waits_for_is_dropped(application: Application, clock: VirtualClock) -> None:
    application.execute(Throw("permit_urged", "P9", optional=True), ANNA)
    assert relay_outbox(application) == 0
    clock.forward(timedelta(days=8))
    assert relay_outbox(application) == 0
    assert application.ask(OpenIncidents(), EDITH)["items"] == []


def test_a_thrown_message_of_the_diagram_waits_in_the_outbox_for_its_receiver(
    application: Application, clock: VirtualClock
) -> None:
    clock.forward(timedelta(hours=4))
    poll_timers(application)
    relay_outbox(application)
    with application.database.reading() as connection:
        from engine.persistence.outbox import outbox

        (row,) = connection.execute(outbox.select()).all()
    assert (row.business_key, row.payload["message"], row.payload["payload"]) == (
        "archive",
        "permit_done",
        {"permit": "P1"},
    )


def test_a_notice_is_delivered_with_its_key_and_a_refused_one_again(
    application: Application, clock: VirtualClock, post: RecordingPost
) -> None:
    notice = application.execute(Notify(), ANNA)
    post.failing = "no line"
    assert relay_outbox(application) == 0
    post.failing = None
    clock.forward(timedelta(seconds=3))
    assert relay_outbox(application) == 1
    assert post.delivered == [("notice", {"to": "citizen", "text": "已受理"}, notice)]
    assert relay_outbox(application) == 0
