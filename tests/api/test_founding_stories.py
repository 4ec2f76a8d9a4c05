"""The founding stories of the reform, all over HTTP on a virtual clock: the car park, and the extra train."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.clock import VirtualClock
from engine.queries.notices_sent import NoticesSent
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.test_story import PASSED, POLICE, STREET, WATER, Staff, rate

TRAFFIC, CITY, OTHER_STREET = "坪山交通运输局", "城市管理局", "马峦办事处综合执法队"
HOUSING, LAND = "住房和建设局", "规划土地监察大队"
REFUSING = (POLICE, WATER, TRAFFIC, CITY, HOUSING, LAND, STREET, OTHER_STREET)  # six units and two sub-districts
CHANNELS = ("hotline", "telephone", "counter", "letter", "wechat")
WORDS = (
    "停车场大货车夜间进出噪声大",
    "夜里货车发动机声吵得睡不着",
    "半夜装卸，噪声扰民",
    "大货车凌晨鸣喇叭",
    "货车怠速，关窗也听得见",
)
MANY = 55
COORDINATOR = Actor("kai", "凯", frozenset({"coordinator"}))


@pytest.fixture
def staff(district: Application, anonymous: Caller, clock: VirtualClock, as_: Callable[[str], Caller]) -> Staff:
    made = Staff(district, anonymous, clock)
    made.units = {unit["name"]: unit["code"] for unit in as_("admin").get("/units").json["items"]}
    return made


def complain(staff: Staff, nth: int) -> tuple[str, dict[str, str]]:
    """One more neighbour: every fifth by the web, the others through staff."""
    body = {
        "kind": "complaint",
        "title": "露天停车场货车噪声",
        "text": WORDS[nth % len(WORDS)],
        "place": {"street": "坪山街道", "community": "和平社区", "address": "某露天停车场"},
        "contact": {"name": f"市民{nth}", "phone": f"138{nth:08}"},
    }
    if nth % 5 == 0:
        made = staff.anonymous.post("/citizen/cases", body)
    else:
        made = staff.who("intake").post("/cases", {**body, "channel": CHANNELS[nth % 5]})
    assert made.status_code == 201, made.json
    return made.json["number"], {"X-Tracking-Code": made.json["tracking_code"]}


def matter(staff: Staff, lead: str, *cooperating: str) -> dict[str, Any]:
    found = staff.who("dispatcher").get("/responsibility-list?q=停车场").json["items"]
    helps = [staff.units[unit] for unit in cooperating]
    code = next(row["code"] for row in found if row["level3"] == "停车场")
    sent = {"matter": code, "urgency": "ordinary", "lead_unit": staff.units[lead], "cooperating_units": helps}
    return {**sent, "reason": "按其现场能力"}


def test_the_car_park(staff: Staff, anonymous: Caller, district: Application) -> None:
    first, mine = complain(staff, 0)
    citizens = {first: mine}
    staff.complete("intake", "accept", first, {"decision": "accept"})
    staff.complete("dispatcher", "dispatch", first, matter(staff, STREET))
    staff.complete("handler", "sign", first, {"decision": "sign"}, STREET)
    for nth in range(1, MANY - 4):  # through the month; intake joins them to the first
        if nth % 2:
            staff.later(hours=24)
        number, code = complain(staff, nth)
        citizens[number] = code
        like = staff.who("intake").get(f"/cases/{number}/similar").json["items"]
        assert first in [one["number"] for one in like] or nth > 10
        staff.complete("intake", "accept", number, {"decision": "merge", "parent": first})
    coordinator = staff.who("coordinator")
    (cluster,) = coordinator.get("/clusters").json["items"]
    assert (cluster["size"], cluster["now"], cluster["state"]) == (10, MANY - 4, "open")
    quarrel = argue(staff, citizens)
    (proposal,) = coordinator.get("/clusters?state=open").json["items"]
    made = coordinator.post(f"/clusters/{proposal['number']}/convene", {})
    assert made.status_code == 201, made.json
    assert (made.json["lead_case"], len(made.json["merged"]), made.json["left_out"]) == (first, 4, [])
    assert quarrel in made.json["merged"]
    settle(district)
    answer_together(staff, made.json["number"])
    assert len(citizens) == MANY
    replies = {}
    for number in [first, *(one for one in citizens if one != first)]:
        staff.complete("reviewer", "review_closure", number, PASSED)
    for number, code in citizens.items():
        tracked = anonymous.get(f"/citizen/cases/{number}", headers=code).json
        replies[number] = tracked["replies"][-1]["text"]
        rate(anonymous, number, code, solved=True)
    settle(district)
    assert len(set(replies.values())) == 1 and "街道：" not in replies[first] and POLICE in replies[first]
    states = {anonymous.get(f"/citizen/cases/{one}", headers=code).json["state"] for one, code in citizens.items()}
    assert states == {"closed"}
    it_comes_back(staff)


def argue(staff: Staff, citizens: dict[str, dict[str, str]]) -> str:
    """Four more reach four units; the last is returned, disputed by six units and two sub-districts, and ruled on."""
    numbers = []
    for nth, lead in zip(range(MANY - 4, MANY), (OTHER_STREET, TRAFFIC, CITY, STREET), strict=True):
        number, code = complain(staff, nth)
        citizens[number] = code
        numbers.append(number)
        staff.complete("intake", "accept", number, {"decision": "accept"})
        helps = [unit for unit in REFUSING if unit != lead] if lead == STREET else []
        staff.complete("dispatcher", "dispatch", number, matter(staff, lead, *helps))
    last = numbers[-1]
    returned = {
        "decision": "return",
        "ground": "no_power",
        "clause": "other",
        "other_clause": "街道没有执法权，只能劝导",
        "evidence": "夜查记录，罚款二百元无人在意",
        "suggested_unit": staff.units[POLICE],
    }
    staff.complete("handler", "sign", last, returned, STREET)
    staff.complete("unit_leader", "cosign_return", last, {"decision": "cosign"}, STREET)
    staff.complete("shift_leader", "review_return", last, {"decision": "open_dispute", "reason": "各说各话"})
    for unit in REFUSING:
        said = {"position": "shared" if unit == POLICE else "not_ours", "reason": "不属本单位职责"}
        staff.complete("handler", "give_opinion", last, said, unit)
    coordinator = staff.who("coordinator")
    (listed,) = coordinator.get("/disputes").json["items"]
    seen = coordinator.get(f"/disputes/{listed['number']}").json
    assert {one["unit"] for one in seen["opinions"]} == {staff.units[unit] for unit in REFUSING}
    assert seen["returns"][0]["clause"] == returned["other_clause"] and seen["row"]["level3"] == "停车场"
    assert {one["unit"] for one in seen["units"]} >= {staff.units[unit] for unit in REFUSING}
    ruling = {
        "lead_unit": staff.units[POLICE],
        "cooperating_units": [staff.units[STREET], staff.units[WATER]],
        "reason": "谁出面处置最有效",
        "make_precedent": True,
    }
    staff.complete("coordinator", "rule", last, ruling)
    suggested = staff.who("dispatcher").get(f"/cases/{last}/suggestions").json
    assert (suggested["units"][0]["unit"], suggested["units"][0]["because"][0]) == (staff.units[POLICE], "ruling")
    assert suggested["precedents"][0]["distance"] == 0
    staff.complete("dispatcher", "dispatch", last, matter(staff, POLICE, STREET, WATER))
    staff.complete("handler", "sign", last, {"decision": "sign"}, POLICE)
    return last


def answer_together(staff: Staff, joint: str) -> None:
    due = (staff.clock.now() + timedelta(days=7)).isoformat()
    branches = [{"unit": staff.units[unit], "task": "联合整治", "due": due} for unit in (POLICE, STREET, WATER)]
    plan = {"lead_unit": staff.units[POLICE], "branches": branches, "meeting_place": "区指挥中心", "meeting_at": due}
    staff.complete("coordinator", "plan_joint_handling", joint, plan)
    for unit, report in ((POLICE, "四次夜间联合执法"), (STREET, "限高杆已装"), (WATER, "夜间噪声达标")):
        staff.complete("handler", "handle_branch", joint, {"result": "done", "report": report}, unit)
    came = [staff.units[POLICE], staff.units[STREET]]
    decided = [{"text": "每周两次夜查", "unit": staff.units[POLICE], "due": due[:10]}]
    staff.complete(
        "coordinator", "record_minutes", joint, {"minutes": "交警牵头", "attendees": came, "decisions": decided}
    )
    said = {"outcome": "resolved", "public_reply": "几次联合执法后噪声已消除。"}
    staff.complete("handler", "compile_reply", joint, said, POLICE)
    seen = staff.who("coordinator").get(f"/joint-handlings/{joint}").json
    assert seen["meeting"]["attendees"] == came and seen["decisions"][0]["unit"] == staff.units[POLICE]
    assert "四次夜间联合执法" in seen["reply"] and "限高杆已装" in seen["reply"]
    ticked = {"nth": 1, "done": "已连续夜查四周"}
    police = staff.who("handler", POLICE)
    assert police.post(f"/joint-handlings/{joint}/decisions/done", ticked).status_code == 200
    assert police.post(f"/joint-handlings/{joint}/decisions/done", ticked).status_code == 409
    assert police.get(f"/joint-handlings/{joint}").json["decisions"][0]["done"] == "已连续夜查四周"


def it_comes_back(staff: Staff) -> None:
    """Twenty days later a neighbour complains again: flagged, told, and escalated, since it was handled jointly."""
    staff.later(days=20)
    again, _ = complain(staff, MANY)
    staff.complete("intake", "accept", again, {"decision": "accept"})
    staff.complete("dispatcher", "dispatch", again, matter(staff, POLICE, STREET, WATER))
    found = staff.who("coordinator").get("/recurrences").json
    (one,) = found["items"]
    assert (one["case"], one["days"], one["nth"], one["after_joint"]) == (again, 20, 1, True)
    assert one["escalated_at"] is not None and found["counts"][0]["many"] == 1


def test_the_extra_train(staff: Staff, anonymous: Caller, district: Application) -> None:
    body = {
        "kind": "suggestion",
        "title": "增开一班早班车",
        "text": "早高峰地铁接驳太挤，希望增开一班早班车",
        "place": {"street": "坪山街道"},
        "contact": {"anonymous": True},
    }
    asked = [anonymous.post("/citizen/cases", body).json for _ in range(2)]
    others = {one["number"]: {"X-Tracking-Code": one["tracking_code"]} for one in asked}
    draft = {name: body[name] for name in ("title", "text", "place")}
    seen = anonymous.post("/citizen/similar", draft).json["items"]
    assert [one["title"] for one in seen] == ["增开一班早班车"] * 2
    made = anonymous.post("/citizen/cases", body)
    number, mine = made.json["number"], {"X-Tracking-Code": made.json["tracking_code"]}
    asked_at = staff.clock.now()
    staff.complete("intake", "accept", number, {"decision": "accept"})
    for other in others:
        staff.complete("intake", "accept", other, {"decision": "merge", "parent": number})
    bus = next(row["code"] for row in staff.who("dispatcher").get("/responsibility-list?q=公共交通管理").json["items"])
    sent = {"matter": bus, "urgency": "ordinary", "lead_unit": staff.units[TRAFFIC], "reason": "按其现场能力"}
    staff.complete("dispatcher", "dispatch", number, sent)
    staff.complete("handler", "sign", number, {"decision": "sign"}, TRAFFIC)
    assert staff.who("handler", TRAFFIC).get(f"/cases/{number}").json["citizens"] == 3
    staff.later(hours=1)
    promised = {
        "decision": "adopted",
        "reason": "多位市民提过同样建议",
        "public_reply": "已与运营公司协调，将增开早班车。",
        "commitment": "增开一班早班车",
        "commitment_due": (staff.clock.now() + timedelta(days=15)).date().isoformat(),
    }
    handler = staff.who("handler", TRAFFIC)
    task = staff.task(handler, "evaluate", number)
    for lacking in ("commitment_due", "commitment"):
        undated = {"revision": task["revision"], "data": {**promised, lacking: None}}
        refused = handler.post(f"/tasks/{task['id']}/complete", undated)
        assert (refused.status_code, lacking in str(refused.json)) == (422, True), "what is adopted is promised"
    staff.complete("handler", "evaluate", number, promised, TRAFFIC)
    promised_by_plan = {**PASSED, "evidence_checked": [*PASSED["evidence_checked"], "plan_and_date"]}
    staff.complete("reviewer", "review_closure", number, promised_by_plan)
    tracked = anonymous.get(f"/citizen/cases/{number}", headers=mine).json
    assert tracked["replies"] and tracked["citizens"] == 3
    (promise,) = tracked["commitments"]
    assert (promise["text"], promise["due"], promise["kept"]) == ("增开一班早班车", promised["commitment_due"], None)
    assert staff.clock.now() - asked_at < timedelta(hours=2)
    everyone = {number: mine, **others}
    for other in others:
        staff.complete("reviewer", "review_closure", other, promised_by_plan)
    for one, code in everyone.items():
        rate(anonymous, one, code, solved=True)
    settle(district)
    for one, code in everyone.items():
        assert anonymous.get(f"/citizen/cases/{one}", headers=code).json["state"] == "closed"
    staff.later(days=15)
    staff.complete(
        "handler",
        "report_commitment",
        f"{number}/commitment",
        {"decision": "kept", "report": "新时刻表已执行"},
        TRAFFIC,
    )
    (commitment,) = staff.who("coordinator").get(f"/cases/{number}").json["commitments"]
    assert commitment["kept"] is True
    for one, code in everyone.items():
        tracked = anonymous.get(f"/citizen/cases/{one}", headers=code).json
        (promise,) = tracked["commitments"]
        assert promise["kept"] is True and "新时刻表" not in str(promise), "what was reported stays among staff"
        sent = district.ask(NoticesSent(one), COORDINATOR)["items"]
        assert {"commitment_started", "commitment_kept"} <= {notice["template"] for notice in sent}
