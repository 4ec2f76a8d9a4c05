"""The clock fires what is due, once, in order; one poisoned timer stops no other."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.retry_incident import RetryIncident
from engine.queries.incident_view import IncidentView
from engine.queries.journal_of import JournalOf
from engine.queries.open_incidents import OpenIncidents
from engine.ticker.poll import poll_timers, settle
from engine.ticker.ticker import Ticker
from tests.commands.desk import CARL, EDITH, apply_for, deploy, offered, start


@pytest.fixture(autouse=True)
def _deployed(application: Application) -> None:
    deploy(application)


def kinds(application: Application, key: str = "P1") -> list[str]:
    return [entry["kind"] for entry in application.ask(JournalOf(key), EDITH)["items"]]


def test_a_timer_fires_when_it_is_due_and_not_before(application: Application, clock: VirtualClock) -> None:
    start(application)
    apply_for(application)
    clock.forward(timedelta(hours=4) - timedelta(seconds=1))
    assert poll_timers(application) == 0
    clock.forward(timedelta(seconds=1))
    assert poll_timers(application) == 1
    assert poll_timers(application) == 0
    assert offered(application, CARL) == []
    last = application.ask(JournalOf("P1"), EDITH)["items"][-1]
    assert (last["kind"], last["element"], last["actor"]) == ("timer", "late", "clock")


def test_a_late_poll_fires_everything_once(application: Application, clock: VirtualClock) -> None:
    for number in range(5):
        start(application, f"P{number}")
        apply_for(application, key=f"P{number}")
    clock.forward(timedelta(days=30))
    assert poll_timers(application, limit=3) == 3
    assert poll_timers(application, limit=3) == 2
    assert poll_timers(application, limit=3) == 0


def test_a_timer_that_keeps_failing_backs_off_and_ends_as_an_incident(
    application: Application, clock: VirtualClock
) -> None:
    from engine.persistence.instances import instances

    start(application, "P1")
    apply_for(application, key="P1")
    with application.database.writing() as connection:
        good = connection.execute(instances.select()).one().state
        connection.execute(update(instances).values(state=b'{"format": 99}'))
        connection.commit()
    start(application, "P2")
    apply_for(application, key="P2")
    clock.forward(timedelta(hours=4))
    assert poll_timers(application) == 1  # the sound one
    for _ in range(4):
        clock.forward(timedelta(minutes=1))
        assert poll_timers(application) == 0
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert (incident["kind"], incident["element"], incident["attempts"]) == ("timer", "late", 5)
    assert "format" in incident["cause"]
    with application.database.writing() as connection:
        connection.execute(update(instances).where(instances.c.business_key == "P1").values(state=good))
        connection.commit()
    assert application.ask(IncidentView(incident["id"]), EDITH)["next_attempt_at"] is None
    application.execute(RetryIncident(incident["id"]), EDITH)
    assert application.ask(IncidentView(incident["id"]), EDITH)["next_attempt_at"] is not None
    assert poll_timers(application) == 1
    assert kinds(application)[-1] == "timer"


def test_settling_ends_when_nothing_is_left(application: Application, clock: VirtualClock) -> None:
    start(application)
    apply_for(application)
    clock.forward(timedelta(hours=5))
    assert settle(application) == 1  # the timer; nobody waits for the message it sends
    assert settle(application) == 0


def test_the_scheduler_ticks_and_stops(application: Application, clock: VirtualClock) -> None:
    start(application)
    apply_for(application)
    clock.forward(timedelta(hours=5))
    before = set(threading.enumerate())
    ticker = Ticker(application).start()
    late = time.monotonic() + 20
    while kinds(application)[-1] != "timer" and time.monotonic() < late:
        threading.Event().wait(0.05)
    ticker.stop()
    assert kinds(application)[-1] == "timer"
    assert set(threading.enumerate()) <= before


def test_two_clocks_at_once_fire_every_timer_once(application: Application, clock: VirtualClock) -> None:
    for number in range(12):
        start(application, f"P{number}")
        apply_for(application, key=f"P{number}")
    clock.forward(timedelta(hours=4))
    fired: list[int] = []
    threads = [threading.Thread(target=lambda: fired.append(poll_timers(application))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fired.append(poll_timers(application))  # what another clock was at is left to the next tick
    assert sum(fired) == 12
    assert all(kinds(application, f"P{number}").count("timer") == 1 for number in range(12))
