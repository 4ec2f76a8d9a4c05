"""An element fails: the person's act is kept, what it wrote is not, and an operator goes on from there."""

from collections.abc import Iterator

import pytest

from engine.actor import CLOCK
from engine.application import Application
from engine.commands.correct_facts import CorrectFacts
from engine.commands.fire_timer import RecordTimerFailure
from engine.commands.retry_incident import RetryIncident
from engine.commands.skip_incident import SkipIncident
from engine.commands.start_instance import StartInstance
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.timers import Timers
from engine.queries.instance_view import InstanceView
from engine.queries.journal_of import JournalOf
from engine.queries.open_incidents import OpenIncidents
from tests.commands.desk import ANNA, CARL, EDITH, FAILURES, BusinessFault, apply_for, deploy, files, offered, start


@pytest.fixture
def stuck(application: Application) -> str:
    """An instance whose operation failed; the id of the incident."""
    FAILURES[:] = [RuntimeError("the archive is on fire")] * 2
    deploy(application)
    start(application)
    apply_for(application)
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert (incident["element"], incident["process"], incident["key"]) == ("note", "permit", "P1")
    assert "the archive is on fire" in incident["cause"]
    return str(incident["id"])


@pytest.fixture(autouse=True)
def _no_failure_is_left() -> Iterator[None]:
    yield
    FAILURES.clear()


def kinds(application: Application) -> list[str]:
    return [entry["kind"] for entry in application.ask(JournalOf("P1"), EDITH)["items"]]


def test_the_completion_is_kept_and_what_the_failed_operation_wrote_is_not(
    application: Application, stuck: str
) -> None:
    assert kinds(application) == ["start", "complete"]
    assert offered(application, ANNA) == []
    assert offered(application, CARL) == []


def test_a_retry_that_fails_counts_and_one_that_works_goes_on(application: Application, stuck: str) -> None:
    assert application.execute(RetryIncident(stuck), EDITH)["status"] == "open"
    assert application.ask(OpenIncidents(), EDITH)["items"][0]["attempts"] == 2
    assert application.execute(RetryIncident(stuck), EDITH)["status"] == "closed"
    assert [task["element"] for task in offered(application, CARL)] == ["approve"]
    assert kinds(application) == ["start", "complete", "retry", "noted", "retry"]
    with pytest.raises(NotNow):
        application.execute(RetryIncident(stuck), EDITH)


def test_several_that_stopped_for_one_cause_stay_one_incident_while_any_of_them_does(
    application: Application,
) -> None:
    one, many = (
        b'value="now() + duration(&quot;PT4H&quot;)"',
        b'value="if item + 3 &gt; days then &quot;x&quot; else null"',
    )
    each = b'<multiInstanceLoopCharacteristics><loopCardinality>4</loopCardinality><inputDataItem name="item"/>'
    drawn = files()["permit.bpmn"].replace(one, many)
    head, found, rest = drawn.partition(b"</userTask>\n    <boundaryEvent")
    deploy(application, **{"permit.bpmn": head + each + b"</multiInstanceLoopCharacteristics>" + found + rest})
    instance = start(application)
    apply_for(application)
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert (incident["element"], incident["attempts"]) == ("approve", 4)
    application.execute(CorrectFacts(instance, {"days": 4}, "typo"), EDITH)
    assert application.execute(RetryIncident(incident["id"]), EDITH)["status"] == "open"
    (left,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert (left["id"], left["attempts"], len(offered(application, CARL))) == (incident["id"], 6, 1)
    application.execute(CorrectFacts(instance, {"days": 9}, "typo"), EDITH)
    assert application.execute(RetryIncident(incident["id"]), EDITH)["status"] == "closed"
    assert application.ask(OpenIncidents(), EDITH)["items"] == [] and len(offered(application, CARL)) == 4


def test_skipping_wants_a_reason_and_goes_on_behind(application: Application, stuck: str) -> None:
    with pytest.raises(Unusable):
        application.execute(SkipIncident(stuck, " "), EDITH)
    assert application.execute(SkipIncident(stuck, "noted by hand"), EDITH)["status"] == "skipped"
    assert [task["element"] for task in offered(application, CARL)] == ["approve"]
    assert application.ask(OpenIncidents(), EDITH)["items"] == []


def test_facts_can_be_corrected(application: Application, stuck: str) -> None:
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    application.execute(CorrectFacts(incident["instance"], {"days": 7}, "typo"), EDITH)
    assert application.ask(InstanceView(incident["instance"]), EDITH)["facts"]["days"] == 7


def test_only_designers_and_administrators_look_after_incidents(application: Application, stuck: str) -> None:
    with pytest.raises(NotAllowed):
        application.execute(RetryIncident(stuck), ANNA)


def test_a_business_fault_nobody_catches_is_an_incident(application: Application) -> None:
    FAILURES[:] = [BusinessFault("no_archive", "there is no archive")]
    deploy(application)
    start(application)
    apply_for(application)
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert "no_archive" in incident["cause"] or "there is no archive" in incident["cause"]


def test_a_state_that_grows_too_large_is_an_incident_and_other_cases_go_on(application: Application) -> None:
    deploy(application, **{"permit.bpmn": files()["permit.bpmn"].replace(b'"submission.reason"', b'"scan"', 1)})
    start(application, scan="x" * 3_000_000)
    start(application, key="P2", scan="short")
    apply_for(application)
    (incident,) = application.ask(OpenIncidents(), EDITH)["items"]
    assert incident["element"] == "note" and "Expected a state of at most" in incident["cause"]
    assert kinds(application) == ["start", "complete"]  # what the operation wrote was taken back
    apply_for(application, key="P2")
    assert [task["case"] for task in offered(application, CARL)] == ["P2"]
    application.execute(CorrectFacts(incident["instance"], {"scan": "short"}, "the scan lies in the archive"), EDITH)
    assert application.execute(RetryIncident(incident["id"]), EDITH)["status"] == "closed"
    assert sorted(task["case"] for task in offered(application, CARL)) == ["P1", "P2"]


def many_notes() -> bytes:
    """The permit, with sixty notes side by side."""
    each = b"<multiInstanceLoopCharacteristics><loopCardinality>60</loopCardinality></multiInstanceLoopCharacteristics>"
    return files()["permit.bpmn"].replace(b"</serviceTask>", each + b"</serviceTask>", 1)


def test_sixty_operations_that_fail_are_two_incidents_in_one_step(application: Application) -> None:
    FAILURES[:] = [RuntimeError("the archive is on fire")] * 100
    deploy(application, **{"permit.bpmn": many_notes()})
    start(application)
    apply_for(application)
    found = application.ask(OpenIncidents(limit=100), EDITH)["items"]
    assert [(one["element"], one["attempts"]) for one in found] == [("note", 10), ("note", 50)]
    assert found[1]["cause"].startswith("Not tried")
    assert 1 <= 100 - len(FAILURES) <= 20  # each would play the whole step again, while all others wait to write
    assert kinds(application) == ["start", "complete"] and offered(application, ANNA) == []


WAITS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="urn:suqiu:test">
  <process id="waits" isExecutable="true"><startEvent id="s"/>
    <userTask id="a" name="a"><extensionElements><spiffworkflow:properties>
      <spiffworkflow:property name="form" value="permit/apply"/><spiffworkflow:property name="role" value="handler"/>
      <spiffworkflow:property name="unit" value="unit"/>
    </spiffworkflow:properties></extensionElements></userTask>
    <boundaryEvent id="late" name="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition>
      <timeDuration>"PT4H"</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="told"/>
    <intermediateCatchEvent id="rest" name="rest"><timerEventDefinition><timeDuration>"PT2H"</timeDuration>
    </timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>
    <sequenceFlow id="s_f" sourceRef="s" targetRef="f"/><parallelGateway id="f"/>
    <sequenceFlow id="f_a" sourceRef="f" targetRef="a"/><sequenceFlow id="f_rest" sourceRef="f" targetRef="rest"/>
    <sequenceFlow id="a_e" sourceRef="a" targetRef="e"/><sequenceFlow id="rest_e" sourceRef="rest" targetRef="e"/>
    <sequenceFlow id="late_told" sourceRef="late" targetRef="told"/>
  </process></definitions>"""


def test_a_timer_beside_its_task_can_be_skipped_and_one_that_is_waited_for_only_retried(
    application: Application,
) -> None:
    deploy(application, **{"waits.bpmn": WAITS.encode()})
    instance = application.execute(StartInstance("waits", "W1", {"unit": "U1"}), EDITH)["instance"]
    with application.database.reading() as connection:
        timers = {one.element: one.id for one in Timers(connection).of_instance(instance)}
    for timer in timers.values():
        for _ in range(5):
            application.execute(RecordTimerFailure(timer, "OSError: no disk"), CLOCK)
    found = {one["element"]: one["id"] for one in application.ask(OpenIncidents(), EDITH)["items"]}
    assert application.execute(SkipIncident(found["late"], "nobody needs it"), EDITH)["status"] == "skipped"
    with pytest.raises(NotNow, match="rest is the timer it waits for"):
        application.execute(SkipIncident(found["rest"], "go on"), EDITH)
    assert application.execute(RetryIncident(found["rest"]), EDITH)["status"] == "closed"
