"""Who is supervised and when, over HTTP on the virtual clock."""

from datetime import datetime

import pytest

from engine.ticker.poll import settle
from tests.api.test_duty_stories import RETURN, Desk, desk
from tests.api.test_story import STREET, WATER
from tests.conftest import SHANGHAI

__all__ = ["desk"]


def rungs(desk: Desk) -> dict[str, str]:
    """When each rung of the case's ladder was taken, in the district's time; each once."""
    taken = [entry for entry in desk.journal("supervision") if "rung" in entry["details"]]
    times = [datetime.fromisoformat(entry["at"]).astimezone(SHANGHAI).strftime("%m-%d %H:%M") for entry in taken]
    found = dict(zip((entry["details"]["rung"] for entry in taken), times, strict=True))
    assert len(found) == len(taken)
    return found


def test_a_rest_after_the_due_time_is_given_back_before_anybody_is_urged(desk: Desk) -> None:
    """Overdue since Thursday evening, it rests from Friday to a Monday in April: the ladder goes on from there."""
    desk.accepted()
    desk.dispatched()
    desk.do("handler", "sign", {"decision": "sign"}, WATER)
    desk.at("2026-03-06 09:00")
    until = {"until": "2026-04-20T09:00:00+08:00", "reason": "engineering"}
    assert desk.staff.who("coordinator").post(f"/cases/{desk.case}/suspension", until).status_code == 200
    settle(desk.staff.application)
    desk.at("2026-04-20 10:00")
    assert "urge" not in rungs(desk) and rungs(desk)["overdue"] == "03-05 18:00"
    desk.at("2026-04-27 09:00")
    found = rungs(desk)
    assert (found["urge"], found["supervise"], found["bulletin"]) == ("04-20 18:00", "04-21 18:00", "04-24 18:00")


@pytest.mark.parametrize(("matter", "ordinary"), [("060202", "1 hour"), ("080201", "4 working hours")])
def test_urgent_never_means_more_time_than_the_row_gives(desk: Desk, matter: str, ordinary: str) -> None:
    given = {}
    for urgency in ("ordinary", "urgent", "very_urgent"):
        desk.accepted()
        desk.dispatched(matter=matter, urgency=urgency)
        given[urgency] = desk.deadline("handle")["budget"]
    assert given == {"ordinary": ordinary, "urgent": ordinary, "very_urgent": "1 hour"}


@pytest.mark.parametrize("change", [{"cells": {"complaint_limit": "1 working day"}}, {"remove": True}])
def test_dispatched_again_after_a_ruling_a_case_keeps_the_row_it_had(desk: Desk, change: dict[str, object]) -> None:
    """The row is shortened or taken off the list while units argue; the case stays with what it was dispatched by."""
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    due = desk.due("handle")
    desk.do("handler", "sign", {**RETURN, "suggested_unit": desk.staff.units[STREET]}, WATER)
    desk.do("unit_leader", "cosign_return", {"decision": "cosign"}, WATER)
    desk.do("shift_leader", "review_return", {"decision": "open_dispute", "reason": "各说各话，需要裁决"})
    changed = {"code": "130801", "reason": "争议之后修订", **change}
    assert desk.staff.who("admin").post("/responsibility-list", changed).status_code == 201
    desk.at(desk.due("opinion"))
    desk.do("coordinator", "rule", {"lead_unit": desk.staff.units[STREET], "reason": "谁出面处置最有效"})
    desk.dispatched(lead_unit=desk.staff.units[STREET])
    assert (desk.file()["matter"]["list_version"], desk.due("handle")) == (1, due)
    desk.accepted()
    if "cells" in change:
        desk.dispatched()
        assert (desk.file()["matter"]["list_version"], desk.deadline("handle")["budget"]) == (2, "1 working day")
    else:
        dispatcher = desk.staff.who("dispatcher")
        task = desk.staff.task(dispatcher, "dispatch", desk.case)
        told = {"revision": task["revision"], "data": {"matter": "130801", "urgency": "ordinary"}}
        assert dispatcher.post(f"/tasks/{task['id']}/complete", told).status_code == 422
