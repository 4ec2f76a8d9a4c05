"""Four eyes, walks of a draft and the heat of a process over HTTP."""

from collections.abc import Callable
from dataclasses import replace

from engine.application import Application
from tests.api.conftest import Caller, bundle_upload

As = Callable[[str], Caller]


def test_a_version_waits_for_a_second_person_where_the_district_asks(application: Application, as_: As) -> None:
    application.settings = replace(application.settings, approval_required=True)
    designer, admin = as_("designer"), as_("admin")
    sent = designer.post("/deployments", data={**bundle_upload(), "note": "First."})
    assert (sent.status_code, sent.json["status"]) == (201, "proposed")
    assert designer.post("/deployments/errand/1/approve").status_code == 403
    assert designer.get("/processes").json["items"] == []
    assert admin.post("/deployments/errand/1/reject", {"reason": ""}).status_code == 422
    assert admin.post("/deployments/errand/1/approve").json["status"] == "in_force"
    assert admin.post("/deployments/errand/1/reject", {"reason": "late"}).status_code == 409
    line = designer.get("/deployments/errand/1").json
    assert (line["note"], line["decided_by"], line["waiver"]) == ("First.", "admin", None)
    assert as_("handler_a").post("/deployments/errand/1/approve").status_code == 403
    assert admin.post("/deployments/errand/7/approve").status_code == 404


def test_a_draft_takes_walks_and_is_published_with_a_reason(as_: As) -> None:
    designer = as_("designer")
    designer.post("/deployments", data=bundle_upload())
    designer.post("/drafts", {"bundle": "errand"})
    walk = {"name": "run.yaml", "content": "walk: run\nsteps:\n  - start: errand\n    key: E\n"}
    assert designer.post("/drafts/errand/walks", walk).json == {"bundle": "errand", "walks": 1, "revision": 2}
    broken = designer.post("/drafts/errand/walks", {**walk, "content": "walk: ["})
    assert broken.status_code == 422 and "Expected YAML" in broken.json["detail"]
    given = {"revision": 2, "note": "With a walk."}
    refused = designer.post("/drafts/errand/publish", given)
    assert refused.status_code == 409 and "Run them" in refused.json["detail"]
    done = designer.post("/drafts/errand/publish", {**given, "waiver": "same content"})
    assert done.status_code == 201 and done.json["unchanged"]


def test_the_heat_of_a_process_counts_what_its_lists_show(as_: As) -> None:
    designer = as_("designer")
    designer.post("/deployments", data=bundle_upload())
    for key in ("E1", "E2"):
        designer.post("/processes/errand/instances", {"key": key, "facts": {"unit": "unit_a", "limit": 10}})
    heat = designer.get("/processes/errand/heatmap").json
    run = next(one for one in heat["elements"] if one["element"] == "run")
    assert (run["waiting"], run["done"], run["median"]) == (2, 0, None)
    page = designer.get("/processes/errand/heatmap/run?measure=waiting&limit=1").json
    assert len(page["items"]) == 1 and page["next"] == 1
    assert designer.get("/processes/errand/heatmap?unit=unit_b").json["elements"][0]["waiting"] == 0
    assert designer.get("/processes/errand/heatmap?since=soon").status_code == 422
    assert designer.get("/processes/errand/heatmap/run?measure=warm").status_code == 422
    assert designer.get("/processes/nothing/heatmap").status_code == 404
    assert as_("handler_a").get("/processes/errand/heatmap").status_code == 403
