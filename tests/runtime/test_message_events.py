import pytest

from engine.errors import NotNow
from tests.runtime.diagram import drawn


def case_at_work():
    return drawn("message_events").start(unit="U7", parent="JH1", text="done")


def test_each_subscription_has_the_key_of_the_moment_it_began():
    case = case_at_work()
    assert case.waits == ["supplement|K1", "unit_released|K1/U7", "withdraw|K1"]
    case.step(lambda instance, halt: instance.correct({"unit": "U8"}))
    assert "unit_released|K1/U7" in case.waits


def test_a_message_with_another_key_finds_nobody():
    with pytest.raises(NotNow):
        case_at_work().deliver("unit_released", "K1")


def test_an_interrupting_message_withdraws_the_task():
    case = case_at_work().deliver("withdraw", reason="solved itself")
    assert case.status == "completed" and case.last.ended_at_element == "gone"
    assert case.facts["withdraw"] == {"reason": "solved itself"}


def test_a_message_that_does_not_interrupt_can_come_again_and_again():
    case = case_at_work()
    same = [one.id for one in case.last.subscriptions if one.message == "supplement"]
    for nth in (1, 2, 3):
        case.deliver("supplement", text=f"more {nth}")
        assert case.open == ["work"] + ["read_more"] * nth
        assert [one.id for one in case.last.subscriptions if one.message == "supplement"] == same
    assert [task.facts["supplement"]["text"] for task in case.last.user_tasks[1:]] == ["more 1", "more 2", "more 3"]
    case.do("work")
    assert "supplement|K1" not in case.waits  # the host is done


def test_what_is_thrown_to_others_leaves_through_the_outcome():
    case = case_at_work().do("work")
    assert [(one.message, one.to, one.payload) for one in case.last.thrown] == [
        ("joint_replied", "JH1", {"text": "done"})
    ]
    case.deliver("answered", ok=True)
    assert [(one.message, one.to) for one in case.last.thrown] == [("case_closed", "K1/supervision")]
    assert case.status == "completed"


def test_a_message_to_itself_is_heard_in_the_same_step():
    case = drawn("own_message").start(ground="not ours")
    for nth in (1, 2):
        if nth == 1:
            case.do("sign")
        else:
            case.deliver("return_raised", ground="again")
        assert case.open == ["handle"] + ["cosign"] * nth and case.last.thrown == []
    assert case.last.user_tasks[1].facts["return_raised"] == {"ground": "not ours"}


def test_a_start_message_begins_at_its_own_start_event():
    desk = drawn("message_start")
    assert desk.bundle.start_messages == {"convene_joint": "message_start"}
    case = desk.start(message="convene_joint", key="JH1", cases=["K1", "K2"])
    assert case.open == ["plan"] and case.facts == {"key": "JH1", "cases": ["K1", "K2"]}
    assert case.last.passed[0].element == "convened"
    assert desk.start().last.passed[0].element == "plain"
