"""An answer lost on the way is asked for again under the same key: the same answer, and nothing done twice."""

from collections.abc import Callable

import pytest

from engine.application import Application
from tests.api.conftest import Caller, bundle_upload

As = Callable[[str], Caller]
START = {"key": "E-1", "facts": {"unit": "unit_a", "limit": 3}}


@pytest.fixture
def designer(as_: As) -> Caller:
    caller = as_("designer")
    assert caller.post("/deployments", data=bundle_upload()).status_code == 201
    return caller


def test_the_same_key_and_body_give_the_same_answer_and_status(designer: Caller, as_: As) -> None:
    answers = [designer.post("/processes/errand/instances", START, key="once") for _ in range(3)]
    assert {one.status_code for one in answers} == {201}
    assert len({one.json["instance"] for one in answers}) == 1
    assert len(as_("handler_a").get("/tasks?view=offered").json["items"]) == 1


def test_the_spelling_of_the_body_does_not_matter(designer: Caller) -> None:
    first = designer.post("/processes/errand/instances", START, key="once").json
    spelt = b'{ "facts": {"limit": 3,  "unit": "unit_a"}, "key": "E-1" }'
    again = designer("POST", "/processes/errand/instances", key="once", data=spelt, content_type="application/json")
    assert (again.status_code, again.json) == (201, first)


def test_the_same_key_with_another_body_or_address_is_refused(designer: Caller) -> None:
    designer.post("/processes/errand/instances", START, key="once")
    other = designer.post("/processes/errand/instances", {**START, "key": "E-2"}, key="once")
    assert (other.status_code, other.content_type) == (409, "application/problem+json")
    assert "Idempotency-Key" in other.json["detail"]
    assert designer.post("/deployments", data=bundle_upload(), key="once").status_code == 409


def test_files_sent_again_are_the_same_request_whatever_their_boundary(designer: Caller) -> None:
    answers = [designer.post("/deployments", data=bundle_upload(), key="again") for _ in range(2)]
    assert answers[0].json == answers[1].json and answers[1].status_code == 201


def test_a_key_is_its_owners_alone(designer: Caller, as_: As) -> None:
    designer.post("/processes/errand/instances", START, key="mine")
    made = as_("admin").post("/processes/errand/instances", {**START, "key": "E-9"}, key="mine")
    assert (made.status_code, made.json["key"]) == (201, "E-9")


def test_a_completion_repeated_under_its_key_is_no_conflict(designer: Caller, as_: As) -> None:
    designer.post("/processes/errand/instances", START)
    me = as_("handler_a")
    task = me.get("/tasks?view=offered").json["items"][0]["id"]
    body = {"revision": 1, "data": {"cost": 1}}
    answers = [me.post(f"/tasks/{task}/complete", body, key="done") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert me.post(f"/tasks/{task}/complete", body).status_code == 409


@pytest.mark.parametrize("key", ["a b", "x" * 201, "键"])
def test_a_key_that_cannot_be_kept_is_refused(designer: Caller, key: str) -> None:
    refused = designer.post(
        "/processes/errand/instances", START, headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )
    assert refused.status_code == 422


def test_a_citizens_key_gives_its_answer_to_the_same_tracking_code_only(
    district: Application, anonymous: Caller
) -> None:
    noise = {"kind": "complaint", "title": "夜间噪声", "text": "每晚施工", "place": {"street": "坪山街道"}}
    made = anonymous.post("/citizen/cases", noise).json
    path, said = f"/citizen/cases/{made['number']}/supplements", {"text": "昨晚又施工"}
    for code, status in ((made["tracking_code"], 200), (made["tracking_code"], 200), ("2" * 17, 404)):
        answer = anonymous.post(path, said, key="once", headers={"X-Tracking-Code": code})
        assert answer.status_code == status, answer.json
