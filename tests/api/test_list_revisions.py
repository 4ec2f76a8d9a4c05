"""A revision of the list over HTTP: raised, drafted, argued over, adopted as the next version."""

import pytest

from engine.application import Application
from engine.clock import VirtualClock
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.test_story import Staff

MATTER = "020101"
TRANSPORT, CITY, POLICE = "坪山交通运输局", "城市管理局", "市交警支队坪山大队"


@pytest.fixture
def staff(district: Application, anonymous: Caller, clock: VirtualClock) -> Staff:
    made = Staff(district, anonymous, clock)
    made.units = {unit["name"]: unit["code"] for unit in made.who("admin").get("/units").json["items"]}
    return made


def test_a_revision_becomes_the_next_version_with_its_number_in_the_history(staff: Staff) -> None:
    admin = staff.who("admin")
    raised = admin.post("/list-revisions", {"reason": "应由有执法权的单位牵头", "matter": MATTER})
    assert raised.status_code == 201
    number = str(raised.json["number"])
    settle(staff.application)
    assert staff.task(admin, "draft_revision", number)["data"]["matter"] == MATTER
    staff.complete("admin", "draft_revision", number, {"rows": [{"code": MATTER, "leads": "火星管理局"}]})
    again = staff.task(admin, "draft_revision", number)
    assert "火星管理局" in again["data"]["draft_problems"]
    staff.complete("admin", "draft_revision", number, {"rows": [{"code": MATTER, "leads": "P001", "grade": "A"}]})
    asked = staff.task(staff.who("unit_leader", POLICE), "give_position", number)
    assert (
        "牵头单位：B004 坪山交通运输局 → P001" in asked["data"]["draft_text"]
        and "分级：B（演示值 demo） → A（演示值 demo）" in asked["data"]["draft_text"]
    )
    staff.complete("unit_leader", "give_position", number, {"position": "agree"}, POLICE)
    objection = {"position": "object", "reason": "清单一直写明由我局负责"}
    staff.complete("unit_leader", "give_position", number, objection, TRANSPORT)
    seen = admin.get(f"/list-revisions/{number}").json
    assert (seen["state"], seen["round"], seen["due"]) == ("positions", 1, "2026-03-09T10:00:00+00:00")
    assert {unit["name"] for unit in seen["units"]} == {TRANSPORT, CITY, POLICE}
    assert {one["unit_name"]: one["position"] for one in seen["positions"]} == {POLICE: "agree", TRANSPORT: "object"}
    staff.later(days=8)
    text = staff.task(staff.who("legal"), "legal_review", number)["data"]["positions_text"]
    assert f"{TRANSPORT}：反对" in text and f"{CITY}：未表态" in text
    staff.complete("legal", "legal_review", number, {"decision": "lawful", "opinion": "与上位法一致"})
    staff.complete("coordinator", "hold_meeting", number, {"decision": "adopt", "minutes": "交警牵头"})
    staff.complete("admin", "adopt", number, {"decision": "adopt", "effective_from": "2026-07-01"})
    admin = staff.who("admin")  # eight days later the first session has ended
    seen = admin.get("/list-revisions?state=adopted").json["items"][0]
    assert (seen["number"], seen["version"]) == (number, 2)
    told = admin.get(f"/responsibility-list/{MATTER}/history").json
    assert told["in_force"]["leads"] == [{"to": "B004"}] and told["coming"][0]["leads"] == [{"to": "P001"}]
    assert (told["history"][0]["origin"], told["history"][0]["reference"]) == ("revision", number)


def test_only_an_administrator_or_a_ruling_raises_a_revision(staff: Staff) -> None:
    assert staff.who("dispatcher").post("/list-revisions", {"reason": "因为"}).status_code == 403
    unknown = staff.who("admin").post("/list-revisions", {"reason": "因为", "matter": "000000"})
    assert unknown.status_code == 422
    assert staff.who("admin").get("/list-revisions/LR260302-AAAAA").status_code == 404


def test_another_round_opens_the_draft_and_the_revision_says_so(staff: Staff) -> None:
    admin = staff.who("admin")
    number = str(admin.post("/list-revisions", {"reason": "应由有执法权的单位牵头", "matter": MATTER}).json["number"])
    settle(staff.application)
    staff.complete("admin", "draft_revision", number, {"rows": [{"code": MATTER, "leads": "P001"}]})
    staff.complete("unit_leader", "give_position", number, {"position": "object", "reason": "不归我局"}, POLICE)
    staff.later(days=8)
    staff.complete("legal", "legal_review", number, {"decision": "lawful", "opinion": "与上位法一致"})
    staff.complete("coordinator", "hold_meeting", number, {"decision": "another_round", "minutes": "交警再议"})
    admin = staff.who("admin")
    seen = admin.get(f"/list-revisions/{number}").json
    assert (seen["state"], seen["round"]) == ("drafting", 1)
    staff.complete("admin", "draft_revision", number, {"rows": [{"code": MATTER, "leads": TRANSPORT}]})
    assert "differs from the list in force" in staff.task(admin, "draft_revision", number)["data"]["draft_problems"]
    assert admin.get(f"/list-revisions/{number}").json["round"] == 1, "no unit was asked about a draft of nothing"


def test_a_draft_sets_the_limits_of_consults_and_suggestions_and_marks_what_no_public_source_gives(
    staff: Staff,
) -> None:
    admin = staff.who("admin")
    number = str(admin.post("/list-revisions", {"reason": "时限过长", "matter": MATTER}).json["number"])
    settle(staff.application)
    limits = {"consult_limit": "4 工作时", "suggestion_limit": "2 个工作日", "demo": "时限; 分级"}
    staff.complete("admin", "draft_revision", number, {"rows": [{"code": MATTER, **limits}]})
    asked = staff.task(staff.who("unit_leader", TRANSPORT), "give_position", number)["data"]["draft_text"]
    assert "咨询时限：— → 4 working hours（演示值 demo）" in asked
    assert "建议时限：— → 2 working days（演示值 demo）" in asked
    other = str(admin.post("/list-revisions", {"reason": "时限过长", "matter": MATTER}).json["number"])
    settle(staff.application)
    staff.complete("admin", "draft_revision", other, {"rows": [{"code": MATTER, "demo": "颜色"}]})
    assert "颜色" in staff.task(admin, "draft_revision", other)["data"]["draft_problems"]
