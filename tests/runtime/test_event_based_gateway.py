from datetime import timedelta

import pytest

from engine.errors import NotNow
from tests.runtime.diagram import drawn


def test_each_event_has_its_own_row_and_due_time():
    case = drawn("event_based_gateway").start()
    assert case.waits == ["citizen_rated|K1"]
    dues = {timer.element: timer.due_at.isoformat() for timer in case.last.timers}
    assert dues == {"week": "2026-11-30T01:00:00+00:00", "month": "2026-12-23T01:00:00+00:00"}


def test_the_first_event_withdraws_the_others():
    case = drawn("event_based_gateway").start()
    timers = [timer.id for timer in case.last.timers]
    case.deliver("citizen_rated", solved=True)
    assert case.open == ["after_rating"] and case.facts["citizen_rated"] == {"solved": True}
    assert case.waits == [] and case.last.timers == []
    assert case.last.flows[:2] == ["first_rated", "rated_after_rating"]
    case.desk.clock.forward(timedelta(days=90))
    assert [case.instance().fire(timer) for timer in timers] == [False, False]


def test_the_earlier_timer_wins_and_the_message_then_finds_nobody():
    case = drawn("event_based_gateway").start()
    assert case.later(days=8) == ["week"] and case.open == ["after_week"]
    with pytest.raises(NotNow, match="found nobody"):
        case.deliver("citizen_rated")


def test_a_moved_deadline_changes_only_the_timer_bound_to_it():
    case = drawn("event_based_gateway").start()
    assert case.step(lambda instance, halt: instance.move_deadline("rating", None)) == 1
    assert {timer.element: timer.due_at is None for timer in case.last.timers} == {"week": True, "month": False}
    assert case.later(days=40) == ["month"] and case.open == ["after_month"]
