"""The ladder: each rung once, in order, never while the clock rests."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.calendar import WorkCalendar
from engine.casework.deadline import Change, What, start, start_until
from engine.casework.supervision import Next, next_rung
from engine.errors import Unusable
from tests.casework.conftest import HOURS, SPRING, ZONE, local

CALENDAR = WorkCalendar(SPRING, frozenset({2025, 2026}), HOURS, ZONE)
RUNGS = [
    {"rung": "remind", "left": 0.5},
    {"rung": "warn", "left": 0.2},
    {"rung": "overdue", "left": 0},
    {"rung": "urge", "after": "1 working day"},
    {"rung": "bulletin", "after": "5 working days"},
]
HANDLE = start("PS1", "handle", "10 working hours", at=local("2026-03-02 09:00"), by="x", calendar=CALENDAR)


def test_each_rung_comes_at_its_share_of_the_limit() -> None:
    taken: list[str] = []
    times = []
    while (found := next_rung(RUNGS, taken, HANDLE, CALENDAR)).rung is not None:
        times.append(found.at)
        taken.append(found.rung)
    expected = ["2026-03-02 16:00", "2026-03-03 10:00", "2026-03-03 12:00", "2026-03-04 18:00", "2026-03-10 18:00"]
    assert times == [local(text) for text in expected]
    assert next_rung(RUNGS, taken, HANDLE, CALENDAR) == Next(None, None)


def test_a_one_hour_limit_is_warned_of_by_the_wall_clock() -> None:
    hour = start("PS1", "handle", "1 hour", at=local("2026-02-13 17:50"), by="x", calendar=CALENDAR)
    assert next_rung(RUNGS, ["remind"], hour, CALENDAR).at == local("2026-02-13 18:38")


def test_a_branch_until_a_chosen_moment_reminds_in_working_hours() -> None:
    given = {"at": local("2026-03-02 09:00"), "by": "x", "calendar": CALENDAR, "subject": "S1"}
    branch = start_until("JH1", "branch", local("2026-03-05 18:00"), **given)  # four days of seven hours
    assert [next_rung(RUNGS, taken, branch, CALENDAR).at for taken in ([], ["remind"])] == [
        local("2026-03-03 18:00"), local("2026-03-05 10:24"),
    ]  # fmt: skip
    wall = start_until("JH1", "branch", local("2026-03-05 18:00"), **given, day_and_night=True)
    assert next_rung(RUNGS, [], wall, CALENDAR).at == local("2026-03-04 01:30"), "of a 7×24 limit as the clock runs"
    night = start_until("JH1", "branch", local("2026-03-02 23:00"), **{**given, "at": local("2026-03-02 19:00")})
    assert next_rung(RUNGS, [], night, CALENDAR).at == local("2026-03-02 21:00"), "nobody works until then"


def test_a_ladder_rests_with_its_clock_and_before_it() -> None:
    resting = HANDLE.with_change(Change(local("2026-03-02 10:00"), What.PAUSE, "x"), CALENDAR)
    assert next_rung(RUNGS, [], resting, CALENDAR) == Next("remind", None)
    assert next_rung(RUNGS, [], None, CALENDAR) == Next("remind", None)


@pytest.mark.parametrize("wrong", [{"rung": "remind"}, {"left": 0.5}, {"rung": "remind", "left": "half"}])
def test_a_rung_that_says_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Unusable):
        next_rung([wrong], [], HANDLE, CALENDAR)


@given(st.lists(st.tuples(st.integers(1, 2000), st.sampled_from(["wait", "toggle", "extend"])), max_size=25))
def test_whatever_the_pauses_and_extensions_each_rung_is_taken_once_and_in_order(acts: list[tuple[int, str]]) -> None:
    deadline, now, taken = HANDLE, local("2026-03-02 09:00"), []
    for minutes, act in [*acts, (10**5, "wait")]:
        now += timedelta(minutes=minutes)
        paused = deadline.standing().paused_at is not None
        rests = deadline.rests()
        while (found := next_rung(RUNGS, taken, deadline, CALENDAR, rests)).at is not None and found.at <= now:
            assert not paused
            taken.append(found.rung)
        if act == "extend" and not paused:
            deadline = deadline.with_change(Change(now, What.EXTEND, "x", budget="3 working hours"), CALENDAR)
        if act == "toggle":
            what = What.RESUME if paused else What.PAUSE
            deadline = deadline.with_change(Change(now, what, "x"), CALENDAR)
    assert taken == [rung["rung"] for rung in RUNGS][: len(taken)]
    if deadline.standing().paused_at is None:
        assert taken == [rung["rung"] for rung in RUNGS]
