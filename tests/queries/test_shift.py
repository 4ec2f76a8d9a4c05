"""What a shift leader watches: returns in order of their review, and each dispatcher's load with what came back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.actor import Actor
from engine.commands.claim_task import ClaimTask
from engine.commands.create_account import CreateAccount
from engine.errors import NotAllowed
from engine.queries.shift import DispatcherLoad, ReturnsToReview
from engine.queries.worklist import Worklist
from engine.rehearsal.district import District
from tests.conftest import MONDAY
from tests.operations.test_acts_on_running_cases import ANNA, DISPATCHER, Hall, ready

__all__ = ["ready"]
SHIFT = Actor("shift", "郑值班", frozenset({"shift_leader"}))
LEADER = Actor("lena", "莱娜", frozenset({"unit_leader"}), "B001")


@pytest.fixture
def hall(ready: District) -> Iterator[Hall]:
    copy = ready.copied(MONDAY)
    made = Hall(copy)
    for who in (DISPATCHER, Actor("second", "吴分拨", frozenset({"dispatcher"}))):
        made.act(CreateAccount(who.username, who.name, "correct horse battery", ("dispatcher",)), SHIFT_OFFICE)
    yield made
    copy.close()


SHIFT_OFFICE = Actor("root", "朱管理", frozenset({"admin"}))
RETURNED = {
    "decision": "return",
    "ground": "not_our_duty",
    "clause": "other",
    "other_clause": "红线外由街道负责",
    "evidence": "红线图",
    "suggested_unit": "B006",
}


def returned(hall: Hall) -> str:
    number = hall.dispatched()["number"]
    hall.do(number, "handler", ANNA, **RETURNED)
    return number


def test_a_return_is_there_from_its_co_signature_to_its_review(hall: Hall) -> None:
    number = returned(hall)
    before = hall.ask(ReturnsToReview(), SHIFT)
    assert (before["items"], before["cosigning"]) == ([], 1)
    hall.do(number, "unit_leader", LEADER, decision="cosign")
    (one,) = hall.ask(ReturnsToReview(), SHIFT)["items"]
    assert (one["case"], one["unit"], one["clause"]) == (number, "B001", "红线外由街道负责")
    hall.do(number, "shift_leader", SHIFT, decision="reject", reason="在厂区内")
    after = hall.ask(ReturnsToReview(), SHIFT)
    assert (after["items"], after["cosigning"]) == ([], 0)


def test_the_queue_goes_on_by_its_cursor(hall: Hall) -> None:
    numbers = {returned(hall) for _ in range(3)}
    for number in numbers:
        hall.do(number, "unit_leader", LEADER, decision="cosign")
    first = hall.ask(ReturnsToReview(limit=2), SHIFT)
    rest = hall.ask(ReturnsToReview(limit=2, cursor=first["next"]), SHIFT)
    assert {one["case"] for one in (*first["items"], *rest["items"])} == numbers and rest["next"] is None


def test_the_load_says_what_is_in_hand_late_and_came_back(hall: Hall) -> None:
    number = returned(hall)
    hall.do(number, "unit_leader", LEADER, decision="cosign")
    for _ in range(3):
        hall.do(hall.submit()["number"], "intake", Actor("intake", "陈受理", frozenset({"intake"})), decision="accept")
    taken = hall.ask(Worklist(view="offered"), DISPATCHER)["items"][0]["id"]
    hall.act(ClaimTask(taken), DISPATCHER)
    load = hall.ask(DispatcherLoad(), SHIFT)
    mine, other = sorted(load["people"], key=lambda one: -one["open"])
    assert (mine["username"], mine["open"], mine["due_today"], mine["overdue"]) == (DISPATCHER.username, 1, 1, 0)
    assert (mine["returned"], mine["errors"], other["open"], other["returned"]) == (1, 0, 0, 0)
    assert load["free"] == {"open": 2, "due_today": 2, "overdue": 0}
    hall.do(number, "shift_leader", SHIFT, decision="dispatcher_error", reason="应派街道")
    hall.clock.forward(timedelta(hours=4))
    later = hall.ask(DispatcherLoad(), SHIFT)
    assert later["free"]["overdue"] >= 2
    assert next(one for one in later["people"] if one["username"] == DISPATCHER.username)["errors"] == 1
    hall.clock.forward(timedelta(days=40))
    assert sum(one["returned"] for one in hall.ask(DispatcherLoad(), SHIFT)["people"]) == 0


def test_the_shift_is_not_everybodys_to_watch(hall: Hall) -> None:
    for query in (ReturnsToReview(), DispatcherLoad()):
        with pytest.raises(NotAllowed):
            hall.ask(query, ANNA)
