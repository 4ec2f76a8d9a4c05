"""One complaint from the first word to the rating, all over HTTP: return, dispute, ruling, joint handling, redo."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.ticker.poll import settle
from tests.api.conftest import PASSWORD, Caller, OpenAccount
from tests.api.requests import NOISE

WATER, POLICE, STREET = "环境保护和水务局", "市交警支队坪山大队", "坪山街道综合执法队"
HANDLED = {"outcome": "resolved", "actions": "现场检查并责令整改", "public_reply": "已到现场查处并督促整改。"}
PASSED = {"decision": "pass", "evidence_checked": ["answers_request", "outcome_honest", "site_photos", "contacted"]}


class Staff:
    """The people of the story: they find their task in their list, read it, and complete it."""

    def __init__(self, application: Application, anonymous: Caller, clock: VirtualClock) -> None:
        self.application = application
        self.anonymous = anonymous
        self.clock = clock
        self.callers: dict[str, Caller] = {}
        self.units: dict[str, str] = {}

    def who(self, role: str, unit: str | None = None) -> Caller:
        """Someone of a role (of a unit, by name), signed in; again after a long while, since sessions end."""
        code = self.units[unit] if unit else None
        name = f"{role}_{code.lower()}" if code else role
        if name not in self.callers:
            self.application.execute(OpenAccount(name, name, roles=(role,), unit=code), SYSTEM)
        elif self.callers[name].get("/sessions/current").status_code == 200:
            return self.callers[name]
        token = self.anonymous.post("/sessions", {"username": name, "password": PASSWORD}).json["token"]
        self.callers[name] = Caller(self.anonymous.client, {"Authorization": f"Bearer {token}"})
        return self.callers[name]

    def task(self, caller: Caller, element: str, case: str) -> dict[str, Any]:
        found = [
            task
            for view in ("mine", "offered")
            for task in caller.get(f"/tasks?view={view}&limit=200").json["items"]
            if task["element"] == element and task["case"] == case
        ]
        assert len(found) == 1, (element, case, found)
        answer = caller.get(f"/tasks/{found[0]['id']}")
        assert answer.status_code == 200
        return dict(answer.json)

    def complete(self, role: str, element: str, case: str, data: dict[str, Any], unit: str | None = None) -> None:
        caller = self.who(role, unit)
        task = self.task(caller, element, case)
        if element in ("handle", "handle_branch"):
            page = {"file": (BytesIO(b"%PDF-1.4\n%%EOF\n"), "现场记录.pdf")}
            assert caller("POST", f"/cases/{case}/attachments", data=page).status_code == 201
        done = caller.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data})
        assert done.status_code == 200, done.json
        settle(self.application)

    def later(self, **length: int) -> None:
        self.clock.forward(timedelta(**length))
        settle(self.application)


@pytest.fixture
def staff(district: Application, anonymous: Caller, clock: VirtualClock, as_: Callable[[str], Caller]) -> Staff:
    made = Staff(district, anonymous, clock)
    made.units = {unit["name"]: unit["code"] for unit in as_("admin").get("/units").json["items"]}
    return made


def test_a_complaint_goes_the_whole_way(staff: Staff, anonymous: Caller) -> None:
    made = anonymous.post("/citizen/cases", NOISE)
    assert made.status_code == 201, made.json
    case, mine = made.json["number"], {"X-Tracking-Code": made.json["tracking_code"]}

    def state() -> str:
        return str(anonymous.get(f"/citizen/cases/{case}", headers=mine).json["state"])

    assert state() == "registered"
    staff.complete("intake", "accept", case, {"decision": "accept"})
    dispatched = {"matter": "130801", "urgency": "ordinary", "lead_unit": staff.units[WATER], "reason": "按其现场能力"}
    choices = staff.task(staff.who("dispatcher"), "dispatch", case)["options"]
    assert {one["label"] for one in choices["units"]} >= {WATER, POLICE, STREET}
    staff.complete("dispatcher", "dispatch", case, dispatched)
    returned = {
        "decision": "return",
        "ground": "not_our_duty",
        "clause": "other",
        "other_clause": "红线外由街道负责",
        "evidence": "现场勘查照片与红线图",
        "suggested_unit": staff.units[STREET],
    }
    staff.complete("handler", "sign", case, returned, WATER)
    staff.complete("unit_leader", "cosign_return", case, {"decision": "cosign"}, WATER)
    staff.complete("shift_leader", "review_return", case, {"decision": "open_dispute", "reason": "红线内外说法不一"})
    (dispute,) = staff.who("coordinator").get("/disputes").json["items"]
    assert dispute["case"] == case and len(dispute["opinions"]) >= 2
    for unit in (WATER, STREET):
        staff.complete("handler", "give_opinion", case, {"position": "shared", "reason": "噪声源在红线外道路"}, unit)
    staff.later(hours=6)
    ruling = {
        "lead_unit": staff.units[POLICE],
        "cooperating_units": [staff.units[STREET], staff.units[WATER]],
        "reason": "谁出面处置最有效：交警有执法权",
        "make_precedent": True,
    }
    staff.complete("coordinator", "rule", case, ruling)
    assert staff.who("coordinator").get("/precedents").json["items"][0]["lead_unit"] == staff.units[POLICE]
    staff.complete("dispatcher", "dispatch", case, {**dispatched, "lead_unit": staff.units[POLICE]})
    staff.complete("handler", "sign", case, {"decision": "sign"}, POLICE)
    assert state() == "handling"
    joint = convene(staff, case)
    assert state() == "review"
    staff.complete("reviewer", "review_closure", case, PASSED)
    assert state() == "rating"
    rate(anonymous, case, mine, solved=False)
    settle(staff.application)
    assert state() == "handling"
    staff.complete("handler", "handle", case, HANDLED, POLICE)
    staff.complete("reviewer", "review_closure", case, PASSED)
    rate(anonymous, case, mine, solved=True)
    settle(staff.application)
    tracked = anonymous.get(f"/citizen/cases/{case}", headers=mine).json
    assert (tracked["state"], tracked["outcome"]) == ("closed", "resolved")
    assert len(tracked["replies"]) == 2 and len(tracked["timeline"]) > 5
    the_file_is_whole(staff, case, joint)


def convene(staff: Staff, case: str) -> str:
    coordinator = staff.who("coordinator")
    made = coordinator.post("/joint-handlings", {"cases": [case], "reason": "一家办不了"})
    assert made.status_code == 201, made.json
    settle(staff.application)
    joint = str(made.json["number"])
    branches = [
        {"unit": staff.units[unit], "task": "联合整治", "due": "2026-03-06T18:00"} for unit in (POLICE, STREET, WATER)
    ]
    meeting = {"meeting_place": "区指挥中心", "meeting_at": "2026-03-05T15:00"}
    plan = {"lead_unit": staff.units[POLICE], "branches": branches, **meeting}
    staff.complete("coordinator", "plan_joint_handling", joint, plan)
    for unit in (POLICE, STREET, WATER):
        staff.complete("handler", "handle_branch", joint, {"result": "done", "report": "已按分工完成"}, unit)
    minutes = {"minutes": "三单位通报情况，议定长效巡查", "decisions": [{"text": "每周两次联合巡查"}]}
    staff.complete("coordinator", "record_minutes", joint, minutes)
    reply = {"outcome": "resolved", "public_reply": "交警牵头，街道、环水配合，已开展联合整治。"}
    staff.complete("handler", "compile_reply", joint, reply, POLICE)
    seen = coordinator.get(f"/joint-handlings/{joint}").json
    assert [branch["state"] for branch in seen["branches"]] == ["reported"] * 3
    assert [one["number"] for one in coordinator.get("/joint-handlings").json["items"]] == [joint]
    return joint


def rate(anonymous: Caller, case: str, mine: dict[str, str], *, solved: bool) -> None:
    marks = {"speed": 4, "effect": 5 if solved else 1, "attitude": 4, "solved": solved}
    answer = anonymous.post(f"/citizen/cases/{case}/rating", marks, headers=mine)
    assert answer.status_code == 200, answer.json


def the_file_is_whole(staff: Staff, case: str, joint: str) -> None:
    reader = staff.who("coordinator")
    file = reader.get(f"/cases/{case}").json
    assert (file["state"], file["redos"], file["lead_unit"]) == ("closed", 1, staff.units[POLICE])
    assert (len(file["returns"]), len(file["disputes"]), len(file["replies"]), len(file["ratings"])) == (1, 1, 2, 2)
    assert [one["number"] for one in file["joint_handlings"]] == [joint]
    journal = reader.get(f"/cases/{case}/journal?limit=200").json["items"]
    assert [entry["seq"] for entry in journal] == list(range(1, len(journal) + 1))
    assert {"dispatcher", "reviewer", "citizen"} <= {entry["actor"] for entry in journal}
    clocks = {clock["name"] for clock in reader.get(f"/cases/{case}/deadline").json["deadlines"]}
    assert {"citizen", "handle", "sign"} <= clocks
    diagrams = reader.get(f"/cases/{case}/diagram").json["items"]
    assert {"complaint", "review"} <= {one["process"] for one in diagrams}
    assert all(one["xml"].lstrip().startswith("<") and one["elements"] and one["flows"] for one in diagrams[:1])
