"""The work of a person over HTTP: lists, one task, taking, giving back, completing once, and in batches."""

from collections.abc import Callable

import pytest

from tests.api.conftest import Caller, bundle_upload

As = Callable[[str], Caller]


@pytest.fixture
def start(as_: As) -> Callable[..., str]:
    """Deploy the errand and start one; gives the id of its first task."""

    def begin(key: str = "E-1", **facts: object) -> str:
        designer = as_("designer")
        answer = designer.post("/deployments", data=bundle_upload())
        assert answer.status_code == 201, answer.json
        body = {"key": key, "facts": {"unit": "unit_a", "limit": 10, **facts}}
        assert designer.post("/processes/errand/instances", body).status_code == 201
        listed = as_("handler_a").get("/tasks?view=offered&limit=200").json["items"]
        return str(next(task["id"] for task in listed if task["case"] == key))

    return begin


def test_a_task_says_what_it_is_and_brings_its_form(start: Callable[..., str], as_: As) -> None:
    task = as_("handler_a").get(f"/tasks/{start()}").json
    assert (task["element"], task["name"], task["name_en"], task["case"]) == ("run", "跑一趟", "Run", "E-1")
    assert {part["key"] for part in task["form"]["components"]} == {"cost", "note"}
    assert task["revision"] == 1
    assert task["may"] == {"claim": True, "release": False, "complete": True, "assign": False}
    assert {"id", "due_at", "data"} <= task.keys()


def test_claimed_it_is_mine_and_released_it_is_offered_again(start: Callable[..., str], as_: As) -> None:
    task, me = start(), as_("handler_a")
    assert me.post(f"/tasks/{task}/claim").json == {"id": task, "revision": 2, "assignee": "handler_a"}
    assert [one["id"] for one in me.get("/tasks?view=mine").json["items"]] == [task]
    assert me.get("/tasks?view=offered").json["items"] == []
    taken = as_("mate_a").post(f"/tasks/{task}/claim")
    assert (taken.status_code, taken.json["fresh"]["assignee"]) == (409, "handler_a")
    assert me.post(f"/tasks/{task}/release").json["assignee"] is None
    assert [one["id"] for one in as_("mate_a").get("/tasks?view=offered").json["items"]] == [task]


def test_a_leader_assigns_within_the_unit(start: Callable[..., str], as_: As) -> None:
    task = start()
    as_("mate_a"), as_("handler_b")
    leader = as_("leader_a")
    assert leader.post(f"/tasks/{task}/assign", {"username": "mate_a"}).json["assignee"] == "mate_a"
    assert leader.post(f"/tasks/{task}/assign", {"username": "handler_b"}).status_code == 422
    assert as_("mate_a").post(f"/tasks/{task}/assign", {"username": "mate_a"}).status_code == 403


def test_completing_moves_the_diagram_on(start: Callable[..., str], as_: As) -> None:
    task = start()
    done = as_("handler_a").post(f"/tasks/{task}/complete", {"revision": 1, "data": {"cost": 12, "note": "雨天"}})
    assert (done.status_code, done.json["status"]) == (200, "running")
    following = as_("leader_a").get("/tasks?view=offered").json["items"]
    assert [(one["element"], one["case"]) for one in following] == [("approve", "E-1")]


def test_the_second_completion_gets_the_fresh_task(start: Callable[..., str], as_: As) -> None:
    task, body = start(), {"revision": 1, "data": {"cost": 12}}
    assert as_("handler_a").post(f"/tasks/{task}/complete", body).status_code == 200
    second = as_("mate_a").post(f"/tasks/{task}/complete", body)
    assert (second.status_code, second.content_type) == (409, "application/problem+json")
    assert (second.json["type"], second.json["fresh"]["status"]) == ("urn:suqiu:refusal:stale", "completed")
    assert second.json["fresh"] == as_("mate_a").get(f"/tasks/{task}").json


def test_a_stale_revision_is_refused_and_the_task_stays_open(start: Callable[..., str], as_: As) -> None:
    task, me = start(), as_("handler_a")
    me.post(f"/tasks/{task}/claim")
    refused = me.post(f"/tasks/{task}/complete", {"revision": 1, "data": {"cost": 1}})
    assert (refused.status_code, refused.json["revision"], refused.json["fresh"]["revision"]) == (409, 2, 2)
    assert me.post(f"/tasks/{task}/complete", {"revision": 2, "data": {"cost": 1}}).status_code == 200


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "cost"), ({"cost": "many"}, "cost"), ({"cost": 5000}, "cost"), ({"cost": 1, "pay_to": "me"}, "pay_to")],
)
def test_a_form_with_a_fault_names_the_field_and_leaves_the_task_open(
    start: Callable[..., str], as_: As, data: dict[str, object], field: str
) -> None:
    task, me = start(), as_("handler_a")
    refused = me.post(f"/tasks/{task}/complete", {"revision": 1, "data": data})
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])
    assert me.get(f"/tasks/{task}").json["status"] == "open"


def test_the_sentences_of_a_form_are_in_the_language_that_is_asked_for(start: Callable[..., str], as_: As) -> None:
    task, me = start(), as_("handler_a")

    def said(language: str) -> str:
        body = {"revision": 1, "data": {"cost": "many"}}
        answer = me.post(f"/tasks/{task}/complete", body, headers={"Accept-Language": language})
        return str(answer.json["fields"]["cost"][0])

    assert said("en-GB,en;q=0.9") == "“What it cost” must be a number."
    assert said("zh-CN") == said("fr") == "“花了多少”应为数字。"


def test_another_unit_a_stranger_and_a_citizen_get_nothing(
    start: Callable[..., str], as_: As, anonymous: Caller
) -> None:
    task = start()
    body = {"revision": 1, "data": {"cost": 1}}
    other = as_("handler_b")
    assert other.get("/tasks?view=offered").json["items"] == []
    assert other.get("/tasks?view=unit").json["items"] == []
    assert other.get(f"/tasks/{task}").status_code == 404
    for act in ("claim", "release"):
        assert other.post(f"/tasks/{task}/{act}").status_code == 404
        assert anonymous.post(f"/tasks/{task}/{act}").status_code == 401
    assert other.post(f"/tasks/{task}/complete", body).status_code == 404
    assert anonymous.post(f"/tasks/{task}/complete", body).status_code == 401
    assert anonymous.get(f"/tasks/{task}", headers={"X-Tracking-Code": "2" * 17}).status_code == 401
    assert as_("intake").get(f"/tasks/{task}").status_code == 404


def test_a_batch_has_one_result_per_exact_id(start: Callable[..., str], as_: As) -> None:
    first, second, me = start("E-1"), start("E-2"), as_("handler_a")
    items = [
        {"id": first, "revision": 1, "data": {"cost": 1}},
        {"id": second, "revision": 9, "data": {"cost": 1}},
        {"id": "nothing", "revision": 1, "data": {}},
    ]
    answer = me.post("/tasks/batch", {"act": "complete", "items": items})
    assert answer.status_code == 200
    assert [(one["id"], one["outcome"]) for one in answer.json["items"]] == [
        (first, "done"), (second, "refused"), ("nothing", "refused")
    ]  # fmt: skip
    assert [one.get("problem", {}).get("status") for one in answer.json["items"]] == [None, 409, 404]


def test_a_batch_repeated_under_its_key_does_nothing_twice(start: Callable[..., str], as_: As) -> None:
    first, second, me = start("E-1"), start("E-2"), as_("handler_a")
    body = {"act": "complete", "items": [{"id": one, "revision": 1, "data": {"cost": 1}} for one in (first, second)]}
    answers = [me.post("/tasks/batch", body, key="batch-1").json for _ in range(2)]
    assert answers[0] == answers[1]
    assert {one["outcome"] for one in answers[0]["items"]} == {"done"}
    other = {"act": "claim", "items": [{"id": second}]}
    assert me.post("/tasks/batch", other, key="batch-1").status_code == 409


def test_a_batch_says_what_its_act_needs(as_: As) -> None:
    refused = as_("handler_a").post("/tasks/batch", {"act": "complete", "items": [{"id": "a"}]})
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["items.0.revision"])


def test_the_list_is_paged_by_key_and_loses_nothing(start: Callable[..., str], as_: As) -> None:
    ids = {start(f"E-{number}") for number in range(7)}
    me, seen, path = as_("handler_a"), [], "/tasks?view=offered&limit=3"
    page = me.get(path).json
    pages = [len(page["items"])]
    seen += page["items"]
    while page["next"]:
        page = me.get(f"{path}&cursor={page['next']}").json
        pages.append(len(page["items"]))
        seen += page["items"]
    assert pages == [3, 3, 1]
    assert {one["id"] for one in seen} == ids and len(seen) == 7


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("view=all", "view"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("viw=mine", "viw"),
        ("q=%00", "q"),
    ],
)
def test_a_wrong_parameter_is_named(as_: As, query: str, field: str) -> None:
    refused = as_("handler_a").get(f"/tasks?{query}")
    assert (refused.status_code, list(refused.json["fields"])) == (422, [field])


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwgMV0", "%F0%9F%98%80", "bnVsbA"])
def test_a_cursor_of_nowhere_is_refused(as_: As, cursor: str) -> None:
    assert as_("handler_a").get(f"/tasks?cursor={cursor}").status_code == 422
