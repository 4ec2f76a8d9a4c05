import pytest

from engine.errors import NotFound, NotNow
from engine.feel import Stint
from engine.runtime import Halt, StepFailed
from engine.runtime.limits import STEP_REPLAYS
from tests.runtime.diagram import Desk, bpmn, drawn, flows, user


def desk_with(record):
    return drawn("incidents", operations={"record": record})


def test_the_persons_completion_is_kept_and_the_incident_stands_on_the_element():
    case = desk_with(lambda text: 1 / 0).start(sure=True).do("fill", amount=5, text="words")
    (incident,) = case.last.incidents
    assert (incident.element, incident.attempts) == ("record", 1)
    assert incident.cause == "ZeroDivisionError: division by zero"
    assert case.facts["amount"] == 5 and case.open == [] and case.status == "running"


def test_a_retry_has_the_same_submission_and_counts():
    answers = iter([ValueError("down"), ValueError("still down"), {"recorded": True}])

    def record(text):
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return {**answer, "said": text}

    case = desk_with(record).start(sure=True).do("fill", text="words").retry()
    assert case.last.incidents[0].attempts == 2 and case.last.incidents[0].cause == "ValueError: still down"
    assert case.retry().open == ["yes"] and case.facts["said"] == "words"


def test_a_failed_try_raises_where_to_halt_and_leaves_the_blob_alone():
    case = desk_with(lambda text: 1 / 0).start()
    instance = case.instance()
    with pytest.raises(StepFailed) as failed:
        instance.complete(case.last.user_tasks[0].id, {"text": "x"}, "ann")
    assert failed.value.halt.at[0][:2] == ("record", 1)
    again = case.instance()
    again.complete(case.last.user_tasks[0].id, {"text": "x"}, "ann", halt=failed.value.halt)
    assert [one.element for one in again.outcome().incidents] == ["record"]


def test_one_incident_after_another():
    case = desk_with(lambda text: 1 / 0).start(sure=None).do("fill").skip()
    assert case.stuck == ["sure"]
    case.step(lambda instance, halt: instance.correct({"sure": False}))
    assert case.retry().open == ["no"]


def test_a_settled_incident_is_gone():
    case = desk_with(lambda text: 1 / 0).start(sure=True).do("fill")
    incident = case.last.incidents[0].id
    case.skip()
    with pytest.raises(NotFound):
        case.instance().retry(incident)


def test_an_endless_loop_is_an_incident_and_not_a_hanging_node():
    desk = drawn("endless", operations={"spin": lambda: None})
    case = desk.start(stop=False)
    assert case.status == "running" and len(case.stuck) == 1
    assert "loop" in case.last.incidents[0].cause


def test_cancelling_ends_everything():
    case = desk_with(lambda text: None).start()
    case.step(lambda instance, halt: instance.cancel())
    assert case.status == "cancelled" and case.open == []
    with pytest.raises(NotNow):
        case.instance().cancel()


EACH = (
    '<multiInstanceLoopCharacteristics><loopDataInputRef>items</loopDataInputRef><inputDataItem name="item"/>'
    "</multiInstanceLoopCharacteristics>"
)
NOTE = (
    '<serviceTask id="note" name="note"><extensionElements><spiffworkflow:serviceTaskOperator id="note">'
    '<spiffworkflow:parameters><spiffworkflow:parameter id="item" value="item"/></spiffworkflow:parameters>'
    f"</spiffworkflow:serviceTaskOperator></extensionElements>{EACH}</serviceTask>"
)
RUNAWAY = "count(for one in 1..1000 return count(for two in 1..1000 return two))"


def straight(element, name):
    return bpmn(f'<startEvent id="s"/>{element}<endEvent id="e"/>' + flows(f"s {name};{name} e"))


@pytest.mark.parametrize("count", [1, 60, 500])
def test_every_item_whose_expression_fails_stops_and_nothing_is_played_again(count):
    desk = Desk(straight(user("look", EACH, due="item"), "look"))
    case = desk.start(items=list(range(count)))
    assert case.stuck == ["look"] * count and case.played == 1


def test_what_stops_at_one_element_for_one_cause_is_one_incident_however_often():
    answers = {"down": True}

    def note(item):
        if answers["down"] or item == 7:
            raise OSError("no answer")

    case = Desk(straight(NOTE, "note"), operations={"note": note}).start(items=list(range(8)))
    (incident,) = case.last.incidents
    assert incident.attempts == 8
    answers["down"] = False
    (left,) = case.retry().last.incidents
    assert left.attempts == 2 and left.id != incident.id  # the first item went through, the last did not
    assert case.skip().status == "completed"


def test_a_reminder_that_fails_at_every_turn_is_one_incident():
    often = '<boundaryEvent id="often" attachedToRef="look" cancelActivity="false"><timerEventDefinition><timeCycle>'
    often += '"R/PT1H"</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="x"/>'
    body = f'<startEvent id="s"/>{user("look")}{often}{NOTE.replace(EACH, "")}<endEvent id="e"/>'
    desk = Desk(bpmn(body + flows("s look;look e;often note;note x")), operations={"note": lambda item: 1 / 0})
    case = desk.start(item=1)
    for _ in range(5):
        case.later(hours=1)
    assert case.stuck == ["note"] and case.last.incidents[0].attempts == 5
    assert case.retry().last.incidents[0].attempts == 10 and case.skip().stuck == []


def test_one_expression_that_runs_away_takes_nothing_from_those_beside_it():
    body = '<startEvent id="s"/><parallelGateway id="fork"/><endEvent id="x"/><endEvent id="y"/>'
    body += user("wild", assignee=RUNAWAY) + user("tame", assignee="count(for one in 1..9000 return one)")
    case = Desk(bpmn(body + flows("s fork;fork wild;fork tame;wild x;tame y"))).start()
    assert case.stuck == ["wild"] and case.open == ["tame"]
    assert "Simplify the expression" in case.last.incidents[0].cause


def test_operations_that_fail_are_played_again_a_few_times_and_the_rest_wait_untried():
    tried = []

    def note(item):
        tried.append(item)
        if item >= 5:
            raise ValueError(f"no {item}")

    desk = Desk(straight(NOTE, "note"), operations={"note": note})
    case = desk.start(items=list(range(60)))
    causes = [one.cause for one in case.last.incidents]
    assert len(causes) == STEP_REPLAYS + 1 and case.played == STEP_REPLAYS + 1
    assert causes[0] == "ValueError: no 5" and causes[STEP_REPLAYS - 1] == f"ValueError: no {4 + STEP_REPLAYS}"
    assert causes[-1].startswith("Not tried") and case.last.incidents[-1].attempts == 55 - STEP_REPLAYS
    assert max(tried) == 4 + STEP_REPLAYS
    assert [call["item"] for _, call in desk.calls] == [0, 1, 2, 3, 4]  # what was not rolled back
    tried.clear()
    assert len(case.retry(STEP_REPLAYS).last.incidents) == 2 * STEP_REPLAYS + 1 and min(tried) == 5 + STEP_REPLAYS
    assert case.skip(2 * STEP_REPLAYS).stuck == ["note"] * 2 * STEP_REPLAYS  # all that were not tried


def test_the_replays_of_an_act_share_its_time_and_the_persons_completion_is_kept_when_it_is_over():
    case = desk_with(lambda text: 1 / 0).start(sure=True)
    task = case.last.user_tasks[0].id
    with pytest.raises(StepFailed) as failed:
        case.instance().complete(task, {"text": "x"}, "ann")
    first = failed.value.halt.stint
    assert first is not None
    with pytest.raises(StepFailed) as failed:
        case.instance().complete(task, {"text": "x"}, "ann", halt=Halt(stint=first))
    assert failed.value.halt.stint is first
    case.step(lambda instance, _: instance.complete(task, {"text": "x"}, "ann", halt=Halt(stint=Stint(-1))))
    assert case.stuck == ["record"] and "takes longer" in case.last.incidents[0].cause
    assert case.open == [] and case.retry().last.incidents[0].cause == "ZeroDivisionError: division by zero"
