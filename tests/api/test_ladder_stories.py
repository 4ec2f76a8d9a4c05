"""Who is supervised and when, over HTTP on the virtual clock."""

from datetime import datetime

import pytest

from engine.ticker.poll import settle
from tests.api.test_duty_stories import RETURN, Desk, desk
from tests.api.test_story import STREET, WATER
from tests.conftest import SHANGHAI

__all__ = ["desk"]
LADDER = ("remind", "warn", "overdue", "urge", "supervise", "bulletin")


def rungs(desk: Desk, joint: str | None = None, branch: str | None = None) -> dict[str, str]:
    """When each rung of the ladder of the case, or of a branch, was taken, in the district's time; each once."""
    entries = desk.staff.who("coordinator").get(f"/cases/{joint or desk.case}/journal?limit=200").json["items"]
    mine = [one for one in entries if one["kind"] == "supervision" and one["details"].get("subject") == branch]
    taken = [entry for entry in mine if entry["details"].get("rung") in LADDER]
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


def together(desk: Desk, water_due: str, street_due: str, urgency: str = "ordinary") -> str:
    """WATER, whose case it is, leads; both have a branch."""
    desk.accepted()
    desk.dispatched(urgency=urgency)
    desk.do("handler", "sign", {"decision": "sign"}, WATER)
    coordinator, units = desk.staff.who("coordinator"), desk.staff.units
    joint: str = coordinator.post("/joint-handlings", {"cases": [desk.case], "reason": "一家办不了"}).json["number"]
    settle(desk.staff.application)
    branches = [
        {"unit": units[WATER], "task": "查处", "due": water_due},
        {"unit": units[STREET], "task": "劝导", "due": street_due},
    ]
    desk.staff.complete("coordinator", "plan_joint_handling", joint, {"lead_unit": units[WATER], "branches": branches})
    return joint


def reported(desk: Desk, joint: str, unit: str) -> None:
    desk.staff.complete("handler", "handle_branch", joint, {"result": "done", "report": "已到现场查处并整改"}, unit)


def test_the_late_branch_is_supervised_from_its_start_and_the_lead_that_did_its_part_is_not(desk: Desk) -> None:
    joint, street = together(desk, "2026-03-05T18:00", "2026-03-04T18:00"), desk.staff.units[STREET]
    reported(desk, joint, WATER)
    desk.at("2026-03-10 09:00")
    assert rungs(desk) == {}
    late = rungs(desk, joint, street)
    assert list(late) == ["remind", "warn", "overdue", "urge", "supervise"]
    assert late["remind"] < late["warn"] < late["overdue"] == "03-04 18:00" and late["urge"] == "03-05 18:00"
    assert rungs(desk, joint, desk.staff.units[WATER]) == {}
    reported(desk, joint, STREET)
    desk.at("2026-03-12 09:00")
    # the lead's own, whose reply is missing: its ladder rested to the minute, and a working day from nine ends at six
    assert rungs(desk) == {"overdue": "03-10 09:00", "urge": "03-10 18:00", "supervise": "03-11 18:00"}


def test_a_released_unit_that_joins_again_is_watched_again(desk: Desk) -> None:
    joint, street = together(desk, "2026-03-05T18:00", "2026-03-04T18:00"), desk.staff.units[STREET]
    coordinator = desk.staff.who("coordinator")
    released = coordinator.post(f"/joint-handlings/{joint}/units/{street}/release", {"reason": "不需要"})
    assert released.status_code == 200, released.json
    settle(desk.staff.application)
    added = {"unit": street, "task": "还是需要劝导", "due": "2026-03-05T18:00:00+08:00"}
    assert coordinator.post(f"/joint-handlings/{joint}/units", added).status_code == 201
    settle(desk.staff.application)
    desk.at("2026-03-05 19:00")
    assert list(rungs(desk, joint, street)) == ["remind", "warn", "overdue"]


def test_the_branches_of_a_very_urgent_case_are_urged_within_the_hour(desk: Desk) -> None:
    joint = together(desk, "2026-03-02T18:00", "2026-03-02T18:00", urgency="very_urgent")
    desk.at("2026-03-02 19:30")
    assert rungs(desk, joint, desk.staff.units[STREET])["urge"] == "03-02 19:00"


def test_a_plan_reaches_beyond_the_limit_by_an_entry_and_no_further_than_an_extension(desk: Desk) -> None:
    with pytest.raises(AssertionError, match="found 2026-12-30"):
        together(desk, "2026-03-05T18:00", "2026-12-30T18:00")
    citizens = desk.due("citizen")
    together(desk, "2026-03-05T18:00", "2026-03-10T18:00")
    assert (desk.due("handle"), desk.due("citizen")) == ("2026-03-10 18:00", citizens)
    (moved,) = [entry for entry in desk.journal("deadline") if entry["details"]["what"] == "move"]
    assert "一家办不了" in moved["details"]["reason"]


def test_the_ladder_hears_the_urgency_the_dispatcher_settles(desk: Desk) -> None:
    desk.accepted()
    desk.dispatched(urgency="very_urgent")
    desk.at("2026-03-02 12:30")
    found = rungs(desk)
    assert (found["overdue"], found["urge"], found["supervise"]) == ("03-02 10:00", "03-02 11:00", "03-02 12:00")
