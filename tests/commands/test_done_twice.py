"""Whoever does a second time what is done is told so, and not one row of the database is another one then."""

from datetime import timedelta
from typing import Any

import pytest

from engine.actor import CLOCK
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.complete_task import CompleteTask
from engine.commands.fire_timer import FireTimer
from engine.commands.retry_incident import RetryIncident
from engine.commands.skip_incident import SkipIncident
from engine.errors import NotNow, Stale
from engine.persistence.tables import metadata
from engine.persistence.timers import timers
from engine.queries.open_incidents import OpenIncidents
from tests.commands.desk import ANNA, EDITH, FAILURES, apply_for, deploy, offered, start


@pytest.fixture(autouse=True)
def _deployed(application: Application) -> None:
    FAILURES.clear()
    deploy(application)


def rows(application: Application) -> dict[str, list[Any]]:
    """Everything the database holds: states, tasks, timers, journal, outbox."""
    with application.database.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select()).all())) for table in metadata.sorted_tables
        }


def test_a_task_is_completed_once(application: Application) -> None:
    start(application)
    (task,) = offered(application, ANNA)
    apply_for(application)
    before = rows(application)
    for revision in (task["revision"], task["revision"] + 1):
        with pytest.raises(Stale, match="anna completed it"):
            application.execute(CompleteTask(task["id"], revision, {"days": 3, "reason": "修路"}), ANNA)
    assert rows(application) == before


def test_a_timer_fires_once(application: Application, clock: VirtualClock) -> None:
    start(application)
    apply_for(application)
    with application.database.reading() as connection:
        timer = connection.execute(timers.select()).one()
    clock.forward(timedelta(hours=5))
    assert application.execute(FireTimer(timer.id, timer.instance_id), CLOCK) == {"fired": True}
    before = rows(application)
    assert application.execute(FireTimer(timer.id, timer.instance_id), CLOCK) == {"fired": False}
    assert rows(application) == before


@pytest.mark.parametrize("mended", [RetryIncident, lambda incident: SkipIncident(incident, "noted by hand")])
def test_an_incident_is_mended_once(application: Application, mended: Any) -> None:
    FAILURES[:] = [RuntimeError("the archive is on fire")]
    start(application)
    apply_for(application)
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    application.execute(mended(incident["id"]), EDITH)
    before = rows(application)
    for again in (RetryIncident(incident["id"]), SkipIncident(incident["id"], "once more")):
        with pytest.raises(NotNow):
            application.execute(again, EDITH)
    assert rows(application) == before
