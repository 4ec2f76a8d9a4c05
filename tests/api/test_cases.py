"""Cases as staff see them: the offices all, a unit its own, nobody who asked but those whose step needs it."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.application import Application
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE

As = Callable[[str], Caller]


def complete(caller: Caller, element: str, data: dict[str, Any]) -> None:
    items = caller.get("/tasks?view=offered").json["items"]
    task = next(one for one in items if one["element"] == element)
    done = caller.post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": data})
    assert done.status_code == 200, done.json


@pytest.fixture
def dispatched(district: Application, as_: As) -> str:
    """A complaint that unit B001 has to sign."""
    made = as_("intake").post("/cases", {**NOISE, "channel": "hotline", "urgency": "urgent"})
    assert made.status_code == 201, made.json
    complete(as_("intake"), "accept", {"decision": "accept"})
    complete(as_("dispatcher"), "dispatch", {"matter": "130801", "urgency": "urgent", "lead_unit": "B001"})
    settle(district)
    return str(made.json["number"])


READS = ("", "/journal", "/deadline", "/diagram", "/attachments")


def test_the_unit_and_the_offices_read_the_case_and_no_one_else(dispatched: str, as_: As, anonymous: Caller) -> None:
    for path in READS:
        for reader in ("handler_b001", "leader_b001", "coordinator", "intake"):
            assert as_(reader).get(f"/cases/{dispatched}{path}").status_code == 200, (reader, path)
        for stranger in ("handler_b004", "designer"):
            assert as_(stranger).get(f"/cases/{dispatched}{path}").status_code == 404, (stranger, path)
        assert anonymous.get(f"/cases/{dispatched}{path}").status_code == 401
        assert anonymous.get(f"/cases/{dispatched}{path}", headers={"X-Tracking-Code": "2" * 17}).status_code == 401
        assert as_("handler_b001").get(f"/cases/PS260302-ZZZZZ{path}").status_code in (200, 404)


def test_lists_and_searches_hold_only_what_one_may_read(dispatched: str, as_: As) -> None:
    assert [one["number"] for one in as_("handler_b001").get("/cases").json["items"]] == [dispatched]
    for query in ("", "?q=工厂", f"?q={dispatched}", "?unit=B001"):
        assert as_("handler_b004").get(f"/cases{query}").json["items"] == []


def test_acts_on_a_case_are_for_its_unit_and_its_offices(dispatched: str, as_: As, anonymous: Caller) -> None:
    acts = {
        "suspension": {"until": "2026-04-01T09:00:00+08:00", "reason": "season"},
        "resumption": None,
        "extensions": {"budget": "3 working days", "reason": "x"},
        "urges": {"reason": "x"},
        "supplements": {"text": "x"},
        "withdrawal": {"reason": "x"},
        "rating": {"speed": 1, "effect": 1, "attitude": 1, "solved": False},
        "merge": {"parent": dispatched, "reason": "x"},
        "split": {"reason": "x"},
    }
    for act, body in acts.items():
        assert as_("handler_b004").post(f"/cases/{dispatched}/{act}", body).status_code == 404, act
        assert as_("reviewer").post(f"/cases/{dispatched}/{act}", body).status_code == 403, act
        assert anonymous.post(f"/cases/{dispatched}/{act}", body).status_code == 401, act
    convening = {"cases": [dispatched], "reason": "x"}
    assert as_("handler_b004").post("/joint-handlings", convening).status_code == 404
    assert as_("handler_b001").post("/joint-handlings", convening).status_code == 403
    assert as_("handler_b001").post("/cases", {**NOISE}).status_code == 403


def test_who_asked_is_shown_to_the_unit_that_handles_and_masked_for_others(dispatched: str, as_: As) -> None:
    assert as_("handler_b001").get(f"/cases/{dispatched}").json["citizen"]["phone"] == "13800138000"
    for other in ("coordinator", "reviewer", "dispatcher"):
        shown = as_(other).get(f"/cases/{dispatched}")
        assert shown.json["citizen"]["masked"] is True
        assert "王小明" not in shown.text and "13800138000" not in shown.text


def test_identity_is_in_no_list_journal_diagram_or_task(dispatched: str, as_: As) -> None:
    reader = as_("handler_b001")
    task = reader.get("/tasks?view=offered").json["items"][0]["id"]
    paths = ["/cases", "/tasks?view=offered", f"/tasks/{task}", *(f"/cases/{dispatched}{part}" for part in READS[1:])]
    for path in paths:
        answer = reader.get(path)
        assert answer.status_code == 200
        assert "王小明" not in answer.text and "13800138000" not in answer.text, path


def test_cases_are_found_by_kind_state_unit_lateness_and_words(dispatched: str, as_: As) -> None:
    finding = ("kind=complaint", "state=dispatched", "unit=B001", "overdue=false", "q=风机", f"q={dispatched[:6]}")
    missing = ("kind=consult", "state=closed", "unit=B004", "overdue=true", "q=路灯", "q=%25", "q=_")
    for query in finding:
        items = as_("coordinator").get(f"/cases?{query}").json["items"]
        assert [one["number"] for one in items] == [dispatched], query
    for query in missing:
        assert as_("coordinator").get(f"/cases?{query}").json["items"] == [], query


def test_a_wrong_filter_is_refused(as_: As) -> None:
    for query in ("kind=praise", "overdue=maybe", "limit=0", "cursor=x", "status=open"):
        assert as_("coordinator").get(f"/cases?{query}").status_code == 422, query


def test_the_list_is_paged_without_loss_or_repeat(district: Application, as_: As) -> None:
    intake = as_("intake")
    made = {intake.post("/cases", NOISE).json["number"] for _ in range(5)}
    seen: list[str] = []
    page = intake.get("/cases?limit=2").json
    while True:
        seen += [one["number"] for one in page["items"]]
        if page["next"] is None:
            break
        page = intake.get(f"/cases?limit=2&cursor={page['next']}").json
    assert sorted(seen) == sorted(made)


def test_the_journal_is_paged_in_order(dispatched: str, as_: As) -> None:
    reader = as_("coordinator")
    entries = reader.get(f"/cases/{dispatched}/journal?limit=200").json["items"]
    first = reader.get(f"/cases/{dispatched}/journal?limit=2").json
    rest = reader.get(f"/cases/{dispatched}/journal?limit=200&cursor={first['next']}").json
    assert first["items"] + rest["items"] == entries


def test_a_case_merged_and_split_goes_its_own_way_again(dispatched: str, as_: As, district: Application) -> None:
    intake = as_("intake")
    other = intake.post("/cases", {**NOISE, "title": "还是那家工厂"}).json["number"]
    merged = intake.post(f"/cases/{other}/merge", {"parent": dispatched, "reason": "同一家"})
    assert (merged.status_code, merged.json) == (200, {"number": other})
    settle(district)
    assert intake.get(f"/cases/{other}").json["merged_into"] == dispatched
    assert intake.post(f"/cases/{other}/split", {"reason": "不是一回事"}).status_code == 200
    settle(district)
    assert intake.get(f"/cases/{other}").json["merged_into"] is None


def test_the_lists_of_the_district_can_be_read(district: Application, as_: As, anonymous: Caller) -> None:
    reader = as_("handler_b001")
    assert "B001" in {unit["code"] for unit in reader.get("/units").json["items"]}
    page = reader.get("/responsibility-list?limit=3").json
    assert (page["version"], len(page["items"])) == (1, 3)
    assert page["next"] and all(row["demo"] for row in page["items"])
    found = reader.get("/responsibility-list?q=工业红线内噪声").json["items"]
    assert [row["code"] for row in found] == ["130801"]
    year = reader.get("/calendar?year=2026").json
    assert year["announced"] and {"day", "working", "name"} == year["days"][0].keys()
    assert reader.get("/calendar?year=2030").json["announced"] is False
    for path in ("/units", "/responsibility-list", "/calendar?year=2026"):
        assert anonymous.get(path).status_code == 401
