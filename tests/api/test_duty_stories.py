"""Stories of whose duty it is and by when, over HTTP on the virtual clock."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.queries.notices_sent import NoticesSent
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_story import HANDLED, PASSED, STREET, WATER, Staff, rate
from tests.conftest import SHANGHAI
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027

COMMUNITY = "坪山社区"
RETURN = {
    "decision": "return",
    "ground": "not_our_asset",
    "clause": "other",
    "other_clause": "权属不在本单位",
    "evidence": "现场查看并核对权属登记",
}


class Desk:
    """One citizen's case and the people it meets; times are the district's."""

    def __init__(self, staff: Staff, clock: VirtualClock, anonymous: Caller) -> None:
        self.staff, self.clock, self.anonymous = staff, clock, anonymous
        self.case = ""

    def at(self, text: str) -> None:
        """The clock goes to a moment; whatever falls due on the way falls due then."""
        moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        while (due := self._next_due()) is not None and due <= moment:
            self.clock.set(max(due, self.clock.now()))
            settle(self.staff.application)
        self.clock.set(moment)
        settle(self.staff.application)

    def _next_due(self) -> datetime | None:
        with self.staff.application.database.reading() as connection:
            from engine.persistence.timers import Timers

            return Timers(connection).next_due()

    def accepted(self, **request: Any) -> None:
        made = self.anonymous.post("/citizen/cases", {**NOISE, **request})
        assert made.status_code == 201, made.json
        self.case = made.json["number"]
        self.do("intake", "accept", {"decision": "accept"})

    def do(self, role: str, element: str, data: dict[str, Any], unit: str | None = None) -> None:
        self.staff.complete(role, element, self.case, data, unit)

    def dispatched(self, matter: str = "130801", urgency: str = "ordinary", **more: Any) -> None:
        self.do("dispatcher", "dispatch", {"matter": matter, "urgency": urgency, "reason": "按其现场能力", **more})

    def file(self) -> dict[str, Any]:
        return dict(self.staff.who("coordinator").get(f"/cases/{self.case}").json)

    def owner(self) -> str:
        file = self.file()
        return f"{file['owner_role']} {file['owner_unit_name'] or ''}".strip()

    def deadline(self, name: str) -> dict[str, Any]:
        told = self.staff.who("coordinator").get(f"/cases/{self.case}/deadline").json["deadlines"]
        return dict([one for one in told if one["name"] == name][-1])

    def due(self, name: str) -> str:
        moment = datetime.fromisoformat(self.deadline(name)["last_due"])
        return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")

    def journal(self, kind: str) -> list[dict[str, Any]]:
        entries = self.staff.who("coordinator").get(f"/cases/{self.case}/journal?limit=200").json["items"]
        return [entry for entry in entries if entry["kind"] == kind]


@pytest.fixture
def desk(district: Application, anonymous: Caller, clock: VirtualClock) -> Desk:
    staff = Staff(district, anonymous, clock)
    staff.units = {unit["name"]: unit["code"] for unit in staff.who("admin").get("/units").json["items"]}
    return Desk(staff, clock, anonymous)


def test_a_one_hour_complaint_at_ten_to_six_before_a_holiday(desk: Desk) -> None:
    """Very urgent runs by the wall clock into the evening; an ordinary one waits for the holiday to end."""
    desk.at("2026-09-30 17:45")
    desk.accepted()
    desk.at("2026-09-30 17:50")
    desk.dispatched(urgency="very_urgent")
    assert desk.due("handle") == "2026-09-30 18:50"
    desk.at("2026-09-30 18:50")
    assert desk.deadline("handle")["due"] is not None and desk.owner().startswith("handler")
    assert "overdue" in {entry["details"]["rung"] for entry in desk.journal("supervision")}
    desk.at("2026-09-30 19:00")
    desk.accepted()
    desk.dispatched(matter="130801")
    assert desk.due("handle") == "2026-10-10 18:00"  # 8, 9 and the make-up Saturday: 1–7 October are free
    (start,) = desk.deadline("handle")["steps"]
    assert [day["day"] for day in start["days"] if day["counts"]] == ["2026-10-08", "2026-10-09", "2026-10-10"]
    assert "2026-10-01 National Day" in start["en"] or "2026-10-01" in start["en"]


def test_a_manhole_cover_nobody_owns(desk: Desk) -> None:
    """The list sends it to the community; it says "not ours"; nobody rules in time; the fallback unit takes it."""
    desk.accepted(title="无主井盖缺失", text="人行道上的井盖不见了，没人管")
    desk.dispatched(matter="080207")
    assert desk.owner() == f"handler {COMMUNITY}"
    desk.do("handler", "sign", {**RETURN, "suggested_unit": desk.staff.units[WATER]}, COMMUNITY)
    desk.do("unit_leader", "cosign_return", {"decision": "cosign"}, COMMUNITY)
    desk.do("shift_leader", "review_return", {"decision": "open_dispute", "reason": "权属不清"})
    assert desk.owner() == f"handler {COMMUNITY}"  # act first, argue later
    desk.at("2026-03-06 18:00")
    (dispute,) = desk.file()["disputes"]
    assert (dispute["state"], dispute["ruling"]["lead_unit_name"]) == ("fell_back", "住房和建设局")
    assert desk.owner() == "dispatcher"
    desk.dispatched(matter="080207", lead_unit=dispute["ruling"]["lead_unit"])
    assert desk.owner() == "handler 住房和建设局"
    desk.do("handler", "sign", {"decision": "sign"}, "住房和建设局")
    desk.do("handler", "handle", HANDLED, "住房和建设局")
    desk.do("reviewer", "review_closure", PASSED)
    assert desk.file()["state"] == "rating"


def test_an_unsigned_case_over_a_weekend(desk: Desk) -> None:
    """The unit's clock starts at dispatch; unsigned past two working hours it is deemed signed on Monday morning."""
    desk.at("2026-03-06 17:00")
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    assert (desk.due("sign"), desk.due("handle")) == ("2026-03-09 10:00", "2026-03-11 18:00")
    desk.at("2026-03-09 09:59")
    assert desk.file()["state"] == "dispatched"
    desk.at("2026-03-09 10:00")
    assert (desk.file()["state"], desk.owner()) == ("handling", f"handler {WATER}")
    assert [one["details"]["what"] for one in desk.journal("case")][-1] == "deem_signed"
    assert desk.due("handle") == "2026-03-11 18:00"


def test_a_unit_that_returned_once_cannot_return_again(desk: Desk) -> None:
    """After a dispatcher's error it gets the case again, and its form offers signing alone."""
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    desk.do("handler", "sign", {**RETURN, "suggested_unit": desk.staff.units[STREET]}, WATER)
    desk.do("unit_leader", "cosign_return", {"decision": "cosign"}, WATER)
    desk.do("shift_leader", "review_return", {"decision": "dispatcher_error", "reason": "分拨时填错了街道"})
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    handler = desk.staff.who("handler", WATER)
    task = desk.staff.task(handler, "sign", desk.case)
    again = {"revision": task["revision"], "data": {**RETURN, "suggested_unit": desk.staff.units[STREET]}}
    refused = handler.post(f"/tasks/{task['id']}/complete", again)
    assert refused.status_code in (409, 422), refused.json
    assert len(desk.file()["returns"]) == 1 and desk.owner() == f"handler {WATER}"
    desk.do("handler", "sign", {"decision": "sign"}, WATER)


def test_a_unit_renamed_mid_year_keeps_its_cases(desk: Desk) -> None:
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    desk.at("2026-07-01 09:00")
    renaming = {"name": "生态环境局坪山管理局", "name_en": "Ecology, Pingshan", "reason": "机构改革"}
    assert desk.staff.who("admin").post("/units/B001/names", renaming).status_code == 201
    assert desk.file()["lead_unit_name"] == "生态环境局坪山管理局"
    assert desk.owner() == "handler 生态环境局坪山管理局"
    rows = desk.staff.who("admin").get("/responsibility-list?unit=B001").json["items"]
    assert rows[0]["units"]["B001"] == "生态环境局坪山管理局"


def test_a_deadline_crosses_a_year_whose_holidays_are_not_announced(desk: Desk) -> None:
    """Provisional until the year is imported; then date, task and timer move together, with a journal entry."""
    desk.at("2026-12-29 10:00")
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    desk.do("handler", "sign", {"decision": "sign"}, WATER)
    assert (desk.due("handle"), desk.deadline("handle")["provisional"]) == ("2027-01-01 18:00", True)
    admin = desk.staff.who("admin")
    assert admin.get("/calendar?year=2027").json["to_import"] == 2027
    days = f"日期,上班,名称\n2027-01-01,否,元旦\n2027-01-04,否,元旦\n{SPRING_OF_2027}{REST_OF_2027}".encode()

    def imported(**fields: str) -> Any:
        file = {"file": (BytesIO(days), "2027.csv"), **fields}
        return admin.post("/calendar/import", data=file, content_type="multipart/form-data")

    dry = imported(dry_run="true").json
    assert (dry["edition"], dry["announced"], len(dry["changed"])) == (None, [2027], 14) and dry["deadlines"] >= 1
    assert len(dry["doubts"]) == 1 and "found 14" in dry["doubts"][0]
    assert desk.due("handle") == "2027-01-01 18:00"
    assert imported(source="国办通知", base=str(dry["base"])).json["edition"] == dry["base"] + 1
    settle(desk.staff.application)
    assert (desk.due("handle"), desk.deadline("handle")["provisional"]) == ("2027-01-05 18:00", False)
    entry = desk.journal("deadline")[-1]
    moved = next(one for one in desk.journal("deadline") if one["details"].get("deadline") == "handle")
    assert entry and moved["details"]["before"]["due"] < moved["details"]["after"]["due"]
    handler = desk.staff.who("handler", WATER)
    task = desk.staff.task(handler, "handle", desk.case)
    assert datetime.fromisoformat(task["due_at"]).astimezone(SHANGHAI).isoformat()[:16] == "2027-01-05T18:00"
    steps = [step["what"] for step in desk.deadline("handle")["steps"]]
    assert steps == ["start", "recompute"]
    desk.at("2027-01-04 18:00")
    assert "overdue" not in {one["details"]["rung"] for one in desk.journal("supervision")}
    desk.at("2027-01-05 18:00")
    assert "overdue" in {one["details"]["rung"] for one in desk.journal("supervision")}


def test_a_third_extension_is_refused_with_rule_and_source(desk: Desk) -> None:
    """The shift leader grants the first, the coordinator the second; what is refused does not count."""
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    desk.do("handler", "sign", {"decision": "sign"}, WATER)

    def ask(budget: str = "2 working days") -> Any:
        wanted = {"budget": budget, "reason": "需等检测报告"}
        return desk.staff.who("handler", WATER).post(f"/cases/{desk.case}/extensions", wanted)

    too_long = ask("900 working days")
    assert too_long.status_code == 422 and "at most 10 working days more at once" in too_long.json["detail"]
    for role, element in (("shift_leader", "first"), ("coordinator", "second")):
        assert ask().status_code == 200
        assert ask().status_code == 409  # one request at a time
        settle(desk.staff.application)
        desk.do("unit_leader", "approve_extension", {"decision": "approve"}, WATER)
        desk.do(role, f"approve_{element}_extension", {"decision": "approve"})
    granted = desk.due("handle")
    third = ask()
    assert third.status_code == 409 and desk.due("handle") == granted == "2026-03-11 18:00"
    said = third.json["detail"]
    assert "at most 2 extensions" in said and "extension_limit" in said and "no public source" in said
    assert desk.owner() == f"handler {WATER}"


def test_a_coordinator_ends_a_joint_handling_and_the_case_is_its_units_again(desk: Desk) -> None:
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    desk.do("handler", "sign", {"decision": "sign"}, WATER)
    coordinator, water = desk.staff.who("coordinator"), desk.staff.who("handler", WATER)
    joint = coordinator.post("/joint-handlings", {"cases": [desk.case], "reason": "各说各话"}).json["number"]
    settle(desk.staff.application)
    assert desk.owner() == "coordinator"
    due = (desk.clock.now() + timedelta(days=7)).isoformat()
    street = desk.staff.units[STREET]
    plan = {"lead_unit": street, "branches": [{"unit": desk.staff.units[WATER], "task": "监测", "due": due}]}
    desk.staff.complete("coordinator", "plan_joint_handling", joint, plan)
    assert desk.owner() == f"handler {STREET}"
    shown = coordinator.get(f"/joint-handlings/{joint}").json
    assert {one["unit"] for one in shown["branches"]} == {street, desk.staff.units[WATER]} and shown["may"]["end"]
    end = f"/joint-handlings/{joint}/end"
    assert coordinator.post(end, {"reason": ""}).status_code == 422
    assert water.post(end, {"reason": "不必"}).status_code == 403
    assert coordinator.post(end, {"reason": "只需环水一家"}).status_code == 200
    settle(desk.staff.application)
    ended = coordinator.get(f"/joint-handlings/{joint}").json
    assert (ended["state"], ended["end_reason"], ended["open_tasks"]) == ("ended", "只需环水一家", [])
    assert coordinator.post(end, {"reason": "再次"}).status_code == 409
    assert desk.owner() == f"handler {WATER}"
    desk.do("handler", "handle", HANDLED, WATER)


def test_called_off_before_it_signed_a_unit_has_its_whole_time_to_sign_and_the_case_one_dispatch(desk: Desk) -> None:
    """A joint handling that came to nothing counts neither as joint nor as a dispatch; what its plan gave stays."""
    desk.accepted()
    desk.dispatched(lead_unit=desk.staff.units[WATER])
    joint = desk.staff.who("coordinator").post("/joint-handlings", {"cases": [desk.case], "reason": "各说各话"}).json
    settle(desk.staff.application)
    branches = [{"unit": desk.staff.units[STREET], "task": "劝导", "due": "2026-03-10T18:00"}]
    plan = {"lead_unit": desk.staff.units[WATER], "branches": branches}
    desk.staff.complete("coordinator", "plan_joint_handling", joint["number"], plan)
    desk.at("2026-03-04 09:00")
    ended = desk.staff.who("coordinator").post(f"/joint-handlings/{joint['number']}/end", {"reason": "只需环水一家"})
    assert ended.status_code == 200
    settle(desk.staff.application)
    assert (desk.deadline("sign")["round"], desk.due("sign")) == (1, "2026-03-04 11:00")
    desk.do("handler", "sign", {"decision": "sign"}, WATER)
    task = desk.staff.task(desk.staff.who("handler", WATER), "handle", desk.case)
    assert datetime.fromisoformat(task["due_at"]) == datetime(2026, 3, 10, 18, tzinfo=SHANGHAI)
    desk.do("handler", "handle", HANDLED, WATER)
    desk.do("reviewer", "review_closure", PASSED)
    desk.at("2026-03-20 09:00")
    raw = desk.staff.who("coordinator").get("/figures?from=2026-03-01&to=2026-03-31").json["raw"]
    assert (raw["hops_per_case"]["value"], raw["first_dispatch_success_rate"]["value"]) == (1.0, 1.0)
    assert (raw["joint_on_time_rate"]["whole"], raw["joint_on_time_rate"]["value"]) == (0, None)


def test_what_comes_back_again_and_again_is_handed_over_and_only_those_entitled_see_it(desk: Desk) -> None:
    """Closed, back, closed, back: escalated, and handed over with the cases it came back from."""
    numbers = []
    for nth in range(3):
        made = desk.anonymous.post("/citizen/cases", NOISE).json
        desk.case, mine = made["number"], {"X-Tracking-Code": made["tracking_code"]}
        numbers.append(desk.case)
        desk.do("intake", "accept", {"decision": "accept"})
        desk.dispatched(lead_unit=desk.staff.units[WATER])
        if nth == 2:
            break
        desk.do("handler", "sign", {"decision": "sign"}, WATER)
        desk.do("handler", "handle", HANDLED, WATER)
        desk.do("reviewer", "review_closure", PASSED)
        rate(desk.anonymous, desk.case, mine, solved=True)
        settle(desk.staff.application)
        assert desk.staff.who("supervisor").get("/referrals").json["items"] == []
        desk.staff.later(days=1)
    (handed,) = desk.staff.who("supervisor").get("/referrals").json["items"]
    assert (handed["ground"], handed["raised_by"]) == ("repeated_recurrence", "system")
    assert handed["cases"] == sorted(numbers)
    assert handed["units"] == [desk.staff.units[WATER]] and "第 2 次" in handed["reason"]
    watching = f"/cases/{desk.case}%2Fwatch/journal"
    for who in (desk.staff.who("handler", WATER), desk.staff.who("intake"), desk.staff.who("admin")):
        assert who.get("/referrals").status_code == 403
        assert who.get(f"/referrals/{handed['number']}").status_code == 404
        assert who.get(watching).status_code == 404
        told = who.get(f"/cases/{desk.case}/journal?limit=200").json
        assert handed["number"] not in str(told) and "referral" not in str(told)
    receipt = desk.staff.who("discipline").post(
        f"/referrals/{handed['number']}/receipt", {"receipt": "坪纪〔2026〕12号"}
    )
    assert receipt.status_code == 200, receipt.json


def test_the_time_to_accept_goes_on_when_the_citizen_has_answered_and_runs_out_as_before(desk: Desk) -> None:
    """Asked, intake waits and its own time rests; answered, it has two hours again, and a late one is told."""
    made = desk.anonymous.post("/citizen/cases", NOISE).json
    desk.case, code = made["number"], {"X-Tracking-Code": made["tracking_code"]}
    settle(desk.staff.application)
    assert desk.due("accept") == "2026-03-02 11:00"  # two hours after nine
    citizen = desk.due("citizen")
    desk.at("2026-03-02 10:30")
    desk.do("intake", "accept", {"decision": "ask_citizen", "question": "是哪一栋厂房？"})
    assert desk.deadline("accept")["due"] is None and desk.due("supplement") == "2026-03-05 18:00"
    desk.at("2026-03-03 15:00")
    assert (
        desk.anonymous.post(f"/citizen/cases/{desk.case}/supplements", {"text": "三栋"}, headers=code).status_code
        == 200
    )
    settle(desk.staff.application)
    assert (desk.due("accept"), desk.deadline("supplement")["due"]) == ("2026-03-03 17:00", None)
    assert desk.due("citizen") == citizen, "the citizen's clock never restarts"
    desk.at("2026-03-03 17:00")
    told = desk.staff.application.ask(NoticesSent(desk.case), SYSTEM)["items"]
    assert [one["template"] for one in told].count("acceptance_overdue") == 1
    desk.do("intake", "accept", {"decision": "accept"})
    assert desk.owner() == "dispatcher" and desk.deadline("accept")["due"] is None
