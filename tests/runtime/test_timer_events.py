from datetime import UTC, datetime, timedelta

from tests.runtime.diagram import drawn

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 in the district


def at_work(**facts):
    desk = drawn("timer_events", operations={"remind": lambda: {}})
    case = desk.start(**{"hours": "PT2H", "handle_due": "2026-11-25T12:00:00", **facts})
    assert [(timer.element, timer.due_at) for timer in case.last.timers] == [("at_date", NOON)]
    assert case.later(hours=3) == ["at_date"]
    assert [(timer.element, timer.due_at) for timer in case.last.timers] == [("for_hours", NOON + timedelta(hours=2))]
    case.later(hours=2)
    assert case.open == ["handle"]
    return desk, case


def rows(case):
    return {timer.element: timer.due_at for timer in case.last.timers}


def test_a_date_without_zone_is_the_districts_and_a_duration_counts_from_the_injected_clock():
    at_work()


def test_a_timer_fires_exactly_at_its_due_time_and_once():
    desk, case = at_work()
    late = next(timer for timer in case.last.timers if timer.element == "late")
    desk.clock.set(late.due_at - timedelta(microseconds=1))
    assert case.instance().fire(late.id) is False
    desk.clock.set(late.due_at)
    assert case.fire(late.id) is True and case.open == ["supervise"]
    assert case.fire(late.id) is False and case.open == ["supervise"]
    assert case.last.passed == []


def test_the_interrupted_task_is_told_as_cancelled():
    _, case = at_work()
    case.later(days=2)
    assert ("handle", "cancelled") in [(one.element, one.state) for one in case.last.passed]


def test_a_cycle_keeps_its_id_and_fires_as_often_as_it_says():
    desk, case = at_work()
    first = next(timer for timer in case.last.timers if timer.element == "remind")
    for turn in (1, 2, 3):
        assert "remind" in rows(case)
        assert case.later(hours=4) == ["remind"]
        assert len([call for call in desk.calls if call[0] == "remind"]) == turn
        same = [timer.id for timer in case.last.timers if timer.element == "remind"]
        assert same == ([first.id] if turn < 3 else [])
    assert case.later(hours=4) == [] and case.open == ["handle"]


def test_turns_missed_while_nobody_looked_lapse():
    desk, case = at_work(handle_due="2027-01-01T00:00:00")
    assert case.later(hours=9) == ["remind"]
    assert len(desk.calls) == 1
    assert rows(case)["remind"] == NOON + timedelta(hours=2 + 12)
    assert case.later(hours=9) == ["remind"] and "remind" not in rows(case)
    assert len(desk.calls) == 2


def test_a_bound_timer_rests_and_moves_with_its_deadline():
    desk, case = at_work()
    assert case.step(lambda instance, halt: instance.move_deadline("handle", None)) == 1
    assert rows(case)["late"] is None
    assert "late" not in case.later(days=30)
    new = desk.clock.now() + timedelta(hours=1)
    case.step(lambda instance, halt: instance.move_deadline("handle", new))
    assert rows(case)["late"] == new
    case.later(hours=1)
    assert case.open == ["supervise"]


def test_the_due_time_does_not_follow_later_facts():
    _, case = at_work()
    due = rows(case)["late"]
    case.step(lambda instance, halt: instance.correct({"handle_due": "2030-01-01T00:00:00"}))
    assert rows(case)["late"] == due


def test_a_time_nobody_can_read_is_an_incident_on_the_timer_alone():
    desk = drawn("timer_events", operations={"remind": lambda: {}})
    case = desk.start(hours="two", handle_due=None)
    case.later(hours=3)
    assert case.stuck == ["for_hours"] and "Expected a duration" in case.last.incidents[0].cause
    assert case.skip().open == ["handle"]
    assert rows(case)["late"] is None  # bound to a deadline and null: it rests
