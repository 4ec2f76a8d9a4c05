"""Starting by hand, looking in, and mending what stopped."""

from collections.abc import Callable

import pytest

from tests.api.conftest import Caller, bundle_upload

As = Callable[[str], Caller]


@pytest.fixture
def designer(as_: As) -> Caller:
    caller = as_("designer")
    assert caller.post("/deployments", data=bundle_upload()).status_code == 201
    return caller


def stuck(designer: Caller, as_: As) -> tuple[str, str]:
    """An errand whose limit is no number: (instance, incident)."""
    body = {"key": "E-1", "facts": {"unit": "unit_a", "limit": None}}
    instance = designer.post("/processes/errand/instances", body).json["instance"]
    task = as_("handler_a").get("/tasks?view=offered").json["items"][0]
    done = as_("handler_a").post(f"/tasks/{task['id']}/complete", {"revision": 1, "data": {"cost": 5}})
    assert done.status_code == 200
    (incident,) = designer.get("/incidents").json["items"]
    assert (incident["instance"], incident["element"], incident["key"]) == (instance, "is_dear", "E-1")
    return instance, incident["id"]


def test_an_instance_says_where_it_stands_and_what_it_knows(designer: Caller) -> None:
    body = {"key": "E-1", "facts": {"unit": "unit_a", "limit": 3}}
    made = designer.post("/processes/errand/instances", body)
    assert (made.status_code, made.json["key"]) == (201, "E-1")
    seen = designer.get(f"/instances/{made.json['instance']}").json
    assert (seen["process"], seen["status"], seen["facts"]["limit"]) == ("errand", "running", 3)
    assert [task["element"] for task in seen["tasks"]] == ["run"]


def test_what_stopped_is_corrected_and_tried_again(designer: Caller, as_: As) -> None:
    instance, incident = stuck(designer, as_)
    assert designer.post(f"/incidents/{incident}/retry").json["status"] == "open"
    corrected = designer.post(f"/instances/{instance}/facts", {"facts": {"limit": 10}, "reason": "was never set"})
    assert corrected.status_code == 200
    retried = designer.post(f"/incidents/{incident}/retry")
    assert retried.status_code == 200 and retried.json["status"] != "open"
    assert designer.get(f"/instances/{instance}").json["status"] == "completed"
    assert designer.get("/incidents").json["items"] == []
    assert designer.post(f"/incidents/{incident}/retry").status_code == 409


def test_an_incident_is_looked_at_with_the_facts_it_went_by(designer: Caller, as_: As) -> None:
    instance, incident = stuck(designer, as_)
    seen = designer.get(f"/incidents/{incident}").json
    assert (seen["instance"], seen["element"], seen["kind"], seen["status"]) == (instance, "is_dear", "step", "open")
    assert (seen["facts"]["cost"], seen["facts"]["limit"], seen["attempts"]) == (5, None, 1)
    assert "limit" in seen["cause"] and seen["next_attempt_at"] is None
    designer.post(f"/incidents/{incident}/retry")
    designer.post(f"/incidents/{incident}/skip", {"reason": "cheap enough"})
    seen = designer.get(f"/incidents/{incident}").json
    assert (seen["attempts"], seen["status"], seen["reason"]) == (2, "skipped", "cheap enough")


def test_skipping_wants_a_reason(designer: Caller, as_: As) -> None:
    _, incident = stuck(designer, as_)
    assert designer.post(f"/incidents/{incident}/skip", {}).json["fields"].keys() == {"reason"}
    assert designer.post(f"/incidents/{incident}/skip", {"reason": "cheap enough"}).json["status"] == "skipped"


def test_incidents_and_instances_are_for_those_who_look_after_processes(
    designer: Caller, as_: As, anonymous: Caller
) -> None:
    instance, incident = stuck(designer, as_)
    for path in ("/incidents", f"/incidents/{incident}", f"/instances/{instance}"):
        assert as_("handler_a").get(path).status_code == 403
        assert anonymous.get(path).status_code == 401
    for path, body in ((f"/incidents/{incident}/retry", None), (f"/incidents/{incident}/skip", {"reason": "x"})):
        assert as_("handler_a").post(path, body).status_code == 403
        assert anonymous.post(path, body).status_code == 401
    start = {"key": "E-2", "facts": {}}
    assert as_("handler_a").post("/processes/errand/instances", start).status_code == 403


def test_what_is_not_there_is_404(designer: Caller) -> None:
    assert designer.post("/processes/nothing/instances", {"key": "k"}).status_code == 404
    assert designer.get("/instances/nothing").status_code == 404
    assert designer.post("/incidents/nothing/retry").status_code == 404
    assert designer.get("/incidents/nothing").status_code == 404
    assert designer.get("/deployments/errand/99999999999999999999").status_code == 404
