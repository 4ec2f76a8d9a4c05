"""What an editor's page may do, asks and sends: its policy, its token, refusals in words; and diagrams as text."""

import io
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from forms.vocabulary import SOURCES
from tests.web.conftest import Visitor

As = Callable[[str], Visitor]
ACROSS = """<bpmn:messageFlow id="across" name="给诉求人的话" sourceRef="accept" targetRef="participant_complaint"/>"""
NOTED = """<bpmn:textAnnotation id="note"><bpmn:text>先看标题</bpmn:text></bpmn:textAnnotation>
<bpmn:association id="tie" sourceRef="accept" targetRef="note"/>"""
HOSTILE = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'


@pytest.fixture
def designer(as_: As) -> Visitor:
    drawing = as_("admin")
    drawing.post("/designer/drafts", {"bundle": "citizen_request"}, page="/designer")
    return drawing


def desk(page: str) -> dict[str, Any]:
    found = re.search(r'data-desk="([^"]+)"', page)
    assert found is not None
    read: dict[str, Any] = json.loads(unescape(found.group(1)))
    return read


def sent(designer: Visitor, address: str, fields: dict[str, Any], token: str) -> Any:
    return designer.client.post(address, data=fields, headers={"X-CSRFToken": token})


def test_an_editors_page_allows_placed_shapes_and_no_script_of_its_own(designer: Visitor) -> None:
    answer = designer.get("/designer/citizen_request/review.bpmn")
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy and "script-src 'self';" in policy
    assert "unsafe-inline" not in designer.get("/designer").headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style| on\w+=", answer.text)


def test_a_file_is_read_saved_and_a_stale_one_refused(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/review.bpmn"))
    read = designer.get(given["content"]).get_json()
    content = read["content"].encode() + b"<!-- x -->"
    fields = {"revision": read["revision"], "files": (io.BytesIO(content), "review.bpmn")}
    saved = sent(designer, given["save"], fields, given["token"])
    assert (saved.status_code, saved.get_json()["revision"]) == (200, read["revision"] + 1)
    fields = {"revision": read["revision"], "files": (io.BytesIO(content), "review.bpmn")}
    stale = sent(designer, given["save"], fields, given["token"])
    assert (stale.status_code, stale.get_json()["changed"]) == (409, ["review.bpmn"])
    assert "另一窗口" in stale.get_json()["said"]


def test_where_two_windows_meet_both_sides_are_told_in_words(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/review.bpmn"))
    seen = designer.get(given["content"]).get_json()
    there, here = (seen["content"].replace('name="审核员"', f'name="{name}"', 1) for name in ("那边改的", "这边改的"))
    fields = {"revision": seen["revision"], "files": (io.BytesIO(there.encode()), "review.bpmn")}
    sent(designer, given["save"], fields, given["token"])
    both = [(io.BytesIO(seen["content"].encode()), "seen"), (io.BytesIO(here.encode()), "here")]
    answer = sent(designer, given["windows"], {"file": "review.bpmn", "files": both}, given["token"])
    theirs, mine = answer.get_json()["html"].split("<h3>")[1:]
    assert "<ins>那边改的</ins>" in theirs and "<ins>这边改的</ins>" in mine
    assert "会去掉" in theirs and "会去掉" in mine
    hostile = {"file": "review.bpmn", "files": [(io.BytesIO(b"<a/>"), "seen"), (io.BytesIO(HOSTILE), "here")]}
    assert sent(designer, given["windows"], hostile, given["token"]).status_code == 422


def test_what_speaks_of_a_process_by_its_old_id_is_told_with_the_place_to_mend(designer: Visitor) -> None:
    walk = {"name": "question.yaml", "text": "walk: 问\nsteps:\n  - citizen: submits\n    kind: consult\n"}
    designer.post("/designer/citizen_request/walks", walk, page="/designer/citizen_request/walks")
    given = desk(designer.read("/designer/citizen_request/consult.bpmn"))
    read = designer.get(given["content"]).get_json()["content"]
    renamed = read.replace('<bpmn:process id="consult"', '<bpmn:process id="question"')
    renamed = renamed.replace('processRef="consult"', 'processRef="question"')
    fields = {"files": (io.BytesIO(renamed.encode()), "consult.bpmn")}
    told = sent(designer, given["check"], fields, given["token"]).get_json()["problems"]
    of_walks = {one["element"]: one for one in told if one["file"] == "walks"}
    assert of_walks["question.yaml"]["severity"] == "warning"
    assert "第 1 步：没有编号为 'consult' 的流程" in of_walks["question.yaml"]["message"]
    page = designer.read("/designer/citizen_request/walks?change=question.yaml")
    assert 'id="question.yaml"' in page and "kind: consult" in page and 'id="write" open' in page
    read = designer.get("/designer/citizen_request/content/review.bpmn").get_json()["content"]
    renamed = read.replace('<bpmn:process id="review"', '<bpmn:process id="closing"')
    fields = {
        "files": (io.BytesIO(renamed.replace('processRef="review"', 'processRef="closing"').encode()), "review.bpmn")
    }
    told = sent(designer, given["check"], fields, given["token"]).get_json()["problems"]
    places = {(one["file"], one["element"]) for one in told if one["severity"] == "error"}
    assert {("complaint.bpmn", "complaint_review_case"), ("consult.bpmn", "consult_review_case")} <= places


def test_without_the_token_nothing_is_saved(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/review.bpmn"))
    fields = {"revision": 1, "files": (io.BytesIO(b"<x/>"), "review.bpmn")}
    assert sent(designer, given["save"], fields, "").status_code == 400


def test_hostile_content_is_refused_in_a_sentence(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/review.bpmn"))
    fields = {"revision": 1, "files": (io.BytesIO(HOSTILE), "review.bpmn")}
    refused = sent(designer, given["save"], fields, given["token"])
    assert (refused.status_code, refused.get_json()["problems"][0]["file"]) == (422, "review.bpmn")


def test_feel_is_checked_by_the_server(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/review.bpmn"))
    assert sent(designer, given["feel"], {"text": "a + 1"}, given["token"]).get_json() == {
        "problem": None,
        "names": ["a"],
    }
    problem = sent(designer, given["feel"], {"text": "a +\n+ ("}, given["token"]).get_json()["problem"]
    assert problem["line"] == 2 and problem["expected"]
    assert (
        sent(designer, given["feel"], {"text": "<5, [7..9]", "kind": "tests"}, given["token"]).get_json()["problem"]
        is None
    )


def test_problems_are_said_in_the_readers_language(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/review.bpmn"))
    content = designer.get(given["content"]).get_json()["content"]
    broken = re.sub(r' default="[^"]+"', "", content, count=1)
    assert broken != content
    fields = {"files": (io.BytesIO(broken.encode()), "review.bpmn")}
    problems = sent(designer, given["check"], fields, given["token"]).get_json()["problems"]
    assert any("没有默认连线" in one["message"] for one in problems)
    assert not any("Mark the one" in one["message"] for one in problems)


def test_the_terms_are_those_of_the_house_and_the_draft(designer: Visitor) -> None:
    terms = designer.get("/designer/citizen_request/terms").get_json()
    assert {"value": "handler", "label": "办理员"} in terms["roles"] or any(
        one["value"] == "handler" for one in terms["roles"]
    )
    assert "citizen_request/handle" in terms["forms"] and "html" not in terms["attributes"]
    assert "path" not in terms["attributes"]["group"] and "valuesExpression" not in terms["attributes"]["select"]
    assert {"value": "units", "label": "单位"} in terms["sources"]
    assert {one["value"] for one in terms["sources"]} == SOURCES
    assert next(one for one in terms["operations"] if one["name"] == "deadlines.start_each")["parameters"]
    assert {"value": "handle", "label": "办理 (handle)"} in terms["deadlines"]
    assert "commitment" not in [one["value"] for one in terms["deadlines"]]  # no operation of the diagrams begins it
    assert "commitment" in [one["value"] for one in terms["other_deadlines"]]


def test_a_mistyped_deadline_is_told_and_the_text_version_offers_those_begun(designer: Visitor) -> None:
    given = desk(designer.read("/designer/citizen_request/complaint.bpmn"))
    content = designer.get(given["content"]).get_json()["content"]
    wrong = content.replace('name="deadline" value="handle"', 'name="deadline" value="handel"')
    assert wrong != content
    fields = {"files": (io.BytesIO(wrong.encode()), "complaint.bpmn")}
    (problem,) = sent(designer, given["check"], fields, given["token"]).get_json()["problems"]
    assert (problem["element"], problem["severity"]) == ("handle", "error")
    assert "随时限“handel”" in problem["message"] and "是否应为“handle”" in problem["message"]
    page = designer.read("/designer/citizen_request/text/complaint.bpmn/handle")
    offered = re.search(r'<select[^>]*name="property:deadline".*?</select>', page, re.DOTALL)
    assert offered and '<option value="handle" selected>' in offered.group(0) and "(accept)" in offered.group(0)


def test_a_diagram_is_read_and_changed_without_seeing_it(designer: Visitor) -> None:
    text = designer.read("/designer/citizen_request/text/review.bpmn")
    element = re.search(r'id="step-(\w+)"', text)
    assert element is not None
    assert f'href="/designer/citizen_request/text/review.bpmn/{element.group(1)}"' in text
    address = f"/designer/citizen_request/text/review.bpmn/{element.group(1)}"
    form = designer.read(address)
    fields = {"revision": "1", "name": "<b>新名称</b>"}
    assert designer.post(address, fields, page=address).status_code == 302
    changed = designer.read(address)
    assert "&lt;b&gt;新名称&lt;/b&gt;" in changed and "<b>新名称" not in changed and form != changed
    stale = designer.post(address, {"revision": "1", "name": "另一个"}, page=address)
    assert stale.status_code == 409 and "另一个" in stale.text and 'role="alert"' in stale.text


def test_pools_lanes_ids_messages_and_several_at_once_by_keyboard(designer: Visitor) -> None:
    page = "/designer/citizen_request/text/complaint.bpmn"
    text = designer.read(page)
    for part in ("complaint", "participant_complaint", "lane_complaint_intake"):
        assert f'href="{page}/{part}"' in text, part

    def says(element: str, **values: str) -> str:
        address = f"{page}/{element}"
        revision = re.search(r'name="revision" value="(\d+)"', designer.read(address))
        assert revision is not None
        answer = designer.post(address, {"revision": revision.group(1), **values}, page=address)
        return designer.read(str(answer.headers["Location"])) if answer.status_code == 302 else answer.text

    assert "投诉的办理" in says("complaint", name="投诉的办理")
    assert "受理的人" in says("lane_complaint_intake", name="受理的人")
    assert 'value="take_in"' in says("accept", id="take_in")
    assert designer.get(f"{page}/accept").status_code == 404
    drawn = designer.get("/designer/citizen_request/content/complaint.bpmn").get_json()["content"]
    assert not re.search(r'(Ref|Element)="accept"|>accept<', drawn) and 'attachedToRef="take_in"' in drawn
    assert "已被使用" in says("take_in", id="dispatch") and "以字母开头" in says("take_in", id="1 2")
    assert 'name="loop:collection"' in says("take_in", many="sequential")
    assert 'name="loop:collection"' not in says("take_in", many="")
    assert 'value="added_later"' in says("complaint_supplemented", message="added_later")
    drawn = designer.get("/designer/citizen_request/content/complaint.bpmn").get_json()["content"]
    assert 'id="message_added_later" name="added_later"' in drawn


def test_whoever_does_not_see_the_drawing_is_told_what_its_symbols_say(designer: Visitor) -> None:
    """The kind of an event, whether it interrupts, how many at once and until when, lanes, notes, message flows."""
    given = desk(designer.read("/designer/citizen_request/complaint.bpmn"))
    read = designer.get(given["content"]).get_json()
    content = read["content"].replace("</bpmn:collaboration>", f"{ACROSS}</bpmn:collaboration>", 1)
    content = content.replace("</bpmn:process>", f"{NOTED}</bpmn:process>", 1)
    fields = {"revision": read["revision"], "files": (io.BytesIO(content.encode()), "complaint.bpmn")}
    assert sent(designer, given["save"], fields, given["token"]).status_code == 200
    text = designer.read("/designer/citizen_request/text/complaint.bpmn")

    def told(element: str) -> str:
        return re.sub(r"<[^>]+>|\s+", " ", text.split(f'id="step-{element}"')[1].split("</li>")[0])

    assert "定时" in told("complaint_acceptance_overdue") and "不中断" in told("complaint_acceptance_overdue")
    assert "消息" in told("complaint_returned") and "工作终止" in told("complaint_sign_due_passed")
    assert "泳道" in told("accept") and "先看标题" in told("accept")
    assert "消息流" in text and "给诉求人的话" in text

    address = "/designer/citizen_request/text/complaint.bpmn/complaint_acceptance_overdue"
    form = designer.read(address)
    assert 'name="interrupting"' in form and "checked" not in form
    revision = re.search(r'name="revision" value="(\d+)"', form)
    assert revision is not None
    designer.post(address, {"revision": revision.group(1), "interrupting": "yes"}, page=address)
    assert "checked" in designer.read(address)


def test_a_version_is_told_as_text_to_all_staff(as_: As) -> None:
    assert 'id="step-' in as_("water").read("/processes/citizen_request/1/complaint.bpmn/text")


def test_english_readers_are_told_lanes_in_english(as_: As) -> None:
    reader = as_("water")
    lane = re.compile(r"<dt>(?:Lane|泳道)</dt><dd>([^<]+)</dd>")
    address = "/processes/citizen_request/1/review.bpmn/text"
    assert set(lane.findall(reader.read(address))) == {"审核员", "诉求人", "协调员", "督办员"}
    reader.client.set_cookie("language", "en")
    assert set(lane.findall(reader.read(address))) == {"Reviewer", "Citizen", "Coordinator", "Supervisor"}


def test_what_differs_is_told_in_words(designer: Visitor) -> None:
    assert "没有差别" in designer.read("/designer/citizen_request/compare/1/draft")
    address = "/designer/citizen_request/text/consult.bpmn/accept"
    designer.post(address, {"revision": "1", "property:role": "reviewer"}, page=address)
    words = designer.read("/designer/citizen_request/compare/1/draft")
    assert "<del>intake</del>" in words and "<ins>reviewer</ins>" in words
    assert designer.get("/designer/citizen_request/compare/1/9").status_code == 404
    assert designer.get("/designer/citizen_request/compare/x/draft").status_code == 404


def test_files_are_added_taken_in_and_removed(designer: Visitor) -> None:
    page = "/designer/citizen_request"
    made = designer.post(f"{page}/new", {"revision": "1", "name": "second_look", "kind": "form"}, page=page)
    assert made.headers["Location"] == f"{page}/second_look.form"
    taken = designer.post(f"{page}/new", {"revision": "2", "name": "second_look", "kind": "form"}, page=page)
    assert taken.status_code == 422 and "second_look.form" in taken.text
    upload = {"revision": "2", "files": (io.BytesIO(HOSTILE), "x.bpmn")}
    assert designer.post(f"{page}/upload", upload, page=page).status_code == 422
    read = designer.get(f"{page}/content/review.bpmn").get_json()["content"]
    long = re.sub(r'name="[^"]*"', f'name="{"字" * 60_000}"', read, count=1)
    upload = {"revision": "2", "files": (io.BytesIO(long.encode()), "x.bpmn")}
    told = designer.post(f"{page}/upload", upload, page=page)
    assert told.status_code == 422 and "至多 5000 个字符，现有 60000 个" in told.text
    upload = {"revision": "2", "files": (io.BytesIO(b"{}"), "mein Blatt.form")}
    assert designer.post(f"{page}/upload", upload, page=page).headers["Location"] == f"{page}/mein_Blatt.form"
    assert "无法找回" in designer.read(f"{page}/remove?file=mein_Blatt.form")  # it is in no version
    assert designer.post(f"{page}/remove", {"revision": "3", "file": "mein_Blatt.form"}, page=page).status_code == 302
    assert "mein_Blatt" not in designer.read(page).partition("<main")[2].partition("status")[2].partition("</table>")[2]


def test_a_removed_file_of_a_version_is_put_back(designer: Visitor) -> None:
    page = "/designer/citizen_request"
    before = json.loads(designer.read(f"{page}/content/handle.form"))["content"]
    assert "可从该版放回" in designer.read(f"{page}/remove?file=handle.form")
    designer.post(f"{page}/remove", {"revision": "1", "file": "handle.form"}, page=page)
    assert "放回" in designer.read(page)
    assert designer.post(f"{page}/put-back", {"revision": "2", "file": "nicht.form"}, page=page).status_code == 404
    assert designer.post(f"{page}/put-back", {"revision": "2", "file": "handle.form"}, page=page).status_code == 302
    assert json.loads(designer.read(f"{page}/content/handle.form"))["content"] == before
    assert "放回" not in designer.read(page).partition("<main")[2].partition("status")[2]


def test_files_taken_in_replace_none_unseen(designer: Visitor) -> None:
    page = "/designer/citizen_request"
    there = designer.read(f"{page}/content/handle.form")
    for name in ("handle.form", "处理单.form", "另一张.form"):
        seen = json.loads(designer.read(f"{page}/content/handle.form"))["revision"]
        upload = {"revision": str(seen), "files": (io.BytesIO(b'{"components": []}'), name)}
        assert designer.post(f"{page}/upload", upload, page=page).status_code == 302
    assert json.loads(designer.read(f"{page}/content/handle.form"))["content"] == json.loads(there)["content"]
    told = designer.read(page)
    for name in ("handle_2.form", "file.form", "file_2.form"):
        assert f'href="{page}/{name}"' in told
    assert "另一张.form 在此处名为 file_2.form" in told
    upload = {"revision": "4", "replace": "yes", "files": (io.BytesIO(b'{"components": []}'), "handle.form")}
    assert designer.post(f"{page}/upload", upload, page=page).headers["Location"] == f"{page}/handle.form"
    assert json.loads(designer.read(f"{page}/content/handle.form"))["content"] == '{"components": []}'


def test_the_editors_are_for_designers(as_: As) -> None:
    handler = as_("water")
    for path in (
        "/designer/citizen_request/review.bpmn",
        "/designer/citizen_request/text/review.bpmn",
        "/designer/citizen_request/compare/1/draft",
    ):
        assert handler.get(path).status_code in (403, 404)
    assert handler.get("/designer/citizen_request/terms").status_code == 403


def test_the_live_pages_begin_with_the_processes_of_requests(designer: Visitor) -> None:
    names = re.findall(r'<a[^>]*href="/live/(\w+)[^"]*"', designer.get("/live", follow_redirects=True).text)
    assert names[:3] == ["consult", "suggestion", "complaint"] and len(names) > 3


def test_a_form_from_elsewhere_is_made_publishable_in_the_browser(designer: Visitor) -> None:
    parts = [
        {"type": "textfield", "id": "Field_1", "key": "name", "label": "姓名", "x-own": "kept until asked"},
        {"type": "button", "id": "Field_2", "label": "Submit", "action": "submit"},
        {"type": "group", "id": "Field_3", "label": "图", "components": [
            {"type": "image", "id": "Field_4", "source": "x"}, {"type": "text", "id": "Field_5", "text": "说明"}]},
    ]  # fmt: skip
    form = {"type": "default", "id": "Form_1", "schemaVersion": 18, "x-custom": 1, "components": parts}
    page, address = "/designer/citizen_request", "/designer/citizen_request/My-Form.form"
    upload = {"revision": "1", "files": (io.BytesIO(json.dumps(form).encode()), "My-Form.form")}
    assert designer.post(f"{page}/upload", upload, page=page).headers["Location"] == address
    opened = designer.read(address)
    told = [one for one in problems_of_draft(designer, opened) if one["file"] == "My-Form.form"]
    assert len(told) == 5 and any("编号" in one["message"] for one in told)  # with the id, all that is not supported
    assert "有 4 处不支持" in opened and "citizen_request/my_form" in opened and "“button”" in opened
    assert designer.post(f"{address}/adapt", {}, page=address).headers["Location"] == address
    only = designer.read(address)
    assert "表单编号现为 citizen_request/my_form" in only and "有 4 处不支持" in only
    designer.post(f"{address}/adapt", {"removing": "yes"}, page=address)
    done = designer.read(address)
    assert "不支持的内容已去掉" in done and "处不支持" not in done
    assert [one for one in problems_of_draft(designer, done) if one["file"] == "My-Form.form"] == []
    kept = json.loads(designer.get(desk(done)["content"]).get_json()["content"])
    assert [one["id"] for one in kept["components"]] == ["Field_1", "Field_3"] and "x-custom" not in kept
    assert [one["id"] for one in kept["components"][1]["components"]] == ["Field_5"]
    assert designer.post(f"{page}/accept.bpmn/adapt", {}, page=address).status_code == 404


def problems_of_draft(designer: Visitor, page: str) -> list[dict[str, Any]]:
    given = desk(page)
    found: list[dict[str, Any]] = sent(designer, given["check"], {}, given["token"]).get_json()["problems"]
    return found
