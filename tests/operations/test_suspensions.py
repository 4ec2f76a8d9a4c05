"""A case put aside: whom it is told, what comes back with its day, how long it may rest in all; shipped diagrams."""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.resume_case import ResumeCase
from engine.commands.suspend_case import SuspendCase
from engine.queries.case_file import CaseFile
from engine.queries.notices_sent import NoticesSent
from engine.queries.worklist import Worklist
from engine.ticker.poll import settle
from tests.operations.test_acts_on_running_cases import ANNA, COORDINATOR, Hall, hall, ready

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
