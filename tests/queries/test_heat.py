"""Where work waits and how long it takes: every figure counts the rows its list shows, on both databases."""

from datetime import timedelta

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
from engine.errors import NotAllowed, NotFound, Unusable
from engine.persistence.user_tasks import UserTask
from engine.queries.heat import MEASURES, Heat, HeatRows
from engine.queries.standing import OpenTasks
from tests.commands.test_publish_draft import ANNA, LOOP

LEADER = Actor("leader", "Leader", frozenset({"leader"}))
INTAKE = Actor("ines", "Ines", frozenset({"intake"}))
MINUTES = (10, 20, 30, 40, 100)


@pytest.fixture
def busy(application: Application, clock: VirtualClock) -> Application:
    """Five cases done after 10 to 100 minutes, the first of which went round once more; two that still wait."""
    application.execute(DeployBundle("loop", {path.name: path.read_bytes() for path in LOOP.iterdir()}), ANNA)
    for number in range(len(MINUTES)):
        application.execute(StartInstance("again", f"A{number}", {}), ANNA)
    begun = clock.now()
    for number, minutes in enumerate(MINUTES):
        clock.set(begun + timedelta(minutes=minutes))
        look(application, f"A{number}", "again" if number == 0 else "done")
    look(application, "A0", "done")
    for key in ("B0", "B1"):
        application.execute(StartInstance("again", key, {}), ANNA)
    clock.forward(timedelta(minutes=1))
    return application


def look(application: Application, key: str, decision: str) -> None:
    tasks: list[UserTask] = application.ask(OpenTasks(), INTAKE)
    task = next(one for one in tasks if one.business_key == key)
    application.execute(CompleteTask(task.id, task.revision, {"decision": decision}), INTAKE)


def test_what_waits_what_was_done_and_how_long_it_took(busy: Application) -> None:
    heat = busy.ask(Heat("again"), LEADER)
    (one,) = heat["elements"]
    assert (one["name"], one["waiting"], one["overdue"], one["done"], one["again"]) == ("看", 2, 0, 6, 1)
    # in order: 10, 20, 30, 40, 90 (the second round), 100 minutes
    assert (one["median"], one["p90"]) == (30 * 60, 100 * 60)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_figure_counts_what_its_list_shows(busy: Application, measure: str) -> None:
    (one,) = busy.ask(Heat("again"), LEADER)["elements"]
    shown, offset = [], 0
    while True:
        page = busy.ask(HeatRows("again", one["element"], measure, limit=2, offset=offset), LEADER)
        shown += page["items"]
        if page["next"] is None:
            break
        offset = page["next"]
    assert len(shown) == one[measure]
    assert len({row["task"] for row in shown}) == len(shown)


def test_a_period_and_a_unit_narrow_the_figures(busy: Application, clock: VirtualClock) -> None:
    (one,) = busy.ask(Heat("again", since=clock.now() - timedelta(minutes=65)), LEADER)["elements"]
    assert (one["done"], one["waiting"]) == (3, 2)  # at 40 minutes, and twice at 100; waiting is always now
    (one,) = busy.ask(Heat("again", unit="B001"), LEADER)["elements"]
    assert (one["done"], one["waiting"]) == (0, 0)
    with pytest.raises(Unusable, match="ends after it begins"):
        busy.ask(Heat("again", since=clock.now(), until=clock.now()), LEADER)


def test_only_those_who_oversee_see_it_and_a_unit_sees_its_own(busy: Application) -> None:
    with pytest.raises(NotAllowed, match="oversees"):
        busy.ask(Heat("again"), INTAKE)
    head = Actor("head", "Head", frozenset({"unit_leader"}), "B001")
    assert busy.ask(Heat("again"), head)["unit"] == "B001"
    with pytest.raises(NotAllowed, match="own unit"):
        busy.ask(HeatRows("again", "x", "done", unit="B002"), head)
    with pytest.raises(NotFound):
        busy.ask(Heat("nothing"), LEADER)
    with pytest.raises(Unusable, match="Expected one of waiting"):
        busy.ask(HeatRows("again", "x", "warm"), LEADER)
