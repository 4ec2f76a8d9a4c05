"""Where work waits and how long it takes: every figure counts the rows its list shows, on both databases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
from engine.errors import NotAllowed, NotFound, Unusable
from engine.persistence.ids import new_id
from engine.persistence.incidents import Incident
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.user_tasks import UserTask
from engine.queries.heat import MEASURES, Heat, HeatRows
from engine.queries.processes import ProcessesOnceDrawn
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


ASKED = """<userTask id="ask" name="问"><extensionElements><spiffworkflow:properties>
  <spiffworkflow:property name="form" value="loop/look"/><spiffworkflow:property name="role" value="handler"/>
  <spiffworkflow:property name="name_en" value="Ask"/><spiffworkflow:property name="unit" value="asked"/>
  </spiffworkflow:properties></extensionElements>
  <multiInstanceLoopCharacteristics isSequential="{}"><loopDataInputRef>units</loopDataInputRef>
  <inputDataItem id="asked" name="asked"/></multiInstanceLoopCharacteristics></userTask>
  <sequenceFlow id="to_ask" sourceRef="merge" targetRef="ask"/>
  <sequenceFlow id="to_look" sourceRef="ask" targetRef="look"/>"""
FACTS = """<startEvent id="begun" name="开始"><extensionElements><spiffworkflow:properties>
  <spiffworkflow:property name="facts" value="units"/></spiffworkflow:properties></extensionElements></startEvent>"""


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


@pytest.mark.parametrize("one_by_one", ["false", "true"])
def test_units_asked_at_once_are_one_visit_and_a_visit_before_the_period_counts(
    application: Application, clock: VirtualClock, one_by_one: str
) -> None:
    """Two units are asked in January and, after another look, once more in February."""
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    drawn = files["loop.bpmn"].decode()
    drawn = drawn.replace('<sequenceFlow id="to_look" sourceRef="merge" targetRef="look"/>', ASKED.format(one_by_one))
    drawn = drawn.replace('<startEvent id="begun" name="开始"/>', FACTS)
    application.execute(DeployBundle("loop", {**files, "loop.bpmn": drawn.encode()}), ANNA)
    january = clock.now()
    february, march = january + timedelta(days=31), january + timedelta(days=59)
    application.execute(StartInstance("again", "A0", {"units": ["B001", "P001"]}), ANNA)
    for decision, at in (("again", february - timedelta(days=1)), ("done", february + timedelta(days=1))):
        clock.set(at)
        for unit in ("B001", "P001"):
            ask(application, unit)
        look(application, "A0", decision)
    clock.set(march)

    def again(element: str, **scope: Any) -> int:
        (one,) = [
            one for one in application.ask(Heat("again", **scope), LEADER)["elements"] if one["element"] == element
        ]
        rows = application.ask(HeatRows("again", element, "again", **scope), LEADER)["items"]
        assert len(rows) == one["again"]
        return int(one["again"])

    months = ({"since": january, "until": february}, {"since": february, "until": march})
    for element in ("ask", "look"):
        assert [again(element, **month) for month in months] == [0, 1]
        assert again(element, since=january, until=march) == 1
    assert [again("ask", since=february, unit=unit) for unit in ("B001", "P001")] == [
        1,
        1 if one_by_one == "false" else 0,
    ]


def test_what_stopped_stands_on_the_page_of_its_own_process(busy: Application, clock: VirtualClock) -> None:
    designer = Actor("anna", "Anna", frozenset({"designer"}))
    busy.execute(_Stopped("A0", "again"), SYSTEM)
    busy.execute(_Stopped("P0", "ping"), SYSTEM)  # another process has an element of the same id
    (one,) = [one for one in busy.ask(Heat("again"), designer)["elements"] if one["incidents"]]
    assert [incident["case"] for incident in one["incidents"]] == ["A0"]
    assert not any(one["incidents"] for one in busy.ask(Heat("ping"), designer)["elements"])
    assert not any(one["incidents"] for one in busy.ask(Heat("again", unit="B001"), designer)["elements"])


@pytest.mark.parametrize("another_draws_it", [False, True])
def test_cases_of_an_earlier_version_count_at_the_step_only_it_drew(busy: Application, another_draws_it: bool) -> None:
    """The new version calls the step otherwise; the two that wait stay on the old one, and one of them stopped.

    Another process of the bundle may draw a step of that id: what the process itself has there is still its own.
    """
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    drawn = files["loop.bpmn"].replace(b'id="look"', b'id="inspect"').replace(b'Ref="look"', b'Ref="inspect"')
    before = busy.ask(Heat("again"), LEADER)["elements"]
    busy.execute(_Stopped("A0", "again"), SYSTEM)
    if another_draws_it:
        process = files["loop.bpmn"].partition(b'<process id="again"')[2].partition(b"</process>")[0]
        at, end = drawn.rpartition(b"</process>")[0] + b"</process>", b"</definitions>"
        drawn = at + b'<process id="other"' + process + b"</process>" + end
        busy.execute(DeployBundle("loop", {**files, "loop.bpmn": drawn}), ANNA)
        drawn = drawn.replace(b'name="served"', b'name="served again"').replace("开球".encode(), "再开球".encode())
    busy.execute(DeployBundle("loop", {**files, "loop.bpmn": drawn}), ANNA)
    busy.execute(StartInstance("again", "C0", {}), ANNA)
    designer = Actor("anna", "Anna", frozenset({"designer"}))
    rows = {one["element"]: one for one in busy.ask(Heat("again"), designer)["elements"]}
    assert [(name, one["version"], one["waiting"]) for name, one in rows.items()] == [
        ("inspect", None, 1),
        ("look", 1, 2),
    ]
    assert [rows["look"][figure] for figure in MEASURES] == [before[0][figure] for figure in MEASURES]
    assert rows["look"]["name_en"] == "Look" and rows["look"]["median"] == before[0]["median"]
    assert [one["case"] for one in rows["look"]["incidents"]] == ["A0"]
    for measure in MEASURES:
        listed = busy.ask(HeatRows("again", "look", measure), LEADER)["items"]
        assert len(listed) == rows["look"][measure]
    if another_draws_it:
        (other,) = busy.ask(Heat("other"), designer)["elements"]
        assert (other["waiting"], other["done"], other["incidents"]) == (0, 0, [])


def test_a_process_no_longer_drawn_keeps_its_cases_its_heat_and_what_stopped(busy: Application) -> None:
    """The new version has other processes only; its two waiting cases stay on the one that drew it last."""
    designer = Actor("anna", "Anna", frozenset({"designer"}))
    before = busy.ask(Heat("again"), LEADER)
    assert before["in_force"] and busy.ask(ProcessesOnceDrawn(), LEADER) == []
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    first, rest = files["loop.bpmn"].split(b'<process id="again"')
    without = first + rest.partition(b"</process>")[2]
    for drawn in (
        without,
        without.replace(b'name="served"', b'name="served again"').replace("开球".encode(), "再开球".encode()),
    ):
        busy.execute(DeployBundle("loop", {"loop.bpmn": drawn}), ANNA)
    busy.execute(_Stopped("A0", "again"), SYSTEM)
    assert busy.ask(ProcessesOnceDrawn(), LEADER) == [
        {"id": "again", "name": "反复", "name_en": None, "bundle": "loop", "version": 1}
    ]
    after = busy.ask(Heat("again"), designer)
    assert (after["in_force"], after["version"], after["xml"]) == (False, 1, before["xml"])
    (one,) = after["elements"]
    assert {**one, "incidents": []} == before["elements"][0]
    assert [incident["case"] for incident in one["incidents"]] == ["A0"]
    for measure in MEASURES:
        assert len(busy.ask(HeatRows("again", "look", measure), LEADER)["items"]) == one[measure]
    with pytest.raises(NotFound):
        busy.ask(Heat("never"), LEADER)


def test_what_was_only_proposed_was_never_drawn(busy: Application, clock: VirtualClock) -> None:
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    other = files["loop.bpmn"].replace(b'<process id="again"', b'<process id="other"')
    busy.execute(_Proposed(other), ANNA)
    assert busy.ask(ProcessesOnceDrawn(), LEADER) == []
    with pytest.raises(NotFound):
        busy.ask(Heat("other"), LEADER)


@dataclass(frozen=True)
class _Proposed:
    drawn: bytes

    def perform(self, work: UnitOfWork) -> None:
        manifest = {"processes": [{"id": "other", "name": "别的", "file": "loop.bpmn"}], "start_messages": {}}
        work.bundles.add("loop", "0" * 64, manifest, [("loop.bpmn", self.drawn)], at=work.now, by="anna", proposed=True)


@dataclass(frozen=True)
class _Stopped:
    key: str
    process_id: str

    def perform(self, work: UnitOfWork) -> None:
        instance = work.instances.of_key("A0")[0].id
        work.incidents.add(
            [
                Incident(
                    new_id(), "step", None, instance, None, self.key, self.process_id, "look", "停了", 1, {}, work.now
                )
            ]
        )


def ask(application: Application, unit: str) -> None:
    tasks: list[UserTask] = application.ask(OpenTasks(), INTAKE)
    task = next(one for one in tasks if one.element == "ask" and one.unit == unit)
    asked = Actor(unit, unit, frozenset({"handler"}), unit)
    application.execute(CompleteTask(task.id, task.revision, {"decision": "done"}), asked)
