"""Migrations over HTTP: planned, looked at page by page, resumed, reverted."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.api.conftest import HERE, Caller, bundle_upload

As = Callable[[str], Caller]


def second_version(designer: Caller, *edits: tuple[str, str]) -> int:
    files = {path.name: path.read_text(encoding="utf-8") for path in (HERE / "errand").iterdir()}
    for before, after in edits:
        assert before in files["errand.bpmn"]
        files["errand.bpmn"] = files["errand.bpmn"].replace(before, after)
    upload = {"bundle": "errand", "files": [(BytesIO(text.encode()), name) for name, text in files.items()]}
    answer = designer.post("/deployments", data=upload)
    assert answer.status_code == 201, answer.json
    return int(answer.json["version"])


def start(designer: Caller, key: str) -> str:
    body = {"key": key, "facts": {"unit": "unit_a", "limit": 3}}
    return str(designer.post("/processes/errand/instances", body).json["instance"])


def plan(**more: Any) -> dict[str, Any]:
    return {"bundle": "errand", "from": 1, "to": 2, **more}


@pytest.fixture
def designer(as_: As) -> Caller:
    caller = as_("designer")
    assert caller.post("/deployments", data=bundle_upload()).status_code == 201
    return caller


def test_a_dry_run_then_the_migration_itself(designer: Caller, as_: As) -> None:
    instances = [start(designer, f"E-{nth}") for nth in range(3)]
    second_version(
        designer, ('id="run"', 'id="walk"'), ('"run"/>', '"walk"/>'), ('sourceRef="run"', 'sourceRef="walk"')
    )
    dry = designer.post("/migrations", plan(dry_run=True))
    assert dry.status_code == 201
    assert (dry.json["status"], dry.json["dry_run"], dry.json["counts"]) == ("done", True, {"needs_mapping": 3})
    assert "run=walk" in dry.json["items"][0]["reasons"][0]
    done = designer.post("/migrations", plan(mapping={"run": "walk"})).json
    assert (done["counts"], done["mapping"], done["total"]) == ({"migrated": 3}, {"run": "walk"}, 3)
    assert [designer.get(f"/instances/{one}").json["version"] for one in instances] == [2, 2, 2]
    tasks = as_("handler_a").get("/tasks?view=offered").json["items"]
    assert {task["element"] for task in tasks} == {"walk"}


def test_migrations_are_listed_the_newest_first_page_by_page(designer: Caller, as_: As) -> None:
    start(designer, "E-1")
    second_version(designer, ("跑一趟", "走一趟"))
    dry, done = (designer.post("/migrations", plan(dry_run=one)).json for one in (True, False))
    whole = designer.get("/migrations").json
    assert [(one["id"], one["dry_run"], one["counts"]) for one in whole["items"]] == [
        (done["id"], False, {"migrated": 1}),
        (dry["id"], True, {"safe": 1}),
    ]
    first = designer.get("/migrations?limit=1").json
    rest = designer.get(f"/migrations?limit=1&cursor={first['next']}").json
    assert first["items"] + rest["items"] == whole["items"] and rest["next"] is whole["next"] is None
    assert designer.get("/migrations?cursor=rubbish").status_code == 422
    assert as_("handler_a").get("/migrations").status_code == 403


def test_results_are_read_page_by_page_and_by_status(designer: Caller) -> None:
    instances = [start(designer, f"E-{nth}") for nth in range(3)]
    second_version(designer, ("跑一趟", "走一趟"))
    migration = designer.post("/migrations", plan()).json["id"]
    first = designer.get(f"/migrations/{migration}?limit=2").json
    rest = designer.get(f"/migrations/{migration}?limit=2&cursor={first['next']}").json
    assert [one["instance"] for one in first["items"] + rest["items"]] == sorted(instances)
    assert rest["next"] is None
    assert designer.get(f"/migrations/{migration}?status=blocked").json["items"] == []
    assert designer.get(f"/migrations/{migration}?status=lost").status_code == 422
    assert designer.get(f"/migrations/{migration}?cursor=rubbish").status_code == 422


def test_resume_judges_anew_what_did_not_go_through_and_revert_takes_back(designer: Caller, as_: As) -> None:
    moving, standing = start(designer, "E-1"), start(designer, "E-2")
    second_version(
        designer, ('id="run"', 'id="walk"'), ('"run"/>', '"walk"/>'), ('sourceRef="run"', 'sourceRef="walk"')
    )
    migration = designer.post("/migrations", plan()).json["id"]
    (task,) = [one for one in as_("handler_a").get("/tasks?view=offered").json["items"] if one["case"] == "E-1"]
    as_("handler_a").post(f"/tasks/{task['id']}/complete", {"revision": task["revision"], "data": {"cost": 5}})
    resumed = designer.post(f"/migrations/{migration}/resume")
    assert (resumed.status_code, resumed.json["counts"]) == (200, {"migrated": 1, "needs_mapping": 1})
    assert designer.post(f"/migrations/{migration}/pause").status_code == 409
    back = designer.post(f"/migrations/{migration}/results/{moving}/revert")
    assert (back.status_code, back.json["status"]) == (200, "reverted")
    assert designer.get(f"/instances/{moving}").json["version"] == 1
    assert designer.post(f"/migrations/{migration}/results/{moving}/revert").status_code == 409
    assert designer.post(f"/migrations/{migration}/results/{standing}/revert").status_code == 409


def test_the_same_request_twice_is_one_migration(designer: Caller) -> None:
    start(designer, "E-1")
    second_version(designer, ("跑一趟", "走一趟"))
    first, second = (designer.post("/migrations", plan(), key="once") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json["id"] == second.json["id"] and second.json["counts"] == {"migrated": 1}


def test_what_cannot_be_is_refused_in_sentences(designer: Caller, as_: As, anonymous: Caller) -> None:
    second_version(designer, ("跑一趟", "走一趟"))
    assert designer.post("/migrations", plan(to=9)).status_code == 404
    for wrong in ({"to": 1}, {"mapping": {"nothing": "run"}}, {"mapping": {"run": "paid"}}, {"mapping": {"run": 1}}):
        assert designer.post("/migrations", plan(**wrong)).status_code == 422, wrong
    assert designer.get("/migrations/nothing").status_code == 404
    for path, body in (
        ("/migrations", plan()),
        ("/migrations/x/resume", None),
        ("/migrations/x/results/y/revert", None),
    ):
        assert as_("handler_a").post(path, body).status_code == 403
        assert anonymous.post(path, body).status_code == 401
    assert as_("handler_a").get("/migrations/x").status_code == 403
