"""Drafts over HTTP: start, save, read, check, discard."""

import io
from collections.abc import Callable

from tests.api.conftest import HERE, Caller, bundle_upload

As = Callable[[str], Caller]
MULTIPART = "multipart/form-data"
DIAGRAM = (HERE / "errand/errand.bpmn").read_bytes()


def file(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_a_draft_from_start_to_discard(as_: As) -> None:
    designer = as_("designer")
    designer.post("/deployments", data=bundle_upload())
    started = designer.post("/drafts", {"bundle": "errand"})
    assert (started.status_code, started.json) == (
        201,
        {"bundle": "errand", "designer": "designer", "base": 1, "revision": 1},
    )
    renamed = DIAGRAM.replace("跑一趟".encode(), "跑两趟".encode())
    saved = designer.post("/drafts/errand", data={"revision": 1, "files": [file("errand.bpmn", renamed)]})
    assert (saved.status_code, saved.json["revision"], saved.json["changed"]) == (200, 2, [])
    draft = designer.get("/drafts/errand").json
    assert {one["name"]: one["content"] for one in draft["files"]}["errand.bpmn"] == renamed.decode()
    assert (draft["changed"], draft["newer"]) == (["errand.bpmn"], None)
    assert designer.get("/drafts/errand/problems").json == {"problems": []}
    removed = designer.post("/drafts/errand", data={"revision": 2, "remove": ["run.form"]}, content_type=MULTIPART)
    assert removed.json["revision"] == 3
    assert designer.get("/drafts/errand/problems").json["problems"][0]["element"] == "run"
    assert [row["mine"] for row in designer.get("/drafts?bundle=errand").json["items"]] == [True]
    assert designer("DELETE", "/drafts/errand?revision=2").status_code == 409
    assert designer("DELETE", "/drafts/errand?revision=3").status_code == 204
    assert designer.get("/drafts/errand").status_code == 404


def test_a_stale_save_says_what_changed(as_: As) -> None:
    designer = as_("designer")
    designer.post("/drafts", {"bundle": "fresh", "new": True})
    first = {"revision": 1, "files": [file("a.form", b"{}")]}
    assert designer.post("/drafts/fresh", data=first).json["revision"] == 2
    stale = designer.post("/drafts/fresh", data={"revision": 1, "files": [file("a.form", b'{"x": 1}')]})
    assert (stale.status_code, stale.json["revision"], stale.json["fresh"]["changed"]) == (409, 2, ["a.form"])


def test_hostile_files_are_refused_by_name(as_: As) -> None:
    designer = as_("designer")
    designer.post("/drafts", {"bundle": "fresh", "new": True})
    bomb = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    refused = designer.post("/drafts/fresh", data={"revision": 1, "files": [file("a.bpmn", bomb)]})
    assert (refused.status_code, refused.json["problems"][0]["file"]) == (422, "a.bpmn")
    twice = {"revision": 1, "files": [file("a.form", b"{}"), file("a.form", b"[]")]}
    assert designer.post("/drafts/fresh", data=twice).status_code == 422


def test_a_draft_moves_onto_what_another_deployed(as_: As) -> None:
    designer, other = as_("designer"), as_("admin")
    designer.post("/deployments", data=bundle_upload())
    designer.post("/drafts", {"bundle": "errand"})
    upload = bundle_upload()
    upload["files"] = [
        (io.BytesIO(content.read().replace("跑一趟".encode(), "跑两趟".encode())), name)
        for content, name in upload["files"]
    ]
    other.post("/deployments", data=upload)
    newer = designer.get("/drafts/errand").json["newer"]
    assert (newer["version"], newer["by"], newer["both"]) == (2, "admin", [])
    moved = designer.post("/drafts/errand/rebase", {"revision": 1}).json
    assert (moved["base"], "errand.bpmn" in moved["taken"]) == (2, True)


def test_drafts_are_designers(as_: As, anonymous: Caller) -> None:
    assert as_("handler_a").post("/drafts", {"bundle": "fresh", "new": True}).status_code == 403
    assert as_("handler_a").get("/drafts").status_code == 403
    assert anonymous.get("/drafts").status_code == 401
