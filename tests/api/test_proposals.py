"""What the system proposes over HTTP: like cases for staff, like requests for a citizen, and nobody's name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from engine.application import Application
from engine.clock import VirtualClock
from engine.ticker.poll import settle
from tests.api.conftest import PASSWORD, Caller
from tests.api.requests import NOISE

LAMP = {**NOISE, "title": "公园路灯不亮", "text": "燕子湖公园里的路灯坏了三盏，晚上很黑"}


def ask(anonymous: Caller, **words: Any) -> str:
    made = anonymous.post("/citizen/cases", {**NOISE, **words})
    assert made.status_code == 201, made.json
    return str(made.json["number"])


def test_similar_open_requests_are_proposed_with_their_reasons(
    district: Application, anonymous: Caller, as_: Callable[[str], Caller]
) -> None:
    mine, copy, other = ask(anonymous), ask(anonymous), ask(anonymous, **LAMP)
    settle(district)
    found = as_("intake").get(f"/cases/{mine}/similar").json
    assert [one["number"] for one in found["items"]] == [copy]
    assert {"near_copy", "same_community", "same_days"} <= set(found["items"][0]["reasons"])
    assert found["items"][0]["merged"] is False and found["answered"] == []
    assert as_("handler_b001").get(f"/cases/{other}/similar").status_code == 404


def test_a_citizen_sees_titles_and_states_of_like_requests_and_nothing_else(
    district: Application, anonymous: Caller
) -> None:
    ask(anonymous)
    draft = {"title": "工厂噪声", "text": "风机夜里一直响，睡不着", "place": {"street": "坪山街道"}}
    found = anonymous.post("/citizen/similar", draft).json["items"]
    assert found == [{"title": NOISE["title"], "state": "registered"}]
    unlike = {"title": "公交", "text": "增开早班车", "place": {"street": "坪山街道"}}
    assert anonymous.post("/citizen/similar", unlike).json["items"] == []


def test_where_all_have_asked_the_same_so_far_the_like_is_found_all_the_same(
    district: Application, anonymous: Caller
) -> None:
    """Words that stand in each of a few texts are not common yet; PostgreSQL's statistics say they are."""
    for _ in range(4):
        ask(anonymous)
    with district.database.engine.begin() as connection:  # PostgreSQL does it by itself, when it finds the time
        connection.execute(text("ANALYZE"))
    draft = {"title": "工厂噪声", "text": "风机夜里一直响，睡不着", "place": {"street": "坪山街道"}}
    assert len(anonymous.post("/citizen/similar", draft).json["items"]) == 4


def test_an_answered_like_case_brings_its_reply(
    district: Application, anonymous: Caller, as_: Callable[[str], Caller], clock: VirtualClock
) -> None:
    consult = {"kind": "consult", "title": "公交卡补办", "text": "老年公交卡丢了，去哪里补办"}
    first = ask(anonymous, **consult)
    settle(district)
    said = "请到街道便民服务中心补办。"
    complete(district, as_("intake"), first, {"decision": "answer_now", "public_reply": said})
    complete(
        district,
        as_("reviewer"),
        first,
        {"decision": "pass", "evidence_checked": ["answers_request", "outcome_honest", "site_photos", "contacted"]},
    )
    clock.forward(timedelta(days=8))  # nobody rates it: it closes
    settle(district)
    second = ask(anonymous, **consult)
    token = anonymous.post("/sessions", {"username": "intake", "password": PASSWORD}).json["token"]
    intake = Caller(anonymous.client, {"Authorization": f"Bearer {token}"})
    (like,) = intake.get(f"/cases/{second}/similar").json["answered"]
    assert (like["number"], like["reply"]) == (first, said)


def complete(district: Application, by: Caller, case: str, data: dict[str, Any]) -> None:
    task = next(one for one in by.get("/tasks?view=offered").json["items"] if one["case"] == case)
    done = by.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data})
    assert done.status_code == 200, done.json
    settle(district)
