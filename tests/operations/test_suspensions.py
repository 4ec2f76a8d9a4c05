"""A case put aside: whom it is told, what comes back with its day, how long it may rest in all; shipped diagrams."""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.request_suspension import RequestSuspension
from engine.commands.resume_case import ResumeCase
from engine.commands.split_case import SplitCase
from engine.commands.suspend_case import SuspendCase
from engine.errors import Unusable
from engine.queries.case_file import CaseFile
from engine.queries.notices_sent import NoticesSent
from engine.queries.worklist import Worklist
from engine.ticker.poll import settle
from tests.operations.desk import NOISE
from tests.operations.test_acts_on_running_cases import ANNA, COORDINATOR, DISPATCHER, INTAKE, Hall, hall, ready

__all__ = ["hall", "ready"]


def told(hall: Hall, number: str, *templates: str) -> list[tuple[str, str]]:
    """(to whom, template) of what was sent about a case."""
    sent = hall.ask(NoticesSent(number), COORDINATOR)["items"]
    return sorted((one["to"], one["template"]) for one in sent if one["template"] in templates)


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "its day has come"])
def test_the_unit_hears_that_its_case_rests_and_when_it_goes_on_its_leader_and_the_coordinator_too(
    hall: Hall, by_hand: bool
) -> None:
    """Resume and escalate: docs/domain.md §3, suspensions."""
    number = hall.signed()["number"]
    hall.act(SuspendCase(number, "2026-03-09T09:00", "engineering"), COORDINATOR)
    assert told(hall, number, "suspended", "resumed", "work_resumed") == [
        ("citizen", "suspended"),
        ("unit", "suspended"),
    ]
    if by_hand:
        hall.act(ResumeCase(number), COORDINATOR)
    else:
        hall.clock.forward(timedelta(days=8))
        settle(hall.application)
    gone_on = [(who, "work_resumed") for who in ("coordinator", "unit", "unit_leader")]
    assert told(hall, number, "resumed", "work_resumed") == sorted([("citizen", "resumed"), *gone_on])
    said = next(one for one in hall.ask(NoticesSent(number), COORDINATOR)["items"] if one["to"] == "unit_leader")
    [waiting] = hall.ask(Worklist(view="unit"), ANNA)["items"]
    assert waiting["due_at"] is not None and "环境保护和水务局" in said["text"] and "前办结" in said["text"]
    timeline: list[Any] = hall.ask(CaseFile(number), COORDINATOR)["timeline"]
    assert {"suspend", "resume"} <= {row["kind"] for row in timeline}


def rest(hall: Hall, number: str, days: int, reason: str = "owner_unknown") -> None:
    """Put aside for so many days, and taken up again on the day."""
    until = hall.clock.now() + timedelta(days=days)
    hall.act(SuspendCase(number, until, reason), COORDINATOR)
    hall.clock.forward(timedelta(days=days, minutes=1))
    settle(hall.application)
    assert not hall.ask(CaseFile(number))["suspended"]


def test_asked_for_again_and_again_a_case_rests_no_longer_in_all_than_the_table_allows(hall: Hall) -> None:
    """Ninety days while the owner is unknown: each request began to count anew, so that a case rested for ever."""
    number = hall.signed()["number"]
    for _ in range(2):
        rest(hall, number, 40)
    within = (hall.clock.now() + timedelta(days=11)).isoformat()
    with pytest.raises(
        Unusable, match=r"within 90 days .*rested 80 day\(s\) already and 10 day\(s\) are left, but found"
    ):
        hall.act(SuspendCase(number, within, "owner_unknown"), COORDINATOR)
    with pytest.raises(Unusable, match=r"10 day\(s\) are left"):
        hall.act(RequestSuspension(number, within, "owner_unknown", "仍在查找权属"), ANNA)
    rest(hall, number, 10)
    with pytest.raises(Unusable, match=r"rested 90 day\(s\) already and no day is left"):
        hall.act(SuspendCase(number, hall.clock.now() + timedelta(days=2), "owner_unknown"), COORDINATOR)
    rest(hall, number, 90, reason="season")
    with pytest.raises(Unusable, match=r"at most 180 days in all .*no day is left"):
        hall.act(SuspendCase(number, hall.clock.now() + timedelta(days=2), "season"), COORDINATOR)


def test_what_a_case_rested_with_another_counts_when_it_is_on_its_own_again(hall: Hall) -> None:
    parent, child = hall.signed()["number"], hall.submit()["number"]
    hall.do(child, "intake", INTAKE, decision="merge", parent=parent)
    rest(hall, parent, 80)
    hall.act(SplitCase(child), DISPATCHER)
    hall.do(child, "dispatcher", DISPATCHER, matter=NOISE, urgency="ordinary", lead_unit="B001")
    with pytest.raises(Unusable, match=r"rested 80 day\(s\) already and 10 day\(s\) are left"):
        hall.act(SuspendCase(child, hall.clock.now() + timedelta(days=20), "owner_unknown"), COORDINATOR)
