"""What somebody typed is on the page that says why it was not taken: open too long, files too large, too many tries."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.application import Application
from engine.commands.submit_request import SubmitRequest
from engine.queries.attachments import AttachmentsOf
from engine.queries.tracking import Tracking
from tests.web.conftest import PASSWORD, TOKEN, Visitor
from tests.web.test_english_names import act, complete
from tests.web.test_submit_and_track import REQUEST, submitted
from tests.web.test_worklist_and_task import first_task, revision
from web.shared.door import CITIZEN

As = Callable[[str], Visitor]
PLACE = {"street": "坪山街道", "community": "六和社区"}
HERE = {"Origin": "http://localhost"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TOKEN_AND_AUTHOR = re.compile(r'name="typed_by" value="([^"]*)"')
PHOTO = (b"\x89PNG\r\n\x1a\n" + b"\0" * 300_000, "车库.png")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


def without_its_cookie(someone: Visitor, path: str, fields: dict[str, object], page: str) -> TestResponse:
    """Sent from a page whose cookie is gone meanwhile."""
    token = TOKEN.search(someone.get(page, follow_redirects=True).text)
    assert token is not None
    someone.client.delete_cookie("suqiu")
    return someone.client.post(path, data={"csrf_token": token.group(1), **fields}, headers=HERE)


def once_more(someone: Visitor, path: str, answer: TestResponse, **typed: object) -> TestResponse:
    """The form of the page that came back, sent again with what stands in it."""
    form = answer.text.split('<form class="form"')[1].split("</form>")[0]
    carried = {name: unescape(value) for name, value in HIDDEN.findall(form)}
    return someone.client.post(path, data={**carried, **typed}, headers=HERE)


def handled_by_water(application: Application) -> str:
    """A complaint the water unit has signed and handles."""
    number: str = act(application, SubmitRequest("complaint", "夜间噪声", "每晚施工", PLACE), CITIZEN)["number"]
    complete(application, number, "intake", decision="accept")
    complete(
        application, number, "dispatcher", matter="130801", urgency="ordinary", lead_unit="B004", reason="按其现场能力"
    )
    complete(application, number, "handler", "B004", decision="sign")
    return number


def test_a_citizens_last_step_was_open_too_long(visitor: Visitor) -> None:
    answer = without_its_cookie(visitor, "/submit", REQUEST, "/submit")
    assert answer.status_code == 400 and "打开时间过长，或浏览器中已没有本站的 Cookie" in answer.text
    assert "货车整夜进出，无法入睡。" in answer.text and 'value="13800005678"' in answer.text
    again = once_more(visitor, "/submit", answer, name="陈小明", phone="13800005678")
    assert again.status_code == 302 and again.headers["Location"] == "/receipt"


def test_a_step_that_changes_nothing_is_made_although_the_page_was_open_too_long(visitor: Visitor) -> None:
    answer = without_its_cookie(visitor, "/submit", {**REQUEST, "go": "3"}, "/submit")
    assert answer.status_code == 303 and 'id="phone"' in visitor.read(answer.headers["Location"])


def test_files_too_large_together_take_no_words_with_them(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 200_000)
    answer = visitor.post("/submit", {**REQUEST, "files": (io.BytesIO(PHOTO[0]), PHOTO[1])}, page="/submit")
    assert answer.status_code == 413 and "合计过大" in answer.text
    assert "货车整夜进出，无法入睡。" in answer.text and "车库.png" in answer.text


def test_a_browser_that_sends_too_much_is_held_up_and_the_office_around_it_is_not(visitor: Visitor, app: Flask) -> None:
    answers = [visitor.post("/submit", {**REQUEST, "once": str(nth)}, page="/submit") for nth in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "货车整夜进出，无法入睡。" in answers[-1].text and "等一分钟" in answers[-1].text
    colleague = Visitor(app.test_client())
    assert colleague.post("/submit", {**REQUEST, "once": "hers"}, page="/submit").status_code == 302


def test_looking_at_ones_own_request_is_no_guess(visitor: Visitor) -> None:
    number, code = submitted(visitor)
    token, office = TOKEN.search(visitor.get("/track").text), {"REMOTE_ADDR": "192.0.2.20"}
    assert token is not None
    pair = {"number": number, "code": code, "csrf_token": token.group(1)}
    looks = [visitor.client.post("/track", data=pair, headers=HERE, environ_overrides=office) for _ in range(25)]
    assert {look.status_code for look in looks} == {302}


def test_what_another_site_sends_is_not_offered_to_be_sent_on(visitor: Visitor) -> None:
    told = {"Origin": "http://elsewhere.example"}
    answer = visitor.client.post("/submit", data={**REQUEST, "csrf_token": "x"}, headers=told)
    assert answer.status_code == 400 and "货车整夜进出" not in answer.text
    framed = visitor.client.post("/submit", data=REQUEST, headers={"Sec-Fetch-Site": "cross-site", **HERE})
    assert "货车整夜进出" not in framed.text


def test_an_addition_comes_back_when_number_and_code_are_given_again(visitor: Visitor) -> None:
    number, code = submitted(visitor)
    asked = without_its_cookie(visitor, "/track/supplement", {"text": "周日也有。"}, "/track")
    assert asked.status_code == 400 and "周日也有。" in asked.text and 'id="code"' in asked.text
    opened = visitor.post("/track", {"number": number, "code": code, "text": "周日也有。"}, page="/submit")
    assert opened.status_code == 200 and "周日也有。</textarea>" in opened.text


def test_photographs_are_named_when_a_step_back_leaves_them_behind(visitor: Visitor) -> None:
    back = visitor.post("/submit", {**REQUEST, "go": "2", "files": (io.BytesIO(PDF), "现场.pdf")}, page="/submit")
    assert "返回上一步时所选文件不会保留" in back.text and "现场.pdf" in back.text
    forth = visitor.post("/submit", {**REQUEST, "go": "3", "chosen": "现场.pdf"}, page="/submit")
    assert "请重新选择这些文件" in forth.text and "现场.pdf" in forth.text


def test_a_second_click_keeps_each_file_once(visitor: Visitor, as_: As, application: Application) -> None:
    for _ in range(2):
        number, code = submitted(visitor, files=(io.BytesIO(PDF), "现场.pdf"))
    added = {"text": "又一次。", "once": "that page"}
    for _ in range(2):
        visitor.post("/track/supplement", {**added, "files": (io.BytesIO(PDF + b"\n"), "二.pdf")}, page="/track")
    files = application.ask(AttachmentsOf(number, code), CITIZEN)
    assert [one["name"] for one in files] == ["现场.pdf", "二.pdf"]
    journal = as_("admin").read(f"/cases/{number}").split('id="journal"')[1]
    assert journal.count("<td>文件</td>") == 2 and "attach" not in journal.split("</table>")[0]
    timeline = application.ask(Tracking(number, code), CITIZEN)["timeline"]
    assert len([entry for entry in timeline if entry["kind"] == "supplement"]) == 1


def test_a_second_file_that_is_none_takes_neither_the_first_nor_the_words_with_it(
    visitor: Visitor, application: Application
) -> None:
    number, code = submitted(visitor)
    files = [(io.BytesIO(PDF), "一.pdf"), (io.BytesIO(b"none"), "二.pdf")]
    visitor.post("/track/supplement", {"text": "补充两页。", "once": "a", "files": files}, page="/track")
    assert "二.pdf 未能保存" in visitor.read("/track")
    assert [one["name"] for one in application.ask(AttachmentsOf(number, code), CITIZEN)] == ["一.pdf"]
    told = application.ask(Tracking(number, code), CITIZEN)["timeline"]
    assert "supplement" in [entry["kind"] for entry in told]


def test_a_task_sent_after_the_sign_in_ended_is_filled_in_again_behind_it(as_: As, visitor: Visitor) -> None:
    submitted(visitor)
    intake = as_("intake")
    task = first_task(intake)
    typed = {"decision": "reject", "reason": "打字未提交的理由", "_revision": revision(intake, task)}
    asked = without_its_cookie(intake, f"{task}/complete", typed, task)
    assert asked.status_code == 401 and 'name="kept.reason" value="打字未提交的理由"' in asked.text
    carried = {name: value for name, value in HIDDEN.findall(asked.text) if name.startswith("kept.")}
    to = {"target": f"{task}/complete", "username": "intake", **carried}
    wrong = intake.post("/sign-in", {**to, "password": "wrong"}, page="/sign-in")
    assert wrong.status_code == 401 and "打字未提交的理由" in wrong.text
    entered = intake.post("/sign-in", {**to, "password": PASSWORD}, page="/sign-in")
    assert entered.headers["Location"] == task
    page = intake.read(task)
    assert "打字未提交的理由" in page and "尚未提交" in page


def test_evidence_that_was_taken_in_stays_chosen_when_the_rest_is_refused(as_: As, application: Application) -> None:
    case = handled_by_water(application)
    water = as_("water")
    task = next(one for one in re.findall(r'href="(/tasks/[^"?]+)', water.read(f"/worklist?view=unit&q={case}")))
    files = [(io.BytesIO(PDF), "现场.pdf"), (io.BytesIO(b"no picture"), "假.png")]
    sent = {"outcome": "resolved", "_revision": revision(water, task), "evidence_files": files}
    refused = water.post(f"{task}/complete", sent, page=task)
    chosen = re.compile(r"checked[^>]*>(?:<[^>]*>)*已上传[:：] *现场.pdf")
    assert refused.status_code == 422 and chosen.search(refused.text) and "假.png" in refused.text
    assert chosen.search(water.read(task))  # on another machine too


def test_a_closure_without_its_evidence_is_refused_in_the_words_of_the_form(as_: As, application: Application) -> None:
    case = handled_by_water(application)
    done = {"outcome": "explained", "actions": "已解释。", "public_reply": "噪声未超标。"}
    complete(application, case, "handler", "B004", **done)
    reviewer = as_("reviewer")
    task = first_task(reviewer)
    sent = {"decision": "pass", "_revision": revision(reviewer, task)}
    refused = reviewer.post(f"{task}/complete", sent, page=task)
    assert "“答复针对诉求”" in refused.text and "answers_request、" not in refused.text


def test_typing_on_after_the_sign_in_ended_is_told(as_: As, visitor: Visitor) -> None:
    submitted(visitor)
    intake = as_("intake")
    task = first_task(intake)
    assert without_its_cookie(intake, f"{task}/unsent", {"reason": "打字"}, task).status_code == 401


def test_typing_on_in_a_page_of_an_earlier_sign_in_is_told(as_: As, visitor: Visitor) -> None:
    submitted(visitor)
    intake = as_("intake")
    task = first_task(intake)
    told = {"X-Part": "unsent", **HERE}
    stale = intake.client.post(f"{task}/unsent", data={"csrf_token": "of before", "reason": "打字"}, headers=told)
    assert stale.status_code == 400 and "只保留在本窗口" in stale.json["said"]
    page = intake.client.post(f"{task}/complete", data={"csrf_token": "of before", "reason": "打字打字"}, headers=HERE)
    assert page.status_code == 400 and "打字打字" in page.text and "重新提交" in page.text


def test_what_is_sent_on_behind_the_sign_in_is_shown_first(as_: As) -> None:
    admin = as_("admin")
    asked = without_its_cookie(admin, "/units/B001", {"name": "生态环境局", "reason": "机构改革"}, "/units/B001")
    carried = {name: value for name, value in HIDDEN.findall(asked.text) if name.startswith("kept.")}
    to = {"target": "/units/B001", "username": "admin", "password": PASSWORD, **carried}
    seen = admin.post("/sign-in", to, page="/sign-in")
    assert seen.status_code == 200 and '<p class="prose">生态环境局</p>' in seen.text


def test_what_one_person_typed_is_not_handed_to_the_next_who_signs_in_there(as_: As) -> None:
    intake = as_("intake")
    form = TOKEN_AND_AUTHOR.search(intake.read("/register"))
    assert form and form.group(1) == "intake"
    asked = without_its_cookie(intake, "/register", {"title": "路灯不亮", "typed_by": form.group(1)}, "/register")
    carried = {name: value for name, value in HIDDEN.findall(asked.text) if name.startswith("kept.")}
    to = {"target": "/register", "username": "dispatcher", "password": PASSWORD, **carried}
    entered = intake.post("/sign-in", to, page="/sign-in")
    assert entered.headers["Location"] == "/worklist"
    page = intake.read("/worklist")
    assert "此前填写的内容属于他人" in page and "路灯不亮" not in page


def test_a_place_that_was_chosen_is_not_shown_as_its_code(as_: As) -> None:
    intake = as_("intake")
    fields = {"place": "坪山街道|六和社区", "title": "路灯不亮"}
    asked = without_its_cookie(intake, "/register", fields, "/register")
    carried = {name: value for name, value in HIDDEN.findall(asked.text) if name.startswith("kept.")}
    to = {"target": "/register", "username": "intake", "password": PASSWORD, **carried}
    seen = intake.post("/sign-in", to, page="/sign-in").text
    assert '<p class="prose">路灯不亮</p>' in seen and '<p class="prose">坪山街道|' not in seen
    assert 'name="place" value="坪山街道|六和社区"' in seen, "it is sent on all the same"


def test_of_a_task_that_is_gone_what_was_chosen_is_told_in_words(as_: As, visitor: Visitor) -> None:
    submitted(visitor)
    intake = as_("intake")
    task = first_task(intake)
    typed = {"decision": "reject", "reason": "不属于本系统受理范围。", "_revision": revision(intake, task)}
    assert intake.post(f"{task}/complete", typed, page=task).status_code == 302
    gone = intake.post(f"{task}/complete", typed, page="/worklist")
    assert gone.status_code == 409 and "已由" in gone.text and "办结" in gone.text
    shown = gone.text.split('<dl class="facts">')[-1].split("</dl>")[0]
    assert "不予受理" in shown and "reject" not in shown


def chooses_english(someone: Visitor, page: TestResponse, form: str, **typed: object) -> TestResponse:
    """The button of the language, pressed without scripts in a page whose form carries what is typed."""
    assert f'form="{form}" formaction="/language"' in page.text
    (here,) = re.findall(f'name="here" value="([^"]+)" form="{form}"', page.text)
    token = TOKEN.search(page.text)
    assert token is not None
    sent = {"csrf_token": token.group(1), **typed, "carried": "1", "here": here, "language": "en"}
    moved = someone.client.post("/language", data=sent, headers=HERE)
    assert moved.status_code == 307
    return someone.client.post(moved.headers["Location"], data=sent, headers=HERE)


def test_another_language_on_the_tracking_page_keeps_what_was_typed(visitor: Visitor) -> None:
    submitted(visitor)
    typed = {"text": "周日也有。", "reason": "已经解决了。", "comment": "来得很快。"}
    page = chooses_english(visitor, visitor.get("/track"), "typed", **typed)
    assert page.status_code == 200 and "What you want to add" in page.text
    assert "周日也有。</textarea>" in page.text and "已经解决了。</textarea>" in page.text


def test_a_refused_act_of_the_tracking_page_takes_nothing_typed_beside_it_and_changes_language_there(
    visitor: Visitor,
) -> None:
    submitted(visitor)
    refused = visitor.post("/track/withdraw", {"reason": "", "text": "周日也有。"}, page="/track")
    assert refused.status_code == 422 and "周日也有。</textarea>" in refused.text
    page = chooses_english(visitor, refused, "typed", text="周日也有。")
    assert "What you want to add" in page.text and "周日也有。</textarea>" in page.text


def test_what_was_written_in_another_part_of_the_tracking_page_outlives_an_act_that_was_taken(visitor: Visitor) -> None:
    submitted(visitor)
    begun = {"text": "另一侧也有货车", "reason": "想先不办了", "once": "o1"}
    answer = visitor.post("/track/supplement", begun, page="/track")
    assert answer.status_code == 200 and "已补充" in answer.text
    assert "想先不办了</textarea>" in answer.text and "另一侧也有货车</textarea>" not in answer.text
    assert visitor.post("/track/supplement", {"text": "再补一句", "once": "o2"}, page="/track").status_code == 302


def test_another_language_before_signing_in_again_keeps_what_waits_for_it(as_: As) -> None:
    admin = as_("admin")
    asked = without_its_cookie(admin, "/units/B001", {"name": "生态环境局", "reason": "机构改革"}, "/units/B001")
    kept = {name: value for name, value in HIDDEN.findall(asked.text) if name.startswith("kept.")}
    page = chooses_english(admin, asked, "enters", target="/units/B001", username="admin", **kept)
    assert 'name="kept.name" value="生态环境局"' in page.text and 'value="/units/B001"' in page.text
    assert "Staff sign-in" in page.text and 'value="admin"' in page.text


def test_the_language_of_an_answer_is_chosen_on_a_page_that_opens(as_: As, visitor: Visitor) -> None:
    """Never at an address that only takes what is sent, and not at the first page."""
    submitted(visitor)
    intake, admin = as_("intake"), as_("admin")
    task = first_task(intake)
    refused = intake.post(f"{task}/complete", {"_revision": revision(intake, task)}, page=task)
    assert refused.status_code == 422 and f'name="target" value="{task}"' in refused.text
    new = admin.post("/users/new", {"username": ""}, page="/users/new")
    assert 'name="target" value="/users/new"' in new.text and "data-lost" not in new.text
