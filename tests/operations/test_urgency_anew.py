"""Dispatched again with another urgency, the unit's limit is that of now; through commands, in the shipped diagrams."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.actor import Actor
from engine.commands.name_accused_unit import NameAccusedUnit
from engine.commands.rate_reply import RateReply
from engine.commands.request_extension import RequestExtension
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.standing import StandingOf
from tests.casework.conftest import local
from tests.operations.desk import NOISE, Asked
from tests.operations.test_acts_on_running_cases import (
    ANNA,
    CITIZEN,
    COORDINATOR,
    DISPATCHER,
    INTAKE,
    REVIEWER,
    Hall,
    hall,
    ready,
)

__all__ = ["hall", "ready"]
AGAIN = "S002"
LEADER = Actor("lena", "莱娜", frozenset({"unit_leader"}), "B001")
SHIFT = Actor("shift", "值班长", frozenset({"shift_leader"}))


def handled(hall: Hall, number: str) -> dict[str, Any]:
    """The newest round of the unit's limit."""
    found = [one for one in hall.ask(DeadlineExplained(number))["deadlines"] if one["name"] == "handle"]
    return found[-1]


def due(hall: Hall, number: str) -> datetime:
    return datetime.fromisoformat(handled(hall, number)["due"])


def dispatched(hall: Hall, urgency: str) -> str:
    number: str = hall.submit()["number"]
    hall.do(number, "intake", INTAKE, decision="accept")
    hall.do(number, "dispatcher", DISPATCHER, matter=NOISE, urgency=urgency, lead_unit="B001")
    return number


def dispatched_again(hall: Hall, number: str, urgency: str) -> None:
    """The unit turns out to be complained of, so the case is dispatched anew and its clocks run on."""
    hall.act(NameAccusedUnit(number, "B001", "投诉该局"), COORDINATOR)
    hall.do(number, "dispatcher", DISPATCHER, matter=NOISE, urgency=urgency, lead_unit=AGAIN, reason="另派")


def entries(hall: Hall, number: str) -> list[Any]:
    found = hall.ask(Asked(lambda reading: reading.journal.of_key(number)))
    return [one.details for one in found if one.kind == "deadline" and one.details.get("deadline") == "handle"]


@pytest.mark.parametrize(("urgency", "expected"), [("very_urgent", "2026-03-03 10:00"), ("urgent", "2026-03-04 18:00")])
def test_an_urgency_raised_when_it_is_dispatched_again_is_the_units_limit_from_then_on(
    hall: Hall, urgency: str, expected: str
) -> None:
    number = dispatched(hall, "ordinary")
    assert due(hall, number) == local("2026-03-05 18:00"), "three working days of the list row"
    hall.clock.forward(timedelta(days=1))
    dispatched_again(hall, number, urgency)
    assert due(hall, number) == local(expected)
    [moved] = entries(hall, number)
    assert (moved["what"], moved["before"]["due"]) == ("urgency", local("2026-03-05 18:00").isoformat())
    ladder = hall.ask(StandingOf(f"{number}/supervision"))
    assert {timer.due_at for timer in ladder.timers} and all(
        timer.due_at <= local(expected) for timer in ladder.timers
    ), "the ladder goes by the new limit"


def test_an_urgency_raised_late_gains_no_time(hall: Hall) -> None:
    number = dispatched(hall, "ordinary")
    hall.clock.forward(timedelta(days=3))
    dispatched_again(hall, number, "urgent")
    assert due(hall, number) == local("2026-03-05 18:00") and entries(hall, number) == []


def test_an_urgency_taken_back_gives_what_the_list_row_gives_from_the_first_dispatch(hall: Hall) -> None:
    number = dispatched(hall, "urgent")
    assert due(hall, number) == local("2026-03-03 18:00")
    hall.do(number, "handler", ANNA, decision="sign")
    hall.clock.forward(timedelta(hours=6))
    dispatched_again(hall, number, "ordinary")
    assert due(hall, number) == local("2026-03-05 18:00"), "as if it had been ordinary from the start"
    assert [one["what"] for one in entries(hall, number)] == ["urgency"]


def test_the_same_urgency_moves_nothing(hall: Hall) -> None:
    number = dispatched(hall, "ordinary")
    hall.clock.forward(timedelta(days=1))
    dispatched_again(hall, number, "ordinary")
    assert due(hall, number) == local("2026-03-05 18:00") and entries(hall, number) == []


def test_a_redo_is_not_made_longer_and_an_extension_granted_is_kept(hall: Hall) -> None:
    extended = dispatched(hall, "urgent")
    hall.do(extended, "handler", ANNA, decision="sign")
    hall.act(RequestExtension(extended, "1 working day", "等材料"), ANNA)
    hall.do(extended, "unit_leader", LEADER, decision="approve")
    hall.do(extended, "shift_leader", SHIFT, decision="approve")
    assert due(hall, extended) == local("2026-03-04 18:00")
    dispatched_again(hall, extended, "ordinary")
    assert due(hall, extended) == local("2026-03-06 18:00"), "the extension is kept with the longer limit"
    made = hall.dispatched()
    again = made["number"]
    hall.do(again, "handler", ANNA, decision="sign")
    hall.do(again, "handler", ANNA, outcome="resolved", actions="现场整改", public_reply="已经整改")
    hall.do(again, "reviewer", REVIEWER, decision="pass", missing_because="已电话核实")
    hall.act(RateReply(again, 1, 1, 1, False, "还在响", made["tracking_code"]), CITIZEN)
    redo = due(hall, again)
    assert redo == local("2026-03-03 18:00"), "a working day for what had three"
    dispatched_again(hall, again, "ordinary")
    assert due(hall, again) == redo
