"""A case that turns out to complain of the unit that has it is taken off that unit, over HTTP and on real diagrams."""

from typing import Any

import pytest

from engine.application import Application
from engine.clock import VirtualClock
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_duty_stories import STREET, WATER, Desk
from tests.api.test_story import HANDLED, Staff

REASON = {"reason": "补充材料投诉该局人员"}


@pytest.fixture
def desk(district: Application, anonymous: Caller, clock: VirtualClock) -> Desk:
    staff = Staff(district, anonymous, clock)
    staff.units = {unit["name"]: unit["code"] for unit in staff.who("admin").get("/units").json["items"]}
    return Desk(staff, clock, anonymous)


def at_the_unit(desk: Desk, **request: Any) -> Caller:
    """A handler whose unit has signed the case."""
    desk.accepted(**request)
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    desk.do("handler", "sign", {"decision": "sign"}, WATER)
    return desk.staff.who("handler", WATER)


def accuse(desk: Desk, by: str, case: str | None = None) -> Any:
    body = {"unit": desk.staff.units[WATER], **REASON}
    answer = desk.staff.who(by).post(f"/cases/{case or desk.case}/accused-units", body)
    assert answer.status_code == 201, answer.json
    settle(desk.staff.application)
    return answer.json


def take_off(desk: Desk, by: str, body: dict[str, str] | None = None, unit: str = WATER) -> Any:
    address = f"/cases/{desk.case}/accused-units/{desk.staff.units[unit]}/removal"
    answer = desk.staff.who(by).post(address, body or REASON)
    settle(desk.staff.application)
    return answer


def entry_of(desk: Desk) -> dict[str, Any]:
    return dict([one["details"] for one in desk.journal("case") if one["details"]["what"] == "take_off"][-1])


@pytest.mark.parametrize("kind", ["complaint", "suggestion", "consult"])
def test_a_case_is_taken_off_the_unit_it_complains_of_and_the_clocks_run_on(desk: Desk, kind: str) -> None:
    desk.case = desk.anonymous.post("/citizen/cases", {**NOISE, "kind": kind}).json["number"]
    desk.do("intake", "accept", {"decision": "dispatch" if kind == "consult" else "accept"})
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    handler = desk.staff.who("handler", WATER)
    assert handler.get(f"/cases/{desk.case}").status_code == 200
    dues = desk.due("handle"), desk.due("citizen")
    assert accuse(desk, "dispatcher")["taken_off"]
    assert (desk.file()["state"], desk.owner(), desk.file()["lead_unit"]) == ("accepted", "dispatcher", None)
    after = entry_of(desk)["after"]
    assert (after["owner_role"], after["owner_unit"], entry_of(desk)["unit"]) == ("dispatcher", None, "B001")
    for address in ("", "/journal", "/deadline", "/diagram", "/attachments"):
        assert handler.get(f"/cases/{desk.case}{address}").status_code == 404, address
    assert desk.case not in str(handler.get("/cases").json) + str(handler.get("/tasks?view=offered").json)
    refused = dispatch_again(desk, WATER)
    assert refused.status_code == 409 and "complains of" in refused.json["detail"]
    assert dispatch_again(desk, STREET).status_code == 200
    settle(desk.staff.application)
    assert desk.owner() == f"handler {STREET}"
    assert (desk.due("handle"), desk.due("citizen")) == dues, "nobody gains time by it"


def dispatch_again(desk: Desk, unit: str) -> Any:
    dispatcher = desk.staff.who("dispatcher")
    task = desk.staff.task(dispatcher, "dispatch", desk.case)
    data = {"matter": "130801", "urgency": "ordinary", "lead_unit": desk.staff.units[unit], "reason": "另派"}
    return dispatcher.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data})


def test_whom_intake_names_keeps_the_case_until_somebody_entitled_takes_it_off(desk: Desk) -> None:
    at_the_unit(desk)
    assert take_off(desk, "shift_leader").status_code == 409, "nobody named it yet"
    assert not accuse(desk, "intake")["taken_off"] and desk.owner() == f"handler {WATER}"
    coordinator = desk.staff.who("coordinator").get(f"/cases/{desk.case}").json
    assert (
        coordinator["may"]["take_off"]
        and not desk.staff.who("intake").get(f"/cases/{desk.case}").json["may"]["take_off"]
    )
    assert take_off(desk, "intake").status_code == 403
    assert take_off(desk, "shift_leader", {"reason": " "}).status_code == 422
    wrong = take_off(desk, "shift_leader", unit=STREET)
    assert wrong.status_code == 409 and "Name it first" in wrong.json["detail"]
    assert take_off(desk, "shift_leader").json["taken_off"]
    assert desk.owner() == "dispatcher"
    again = take_off(desk, "shift_leader")
    assert again.status_code == 409 and "it does not" in again.json["detail"]


def test_a_suspended_case_is_resumed_before_it_is_taken_off_its_unit(desk: Desk) -> None:
    at_the_unit(desk)
    body = {"reason": "engineering", "until": "2026-03-20T10:00:00+08:00"}
    assert desk.staff.who("coordinator").post(f"/cases/{desk.case}/suspension", body).status_code in (200, 201)
    settle(desk.staff.application)
    assert not accuse(desk, "coordinator")["taken_off"], "named all the same, and those who decide are told"
    refused = take_off(desk, "coordinator")
    assert refused.status_code == 409 and "Resume it first" in refused.json["detail"]


def test_what_the_unit_asked_for_lapses_and_the_next_unit_may_ask_itself(desk: Desk) -> None:
    handler = at_the_unit(desk)
    more = {"budget": "2 working days", "reason": "等待检测报告"}
    assert handler.post(f"/cases/{desk.case}/extensions", more).status_code == 200
    settle(desk.staff.application)
    leader = desk.staff.who("unit_leader", WATER)
    assert desk.staff.task(leader, "approve_extension", desk.case)
    assert accuse(desk, "shift_leader")["taken_off"]
    assert desk.case not in str(leader.get("/tasks?view=offered").json)
    assert dispatch_again(desk, STREET).status_code == 200
    settle(desk.staff.application)
    asked = desk.staff.who("handler", STREET).post(f"/cases/{desk.case}/extensions", more)
    assert asked.status_code == 200, asked.json


def test_a_case_that_a_request_merged_into_it_complains_of_is_taken_off_its_unit(desk: Desk) -> None:
    at_the_unit(desk)
    parent = desk.case
    child = desk.anonymous.post("/citizen/cases", {**NOISE, "text": "该局的人收了东西就走"}).json["number"]
    settle(desk.staff.application)
    accuse(desk, "dispatcher", child)
    assert desk.owner() == f"handler {WATER}"
    merged = desk.staff.who("shift_leader").post(f"/cases/{child}/merge", {"parent": parent, "reason": "同一噪声"})
    assert merged.status_code in (200, 201), merged.json
    settle(desk.staff.application)
    assert desk.owner() == "dispatcher"


def test_a_reply_sent_back_does_not_return_to_the_unit_complained_of_meanwhile(desk: Desk) -> None:
    at_the_unit(desk)
    desk.do("handler", "handle", HANDLED, WATER)
    assert not accuse(desk, "coordinator")["taken_off"], "the reviewer has it"
    desk.do("reviewer", "review_closure", {"decision": "send_back", "reason": "另派单位核实"})
    assert (desk.file()["state"], desk.owner()) == ("accepted", "dispatcher")
