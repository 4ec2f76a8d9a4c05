"""Designers send bundles: whole or not at all, every problem named."""

import io
from collections.abc import Callable

import pytest

from tests.api.conftest import HERE, Caller, bundle_upload

As = Callable[[str], Caller]
ERRAND = HERE / "errand"


def changed(*, diagram: Callable[[str], str] = lambda text: text, leave_out: str = "") -> dict[str, object]:
    """The errand with its diagram rewritten, or without one of its files."""
    files = []
    for path in sorted(ERRAND.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.name != leave_out:
            files.append((io.BytesIO((diagram(text) if path.suffix == ".bpmn" else text).encode()), path.name))
    return {"bundle": "errand", "files": files}


def test_a_bundle_is_deployed_listed_and_read_back_as_it_was(as_: As) -> None:
    designer = as_("designer")
    made = designer.post("/deployments", data=bundle_upload())
    assert made.status_code == 201
    assert {"bundle": "errand", "version": 1, "unchanged": False, "processes": ["errand"]}.items() <= made.json.items()
    assert [one["version"] for one in designer.get("/deployments").json["items"]] == [1]
    files = designer.get("/deployments/errand/1").json["files"]
    assert {one["name"]: one["content"] for one in files} == {
        path.name: path.read_text(encoding="utf-8") for path in ERRAND.iterdir()
    }
    processes = designer.get("/processes").json["items"]
    assert processes == [{"id": "errand", "name": "跑腿", "name_en": None, "bundle": "errand", "version": 1}]


def test_the_same_content_again_is_no_new_version(as_: As) -> None:
    designer = as_("designer")
    designer.post("/deployments", data=bundle_upload())
    again = designer.post("/deployments", data=bundle_upload()).json
    assert (again["version"], again["unchanged"]) == (1, True)


def test_a_bad_bundle_is_refused_with_every_problem_and_nothing_is_stored(as_: As) -> None:
    designer = as_("designer")
    bad = changed(diagram=lambda text: text.replace("cost &gt; limit", "cost &gt;"), leave_out="approve.form")
    refused = designer.post("/deployments", data=bad)
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")
    named = {problem["element"] for problem in refused.json["problems"]}
    assert {"dear", "approve"} <= named
    assert all(problem["file"] and problem["rule"] and problem["message"] for problem in refused.json["problems"])
    assert designer.get("/deployments").json["items"] == []


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<html/>", b"\x00\xff\xfe", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
)
def test_a_file_that_is_no_diagram_is_refused_by_name(as_: As, content: bytes) -> None:
    refused = as_("designer").post("/deployments", data={"files": [(io.BytesIO(content), "strange.bpmn")]})
    assert refused.status_code == 422
    assert {problem["file"] for problem in refused.json["problems"]} == {"strange.bpmn"}


def test_a_check_says_what_deploying_would_and_stores_nothing(as_: As) -> None:
    designer = as_("designer")
    assert designer.post("/deployments/check", data=bundle_upload()).json == {"problems": []}
    bad = changed(leave_out="run.form")
    assert designer.post("/deployments/check", data=bad).json["problems"][0]["element"] == "run"
    assert designer.get("/deployments").json["items"] == []


def test_two_versions_are_compared_in_the_words_of_the_diagram(as_: As) -> None:
    designer = as_("designer")
    designer.post("/deployments", data=bundle_upload())
    designer.post("/deployments", data=changed(diagram=lambda text: text.replace('name="跑一趟"', 'name="跑两趟"')))
    compared = designer.get("/deployments/errand/diff?from=1&to=2").json
    assert compared["files"] == {"added": [], "removed": [], "changed": ["errand.bpmn"]}
    assert compared["elements"] == [
        {
            "file": "errand.bpmn",
            "process": "errand",
            "element": "run",
            "kind": "userTask",
            "name": "跑两趟",
            "change": "changed",
            "fields": ["name"],
            "details": [{"field": "name", "before": "跑一趟", "after": "跑两趟"}],
        }
    ]
    assert designer.get("/deployments/errand/diff?from=1&to=9").status_code == 404
    assert designer.get("/deployments/errand/diff?from=1").status_code == 422


def test_the_name_comes_from_the_field_the_folder_or_the_only_diagram(as_: As) -> None:
    designer = as_("designer")
    files = bundle_upload()["files"]
    in_folder = [(content, f"errand/{name}") for content, name in files]
    assert designer.post("/deployments", data={"files": in_folder}).json["bundle"] == "errand"
    assert designer.post("/deployments", data={"files": bundle_upload()["files"]}).json["bundle"] == "errand"
    nameless = {"files": [(io.BytesIO(b"{}"), "a.form")]}
    assert "bundle" in designer.post("/deployments", data=nameless).json["detail"]
    twice = {"bundle": "x", "files": [(io.BytesIO(b"1"), "a.form"), (io.BytesIO(b"2"), "b/a.form")]}
    assert "two alike" in designer.post("/deployments", data=twice).json["detail"]


def test_only_designers_deploy(as_: As, anonymous: Caller) -> None:
    assert as_("handler_a").post("/deployments", data=bundle_upload()).status_code == 403
    assert as_("handler_a").post("/deployments/check", data=bundle_upload()).status_code == 403
    assert as_("handler_a").get("/deployments/errand/diff?from=1&to=1").status_code == 403
    assert anonymous.post("/deployments", data=bundle_upload()).status_code == 401


def test_what_is_no_multipart_or_too_large_is_refused(as_: As) -> None:
    designer = as_("designer")
    assert designer.post("/deployments", {"files": []}).status_code == 415
    assert designer.post("/deployments", data={"bundle": "x"}, content_type="multipart/form-data").status_code == 422
    assert designer.post("/deployments", data={"files": "text"}, content_type="multipart/form-data").status_code == 422
    large = b"x" * 21 * 1024 * 1024
    refused = designer.post("/deployments", data=large, content_type="multipart/form-data; boundary=x")
    assert refused.status_code == 413
