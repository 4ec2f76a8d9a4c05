"""Working days, working hours, 7×24: examples a clerk would check by hand, and the laws of adding."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework import budget as budgets
from engine.casework.calendar import WorkCalendar
from engine.errors import Unusable
from tests.casework.conftest import HOURS, SPRING, ZONE, local

CALENDAR = WorkCalendar(SPRING, frozenset({2025, 2026}), HOURS, ZONE)
MOMENTS = st.integers(0, 150 * 24 * 3600).map(lambda s: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(seconds=s))
DAYS = st.integers(1, 15)
MINUTES = st.integers(1, 3000)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        ("2026-03-02 09:00", "1 working day", "2026-03-03 18:00"),
        ("2026-03-02 20:00", "1 working day", "2026-03-03 18:00"),
        ("2026-03-06 17:59", "1 working day", "2026-03-09 18:00"),
        ("2026-03-07 10:00", "1 working day", "2026-03-09 18:00"),
        ("2026-02-13 17:50", "1 working day", "2026-02-14 18:00"),
        ("2026-02-14 17:50", "1 working day", "2026-02-24 18:00"),
        ("2026-02-14 17:50", "2 working hours", "2026-02-24 10:50"),
        ("2026-02-14 17:50", "1 hour", "2026-02-14 18:50"),
        ("2026-03-02 11:00", "2 working hours", "2026-03-02 15:00"),
        ("2026-03-02 08:00", "30 working minutes", "2026-03-02 09:30"),
        ("2026-03-02 09:00", "3 working hours", "2026-03-02 12:00"),
        ("2026-03-06 09:00", "7 days", "2026-03-13 09:00"),
        ("2026-02-26 09:00", "2 working days", "2026-02-28 18:00"),
    ],
)
def test_a_budget_ends_when_a_clerk_would_say(start: str, budget: str, due: str) -> None:
    assert CALENDAR.add(local(start), budgets.parse(budget)).at == local(due)


def test_a_date_in_a_year_not_yet_announced_is_provisional() -> None:
    assert not CALENDAR.add(local("2026-12-28 09:00"), budgets.parse("3 working days")).provisional
    assert CALENDAR.add(local("2026-12-28 09:00"), budgets.parse("4 working days")).provisional
    assert CALENDAR.add(local("2026-12-31 17:00"), budgets.parse("2 working hours")).provisional


def test_a_budget_without_end_is_refused() -> None:
    with pytest.raises(Unusable, match="ten years"):
        CALENDAR.add(local("2026-03-02 09:00"), budgets.parse("99999 working days"))


def test_hours_that_overlap_are_refused() -> None:
    with pytest.raises(Unusable, match="without overlap"):
        WorkCalendar({}, frozenset(), (HOURS[1], HOURS[0]), ZONE)


def test_hours_hold_from_a_day_on() -> None:
    summer = ((time(8), time(11)), (time(15), time(18, 30)))
    calendar = WorkCalendar(SPRING, frozenset({2025, 2026}), HOURS, ZONE, ((date(2026, 3, 3), summer),))
    monday = local("2026-03-02 17:00")
    assert calendar.add(monday, budgets.parse("2 working hours")).at == local("2026-03-03 09:00")
    assert calendar.add(monday, budgets.parse("1 working day")).at == local("2026-03-03 18:30")


def test_without_hours_nothing_is_computed() -> None:
    with pytest.raises(Unusable, match="working hours, but the calendar has none"):
        WorkCalendar({}, frozenset(), (), ZONE).add(local("2026-03-02 17:00"), budgets.parse("2 working hours"))


@given(MOMENTS, DAYS, DAYS)
def test_working_days_are_additive(start: datetime, first: int, second: int) -> None:
    between = CALENDAR.add(start, budgets.parse(f"{first} working days")).at
    by_steps = CALENDAR.add(between, budgets.parse(f"{second} working days"))
    assert by_steps == CALENDAR.add(start, budgets.parse(f"{first + second} working days"))


@given(MOMENTS, MINUTES, MINUTES)
def test_working_time_is_additive(start: datetime, first: int, second: int) -> None:
    between = CALENDAR.add_working_time(start, timedelta(minutes=first)).at
    by_steps = CALENDAR.add_working_time(between, timedelta(minutes=second)).at
    assert by_steps == CALENDAR.add_working_time(start, timedelta(minutes=first + second)).at


@given(MOMENTS, st.integers(0, 10**6), DAYS, MINUTES)
def test_adding_is_monotone_in_the_start(start: datetime, later: int, days: int, minutes: int) -> None:
    after = start + timedelta(seconds=later)
    for budget in (f"{days} working days", f"{minutes} working minutes", f"{minutes} minutes"):
        parsed = budgets.parse(budget)
        assert CALENDAR.add(start, parsed).at <= CALENDAR.add(after, parsed).at


@given(MOMENTS, DAYS, MINUTES)
def test_what_falls_due_by_working_time_falls_into_it(start: datetime, days: int, minutes: int) -> None:
    for budget in (f"{days} working days", f"{minutes} working minutes"):
        due = CALENDAR.add(start, budgets.parse(budget)).at.astimezone(ZONE)
        assert CALENDAR.is_working(due.date())
        assert any(opens <= due.time() <= closes for opens, closes in HOURS)
        assert due > start


@given(MOMENTS, MINUTES)
def test_the_working_time_up_to_a_due_time_is_the_budget(start: datetime, minutes: int) -> None:
    length = timedelta(minutes=minutes)
    assert CALENDAR.working_time_between(start, CALENDAR.add_working_time(start, length).at) == length
