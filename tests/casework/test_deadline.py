"""The ledger of a deadline: pauses give back what was left, extensions add, every entry can be explained."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.casework.calendar import SpecialDay, WorkCalendar
from engine.casework.deadline import Change, Deadline, What, start, start_until
from engine.casework.explain import explain
from engine.errors import NotNow, Unusable
from tests.casework.conftest import HOURS, SPRING, ZONE, local

CALENDAR = WorkCalendar(SPRING, frozenset({2025, 2026}), HOURS, ZONE)
MINUTE = timedelta(minutes=1)
UNTIMED = settings(deadline=None)  # a busy machine is no defect


def a_deadline(budget: str, begun: str = "2026-03-02 09:00", name: str = "handle") -> Deadline:
    return start("PS1", name, budget, at=local(begun), by="clerk", calendar=CALENDAR)


def then(deadline: Deadline, what: What, at: str, **more: str) -> Deadline:
    return deadline.with_change(Change(local(at), what, "clerk", **more), CALENDAR)


def due(deadline: Deadline) -> datetime | None:
    standing = deadline.standing()
    return standing.due.at if standing.due else None


@pytest.mark.parametrize(
    ("budget", "paused", "resumed", "expected"),
    [
        ("3 working days", "2026-03-03 10:00", "2026-03-10 10:00", "2026-03-12 18:00"),
        ("3 working days", "2026-03-05 10:00", "2026-03-10 10:00", "2026-03-10 18:00"),
        ("4 working hours", "2026-03-02 10:00", "2026-03-06 16:00", "2026-03-09 10:00"),
        ("7 days", "2026-03-03 09:00", "2026-03-05 09:00", "2026-03-11 09:00"),
        ("3 working days", "2026-03-06 10:00", "2026-03-10 10:00", "2026-03-05 18:00"),
    ],
)
def test_after_a_pause_what_was_left_is_left(budget: str, paused: str, resumed: str, expected: str) -> None:
    resting = then(a_deadline(budget), What.PAUSE, paused)
    assert due(resting) is None
    assert due(then(resting, What.RESUME, resumed)) == local(expected)


@pytest.mark.parametrize(
    ("paused", "resumed", "expected"),
    [
        ("2026-03-05 10:00", "2026-03-05 11:00", "2026-03-06 16:00"),
        ("2026-03-05 11:30", "2026-03-05 11:31", "2026-03-06 15:01"),
        ("2026-03-05 20:00", "2026-03-05 22:00", "2026-03-06 15:00"),
        ("2026-03-06 10:00", "2026-03-10 10:00", "2026-03-10 15:00"),
    ],
)
def test_extended_by_hours_days_give_back_just_the_working_time_of_a_pause(
    paused: str, resumed: str, expected: str
) -> None:
    extended = then(a_deadline("3 working days"), What.EXTEND, "2026-03-03 10:00", budget="4 working hours")
    assert due(extended) == local("2026-03-06 15:00")
    assert due(then(then(extended, What.PAUSE, paused), What.RESUME, resumed)) == local(expected)


def test_an_hour_extended_by_working_days_is_due_in_working_time_after_a_pause_and_the_explanation_says_so() -> None:
    extended = then(a_deadline("1 hour"), What.EXTEND, "2026-03-02 09:30", budget="3 working days")
    assert due(extended) == local("2026-03-05 18:00")
    resumed = then(then(extended, What.PAUSE, "2026-03-05 09:00"), What.RESUME, "2026-03-06 18:00")
    assert due(resumed) == local("2026-03-09 18:00")
    told = explain(resumed, lambda _: CALENDAR)[-1]
    assert told.en.startswith("Resumed with the time that was left; 7:00 of working time counted: 2026-03-09 7:00")
    assert "计工作时间 7:00" in told.zh


@UNTIMED
@given(st.sampled_from(["30 minutes", "1 hour", "24 hours"]), st.lists(st.integers(1, 9000), min_size=3, max_size=9))
def test_once_working_days_were_added_no_pause_makes_it_due_on_a_free_day(budget: str, minutes: list[int]) -> None:
    deadline = then(a_deadline(budget), What.EXTEND, "2026-03-02 09:10", budget="5 working days")
    at = local("2026-03-02 09:10")
    for index, length in enumerate(minutes):
        at += timedelta(minutes=length)
        deadline = deadline.with_change(Change(at, What.RESUME if index % 2 else What.PAUSE, "x"), CALENDAR)
        ends = due(deadline)
        assert ends is None or CALENDAR.is_working(CALENDAR.day_of(ends))
        assert ends is None or CALENDAR.working_time_between(ends - timedelta(minutes=1), ends) > timedelta()


def test_a_pause_over_a_weekend_gains_no_working_day() -> None:
    plain = a_deadline("3 working days", "2026-03-06 09:00")
    paused = then(then(plain, What.PAUSE, "2026-03-06 18:00"), What.RESUME, "2026-03-08 12:00")
    assert due(paused) == due(plain)
    late = then(then(plain, What.PAUSE, "2026-03-06 17:00"), What.RESUME, "2026-03-08 12:00")
    assert due(late) == local("2026-03-12 10:00"), "the hour of Friday alone"


def test_an_extension_adds_its_budget_to_the_due_time() -> None:
    assert due(then(a_deadline("1 working day"), What.EXTEND, "2026-03-03 10:00", budget="2 working days")) == local(
        "2026-03-05 18:00"
    )


def test_a_stopped_deadline_remembers_whether_it_was_kept() -> None:
    kept = then(a_deadline("1 working day"), What.STOP, "2026-03-03 17:00")
    late = then(a_deadline("1 working day"), What.STOP, "2026-03-04 09:00")
    assert (kept.standing().kept, late.standing().kept) == (True, False)
    with pytest.raises(NotNow, match="stopped"):
        then(kept, What.EXTEND, "2026-03-04 10:00", budget="1 hour")


def test_pausing_twice_and_resuming_what_runs_are_refused() -> None:
    resting = then(a_deadline("1 working day"), What.PAUSE, "2026-03-02 10:00")
    with pytest.raises(NotNow, match="paused"):
        then(resting, What.PAUSE, "2026-03-02 11:00")
    with pytest.raises(NotNow, match="running"):
        then(a_deadline("1 working day"), What.RESUME, "2026-03-02 11:00")


def test_a_deadline_until_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(Unusable, match="passed"):
        start_until("JH1", "branch", local("2026-03-01 09:00"), at=local("2026-03-02 09:00"), by="x", calendar=CALENDAR)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(Unusable, match="name of a deadline"):
        a_deadline("1 day", name="lunch")


def test_a_provisional_date_moves_when_the_holidays_are_announced() -> None:
    deadline = a_deadline("5 working days", "2026-12-28 09:00")
    before = deadline.standing().due
    new_year = {**SPRING, date(2027, 1, 1): SpecialDay(False, "元旦")}
    announced = WorkCalendar(new_year, frozenset({2025, 2026, 2027}), HOURS, ZONE)
    assert deadline.standing().due == before  # another calendar moves nothing by itself
    told = deadline.with_change(Change(local("2026-12-30 09:00"), What.RECOMPUTE, "system"), announced)
    after = told.standing().due
    assert before is not None and after is not None
    assert before.provisional and not after.provisional
    assert after.at == local("2027-01-05 18:00") and before.at == local("2027-01-04 18:00")


def test_the_explanation_names_start_pause_holidays_and_extension() -> None:
    deadline = a_deadline("3 working days", "2026-02-13 10:00")
    deadline = then(deadline, What.PAUSE, "2026-02-14 10:00", reason="season")
    deadline = then(deadline, What.RESUME, "2026-02-24 10:00")
    deadline = then(deadline, What.EXTEND, "2026-02-25 10:00", budget="1 working day", reason="rain")
    steps = explain(deadline, lambda _: CALENDAR)
    assert [step.what for step in steps] == ["start", "pause", "resume", "extend"]
    assert "2026-02-16 春节" in steps[0].zh and "3 个工作日" in steps[0].zh
    assert steps[1].due is None and steps[1].reason == "season"
    assert steps[3].en.startswith("Extended by 1 working day")
    assert steps[-1].due == due(deadline)


def test_an_entry_is_told_by_the_calendar_it_was_made_by_and_the_new_one_by_its_own() -> None:
    deadline = a_deadline("2 working days", "2026-12-31 09:00")
    announced_at = local("2026-12-31 12:00")
    new_year = {**SPRING, date(2027, 1, 1): SpecialDay(False, "元旦")}
    announced = WorkCalendar(new_year, frozenset({2025, 2026, 2027}), HOURS, ZONE)
    deadline = deadline.with_change(Change(announced_at, What.RECOMPUTE, "system"), announced)
    first, again = explain(deadline, lambda at: announced if at >= announced_at else CALENDAR)
    told = [[(one.day, one.counts) for one in step.days] for step in (first, again)]
    assert told[0][0] == (date(2027, 1, 1), True) and first.due == local("2027-01-04 18:00")
    assert told[1][0] == (date(2027, 1, 1), False) and again.due == local("2027-01-05 18:00")


def test_a_recomputation_after_a_pause_counts_only_the_days_the_clock_ran_and_says_how_many_it_rested() -> None:
    deadline = then(a_deadline("3 working days", "2026-12-21 10:00"), What.PAUSE, "2026-12-22 10:00", reason="court")
    deadline = then(deadline, What.RESUME, "2026-12-31 10:00")
    new_year = {**SPRING, date(2027, 1, 1): SpecialDay(False, "元旦")}
    announced = WorkCalendar(new_year, frozenset({2025, 2026, 2027}), HOURS, ZONE)
    deadline = deadline.with_change(Change(local("2026-12-31 11:00"), What.RECOMPUTE, "system"), announced)
    told = explain(deadline, lambda _: announced)[-1]
    assert told.due == local("2027-01-05 18:00")
    counted = "21:00", "2026-12-22 1:00, 2026-12-31 6:00, 2027-01-04 7:00, 2027-01-05 7:00", "2026-12-23, "
    assert "; {} of working time counted: {}; 6 day(s) paused: {}".format(*counted) in told.en
    assert "，计工作时间 {}：{}；暂停 6 天：{}".format(*counted) in told.zh
    assert told.en.endswith("5 day(s) not counted: 2026-12-26, 2026-12-27, 2027-01-01 元旦, 2027-01-02, 2027-01-03")


def test_an_hour_extended_by_working_days_is_told_day_by_day_when_it_is_computed_anew() -> None:
    """Plain hours count no days, what was added to them does: the new holiday stands where it moved the date."""
    deadline = then(a_deadline("1 hour", "2026-12-31 09:00"), What.EXTEND, "2026-12-31 09:30", budget="2 working days")
    new_year = {**SPRING, date(2027, 1, 1): SpecialDay(False, "元旦")}
    announced = WorkCalendar(new_year, frozenset({2025, 2026, 2027}), HOURS, ZONE)
    deadline = deadline.with_change(Change(local("2026-12-31 09:40"), What.RECOMPUTE, "system"), announced)
    told = explain(deadline, lambda _: announced)[-1]
    assert told.due == due(deadline)
    counted = [one.day for one in told.days if one.counts]
    assert len(counted) == 2 and counted[-1] == due(deadline).astimezone(ZONE).date()  # type: ignore[union-attr]
    assert "2 day(s) counted" in told.en and "2027-01-01 元旦" in told.en
    only = a_deadline("1 hour").with_change(Change(local("2026-03-02 09:10"), What.RECOMPUTE, "system"), CALENDAR)
    assert explain(only, lambda _: CALENDAR)[-1].days == [], "an hour on the wall passes no holiday"


def test_a_way_too_long_to_name_its_days_says_how_many_they_are() -> None:
    deadline = then(a_deadline("3 working days"), What.PAUSE, "2026-03-03 10:00")
    deadline = then(then(deadline, What.RESUME, "2026-06-01 10:00"), What.RECOMPUTE, "2026-06-01 11:00")
    told = explain(deadline, lambda _: CALENDAR)[-1]
    assert "; 21:00 of working time counted; 63 day(s) paused; " in told.en
    assert "，计工作时间 21:00；暂停 63 天；" in told.zh


@UNTIMED
@given(
    st.sampled_from([("3 working days", 3, "1 working day", 4), ("6 working hours", 360, "1 working hour", 420)]),
    st.lists(st.integers(1, 4000), max_size=6).filter(lambda minutes: len(minutes) % 2 == 0),
    st.none() | st.integers(0, 6),
)
def test_what_a_recomputation_counts_is_the_budget_however_often_the_clock_rested(
    budget: tuple[str, int, str, int], minutes: list[int], extended_after: int | None
) -> None:
    text, plain, more, extended = budget
    deadline, at = a_deadline(text), local("2026-03-02 09:00")
    acts = [What.PAUSE if index % 2 == 0 else What.RESUME for index in range(len(minutes))]
    for nth, (what, length) in enumerate(zip([*acts, What.RECOMPUTE], [*minutes, 1], strict=True)):
        if nth == extended_after:
            deadline = deadline.with_change(Change(at, What.EXTEND, "x", budget=more), CALENDAR)
        at += timedelta(minutes=length)
        deadline = deadline.with_change(Change(at, what, "x"), CALENDAR)
    days = explain(deadline, lambda _: CALENDAR)[-1].days
    expected = extended if extended_after is not None and extended_after <= len(minutes) else plain
    counted, spare = sum(day.counts if day.minutes is None else day.minutes for day in days), 0
    if days[0].minutes is not None and text.endswith("days"):  # the day of the start counts for nothing; its rests do
        evening = local("2026-03-02 18:00")
        first = [CALENDAR.working_time_between(begin, min(end, evening)) for begin, end in deadline.rests()]
        expected = expected * 7 * 60 + sum(first, timedelta()) // MINUTE
        spare = 7 * 60 - 1 if expected > plain * 7 * 60 else 0  # an extension by working days ends with the day
    assert 0 <= counted - expected <= spare


@UNTIMED
@given(
    st.sampled_from(["3 working days", "6 working hours", "5 days"]),
    st.lists(st.integers(10, 4000), min_size=2, max_size=8),
)
def test_pausing_never_brings_a_deadline_forward(budget: str, minutes: list[int]) -> None:
    deadline, at = a_deadline(budget), local("2026-03-02 09:00")
    first = due(deadline)
    assert first is not None
    for index, length in enumerate(minutes):
        at += timedelta(minutes=length)
        deadline = deadline.with_change(Change(at, What.PAUSE if index % 2 == 0 else What.RESUME, "x"), CALENDAR)
        assert due(deadline) is None if index % 2 == 0 else (due(deadline) or first) >= first


@pytest.mark.parametrize(
    ("paused", "resumed", "expected"),
    [
        ("2026-03-03 10:00", "2026-03-03 17:00", "2026-03-06 16:00"),
        ("2026-03-03 17:59", "2026-03-04 09:01", "2026-03-06 09:02"),
        ("2026-03-03 18:00", "2026-03-04 09:00", "2026-03-05 18:00"),
        ("2026-03-02 10:00", "2026-03-02 11:00", "2026-03-06 10:00"),
    ],
)
def test_a_limit_in_working_days_gets_back_the_working_time_it_rested_to_the_minute(
    paused: str, resumed: str, expected: str
) -> None:
    """Whole days were given back: nothing for seven hours, a day for two minutes over midnight."""
    rested = then(then(a_deadline("3 working days"), What.PAUSE, paused), What.RESUME, resumed)
    assert due(rested) == local(expected)


BUDGETS = ["3 working days", "1 working day", "6 working hours", "1 hour", "5 days"]


@UNTIMED
@given(st.sampled_from(BUDGETS), st.integers(0, 8000), st.integers(0, 40000), st.integers(0, 40000))
def test_a_rest_of_no_length_moves_nothing_and_a_longer_rest_never_gives_back_less(
    budget: str, after: int, one: int, other: int
) -> None:
    begun = a_deadline(budget)
    at = local("2026-03-02 09:00") + after * MINUTE

    def rested(minutes: int) -> datetime:
        halted = begun.with_change(Change(at, What.PAUSE, "x"), CALENDAR)
        found = due(halted.with_change(Change(at + minutes * MINUTE, What.RESUME, "x"), CALENDAR))
        assert found is not None
        return found

    assert rested(0) == due(begun)
    assert rested(min(one, other)) <= rested(max(one, other))
    if budget.endswith(("working days", "working day")) and at < rested(0):
        given_back = CALENDAR.working_time_between(rested(0), rested(one))
        assert given_back == CALENDAR.working_time_between(at, at + one * MINUTE), "just what it rested"
