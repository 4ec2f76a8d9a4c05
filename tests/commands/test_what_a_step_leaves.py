"""What a step leaves beside the state: the conflicts of a join in the journal, the timers of a race in their table."""

from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.complete_task import CompleteTask
from engine.commands.fire_timer import FireTimer
from engine.queries.due_now import DueNow
from engine.queries.journal_of import JournalOf
from tests.commands.desk import ANNA, EDITH, deploy, offered, start
from tests.runtime.diagram import bpmn, flows, user

FORM = {"form": "permit/apply"}


def timer(name: str, hours: int) -> str:
    form = f"<timerEventDefinition><timeDuration>&quot;PT{hours}H&quot;</timeDuration></timerEventDefinition>"
    return f'<intermediateCatchEvent id="{name}">{form}</intermediateCatchEvent>'


DRAWN = bpmn(
    '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><eventBasedGateway id="race"/>'
    + user("left", **FORM)
    + user("right", **FORM)
    + timer("soon", 1)
    + timer("later", 2)
    + '<exclusiveGateway id="met"/><endEvent id="e"/>'
    + flows("s f;f left;f right;left j;right j;j race;race soon;race later;soon met;later met;met e"),
    process="permit",
)


@pytest.fixture
def joined(application: Application) -> str:
    """An instance whose two branches said different days, the right one last."""
    deploy(application, **{"permit.bpmn": DRAWN})
    instance = start(application)
    for name, days in (("left", 3), ("right", 5)):
        task = next(one for one in offered(application, ANNA) if one["element"] == name)
        application.execute(CompleteTask(task["id"], task["revision"], {"days": days, "reason": "修路"}), ANNA)
    return instance


def test_what_two_branches_set_differently_stands_in_the_journal(application: Application, joined: str) -> None:
    entries = application.ask(JournalOf("P1"), EDITH)["items"]
    assert [entry["details"].get("clashes") for entry in entries] == [None, None, ["days"]]


def test_every_timer_of_a_race_has_a_row_of_its_own_until_one_has_won(
    application: Application, clock: VirtualClock, joined: str
) -> None:
    clock.forward(timedelta(minutes=90))
    assert len(application.ask(DueNow(), SYSTEM).timers) == 1
    clock.forward(timedelta(hours=1))
    due = application.ask(DueNow(), SYSTEM).timers
    assert len(due) == 2
    assert [application.execute(FireTimer(*one), SYSTEM)["fired"] for one in due] == [True, False]
    assert application.ask(DueNow(), SYSTEM).timers == []
    last = application.ask(JournalOf("P1"), EDITH)["items"][-1]
    assert (last["kind"], last["element"]) == ("timer", "soon")
