import pytest

from engine.errors import NotFound, NotNow
from engine.runtime import StepFailed
from tests.runtime.diagram import drawn


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
    assert (failed.value.element, failed.value.nth) == ("record", 1)
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
