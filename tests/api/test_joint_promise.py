"""The car park cannot be put right at once: the one reply promises, the lead unit keeps it, everyone answered hears."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.queries.notices_sent import NoticesSent
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_story import PASSED, POLICE, STREET, Staff, rate

PLANNED = {**PASSED, "evidence_checked": [*PASSED["evidence_checked"], "plan_and_date"]}


@pytest.fixture
def staff(district: Application, anonymous: Caller, clock: VirtualClock, as_: Callable[[str], Caller]) -> Staff:
    made = Staff(district, anonymous, clock)
    made.units = {unit["name"]: unit["code"] for unit in as_("admin").get("/units").json["items"]}
    return made


def complain(staff: Staff) -> tuple[str, dict[str, str]]:
    made = staff.anonymous.post("/citizen/cases", NOISE).json
    return made["number"], {"X-Tracking-Code": made["tracking_code"]}


def at_work(staff: Staff) -> tuple[str, dict[str, str]]:
    """One more complaint that the traffic police has."""
    number, code = complain(staff)
    staff.complete("intake", "accept", number, {"decision": "accept"})
    sent = {"matter": "130801", "urgency": "ordinary", "lead_unit": staff.units[POLICE], "reason": "按其现场能力"}
    staff.complete("dispatcher", "dispatch", number, sent)
    staff.complete("handler", "sign", number, {"decision": "sign"}, POLICE)
    return number, code


def worked_on(staff: Staff, *cases: str) -> str:
    """A joint handling in which both units have reported."""
    made = staff.who("coordinator").post("/joint-handlings", {"cases": list(cases), "reason": "一家办不了"})
    joint = str(made.json["number"])
    settle(staff.application)
    branches = [{"unit": staff.units[one], "task": "联合整治", "due": "2026-03-06T18:00"} for one in (POLICE, STREET)]
    plan = {"lead_unit": staff.units[POLICE], "branches": branches}
    staff.complete("coordinator", "plan_joint_handling", joint, plan)
    for unit in (POLICE, STREET):
        staff.complete("handler", "handle_branch", joint, {"result": "done", "report": "已按分工完成"}, unit)
    return joint


def promise(staff: Staff, **but: Any) -> dict[str, Any]:
    due = (staff.clock.now() + timedelta(days=30)).date().isoformat()
    said = {"outcome": "promised", "public_reply": "夜间先设卡，声屏障随后加装。"}
    return {**said, "commitment": "沿路加装声屏障", "commitment_due": due, **but}


def templates(district: Application, number: str) -> list[str]:
    return [one["template"] for one in district.ask(NoticesSent(number), SYSTEM)["items"]]


def test_what_a_joint_reply_promises_is_kept_for_everyone_it_answers(
    staff: Staff, anonymous: Caller, district: Application
) -> None:
    first, second = at_work(staff), at_work(staff)
    merged = complain(staff)
    staff.complete("intake", "accept", merged[0], {"decision": "merge", "parent": first[0]})
    everyone = dict([first, second, merged])
    joint = worked_on(staff, first[0], second[0])
    staff.complete("handler", "compile_reply", joint, promise(staff), POLICE)
    seen = staff.who("coordinator").get(f"/joint-handlings/{joint}").json
    assert "承诺：沿路加装声屏障（期限：2026年4月1日）" in seen["reply"]
    assert (seen["commitments"][0]["kept"], seen["commitments"][0]["due"]) == (None, "2026-04-01")
    assert not staff.who("handler", POLICE).get("/tasks?view=offered").json["items"], "nobody was answered yet"
    for number in everyone:
        staff.complete("reviewer", "review_closure", number, PLANNED)
    for number, code in everyone.items():
        tracked = anonymous.get(f"/citizen/cases/{number}", headers=code).json
        assert "声屏障（期限：2026年4月1日）" in tracked["replies"][-1]["text"]
        (seen,) = tracked["commitments"]
        assert (seen["text"], seen["due"], seen["kept"]) == ("沿路加装声屏障", "2026-04-01", None)
        assert seen["unit"] == staff.units[POLICE]
        assert templates(district, number).count("commitment_started") == 1
        rate(anonymous, number, code, solved=True)
    settle(district)
    file = staff.who("coordinator").get(f"/cases/{second[0]}").json
    assert (file["state"], file["outcome"], file["commitments"][0]["kept"]) == ("closed", "promised", None)
    staff.later(days=20)
    told = {"decision": "kept", "report": "声屏障已装好"}
    staff.complete("handler", "report_commitment", f"{joint}/commitment", told, POLICE)
    for number, code in everyone.items():
        (seen,) = anonymous.get(f"/citizen/cases/{number}", headers=code).json["commitments"]
        assert seen["kept"] is True
        assert templates(district, number).count("commitment_kept") == 1


def test_what_nobody_was_answered_with_is_not_followed(staff: Staff) -> None:
    number, _ = at_work(staff)
    joint = worked_on(staff, number)
    staff.complete("handler", "compile_reply", joint, promise(staff), POLICE)
    back = {"decision": "send_back", "reason": "声屏障未列入预算", "evidence_checked": []}
    staff.complete("reviewer", "review_closure", number, back)
    offered = staff.who("handler", POLICE).get("/tasks?view=offered").json["items"]
    assert [one["case"] for one in offered] == [number]


def test_a_joint_promise_needs_what_and_by_when(staff: Staff) -> None:
    number, _ = at_work(staff)
    joint = worked_on(staff, number)
    police = staff.who("handler", POLICE)
    task = staff.task(police, "compile_reply", joint)
    for wrong, why in (({"commitment": None}, "commitment"), ({"commitment_due": None}, "commitment_due")):
        given = {name: value for name, value in promise(staff, **wrong).items() if value}
        refused = police.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": given})
        assert refused.status_code == 422 and why in str(refused.json)
    passed = promise(staff, commitment_due="2026-03-01")
    refused = police.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": passed})
    assert refused.status_code in (409, 422) and "Choose a later one" in str(refused.json), refused.json
