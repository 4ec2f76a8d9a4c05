"""A citizen without an account, and without JavaScript: submit, receipt, track, add, withdraw."""

import io
import re
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.sweep import Sweep
from engine.queries.case_file import CaseFile
from engine.queries.notices_sent import NoticesSent
from engine.queries.tracking import Tracking
from engine.ticker.poll import settle
from tests.e2e.photographs import a_photograph
from tests.web.conftest import TOKEN, Visitor
from tests.web.test_english_names import complete
from web.shared.door import CITIZEN

REQUEST: dict[str, object] = {
    "kind": "complaint",
    "title": "停车场夜间噪声",
    "text": "货车整夜进出，无法入睡。",
    "place": "坪山街道|六和社区",
    "address": "某停车场",
    "name": "陈小明",
    "phone": "13800005678",
    "once": "a-form-of-its-own",
}
NUMBER = re.compile(r'id="number">([^<]+)<')
CODE = re.compile(r'id="tracking-code">([^<]+)<')


def submitted(visitor: Visitor, **changes: object) -> tuple[str, str]:
    answer = visitor.post("/submit", {**REQUEST, **changes}, page="/submit")
    assert answer.status_code == 302, answer.text
    receipt = visitor.read("/receipt")
    number, code = NUMBER.search(receipt), CODE.search(receipt)
    assert number and code
    return number.group(1), code.group(1)


def mark_of_the_like(visitor: Visitor, **changes: object) -> str:
    """What stands for the open request that is like it, when it is shown."""
    page = visitor.post("/submit", {**REQUEST, **changes, "once": "a look", "go": "3"}, page="/submit").text
    return re.findall(r'name="same" value="(\w+)"', page)[0]


def test_the_receipt_shows_number_and_code_and_no_address_holds_the_code(visitor: Visitor) -> None:
    answer = visitor.post("/submit", REQUEST, page="/submit")
    assert answer.headers["Location"] == "/receipt"
    number, code = submitted(visitor, once="another")
    assert number.startswith("PS") and len(code) >= 16
    assert code not in visitor.read("/track")


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    answer = visitor.post("/submit", {**REQUEST, "title": "", "kind": ""}, page="/submit")
    assert 'id="title-error"' in answer.text and 'aria-describedby="title-error"' in answer.text
    assert "货车整夜进出，无法入睡。" in answer.text and "13800005678" in answer.text
    assert 'name="place" value="坪山街道|六和社区"' in answer.text


def test_three_steps_without_scripts_carry_what_was_typed_on_and_back(visitor: Visitor) -> None:
    first = {name: REQUEST[name] for name in ("kind", "title", "text", "once")}
    second = visitor.post("/submit", {**first, "go": "2"}, page="/submit")
    assert (
        second.status_code == 200
        and 'id="place"' in second.text
        and 'name="title" value="停车场夜间噪声"' in second.text
    )
    refused = visitor.post("/submit", {**first, "go": "3"}, page="/submit")
    assert 'id="place-error"' in refused.text and 'id="phone"' not in refused.text
    half = {"longitude": "114.35", "latitude": "north"}
    wrong = visitor.post("/submit", {**first, "place": REQUEST["place"], **half, "go": "3"}, page="/submit")
    assert 'id="latitude-error"' in wrong.text
    third = visitor.post("/submit", {**first, "place": REQUEST["place"], "go": "3"}, page="/submit")
    assert third.status_code == 200 and 'id="phone"' in third.text and "货车整夜进出" in third.text
    back = visitor.post("/submit", {**first, "place": REQUEST["place"], "name": "陈小明", "go": "1"}, page="/submit")
    assert 'id="title"' in back.text and 'name="name" value="陈小明"' in back.text


def test_whoever_follows_the_like_of_it_is_joined_to_it_with_number_and_code_of_their_own(
    visitor: Visitor, application: Application
) -> None:
    first, _ = submitted(visitor, once="the first")
    third = visitor.post("/submit", {**REQUEST, "once": "second", "go": "3"}, page="/submit")
    assert third.text.count("与“停车场夜间噪声”是同一件事") == 1 and first not in third.text
    number, code = submitted(visitor, once="second", same=mark_of_the_like(visitor))
    assert "已与“停车场夜间噪声”合并办理" in visitor.read("/receipt")
    settle(application)
    told = application.ask(Tracking(number, code), CITIZEN)
    assert number != first and told["state"] == "merged" and told["citizens"] == 2
    assert application.ask(CaseFile(first), SYSTEM)["children"] == [{"number": number}]
    assert "与其他人反映的同一问题一并办理" in visitor.read("/track")
    assert "merged" in [one["template"] for one in application.ask(NoticesSent(number), SYSTEM)["items"]]


def test_what_cannot_be_joined_is_dealt_with_on_its_own_and_intake_is_told(
    visitor: Visitor, application: Application
) -> None:
    consult = {**REQUEST, "kind": "consult"}
    submitted(visitor, **{**consult, "once": "the first"})
    mark = mark_of_the_like(visitor, kind="consult")
    number, code = submitted(visitor, **{**consult, "once": "second", "same": mark})
    assert "由受理员决定" in visitor.read("/receipt")
    settle(application)
    told = application.ask(Tracking(number, code), CITIZEN)
    assert told["state"] == "registered" and told["text"].endswith("是同一件事。）")


def test_only_a_request_that_is_like_it_can_be_followed(visitor: Visitor, application: Application) -> None:
    unlike = {"title": "公交站牌缺失", "text": "站牌被撞倒，没有人来修。"}
    submitted(visitor, once="the first", **unlike)
    mark = mark_of_the_like(visitor, **unlike)
    answer = visitor.post("/submit", {**REQUEST, "once": "second", "same": mark}, page="/submit")
    assert answer.status_code == 422 and "已不在办理中" in answer.text


def test_of_two_that_are_called_the_same_the_one_that_was_chosen_is_followed(
    visitor: Visitor, application: Application
) -> None:
    places = ("坪山街道|六和社区", "坪山街道|坪山社区")
    told = dict([submitted(visitor, once=place, place=place) for place in places])
    page = visitor.post("/submit", {**REQUEST, "once": "third", "go": "3"}, page="/submit").text
    assert "坪山街道 六和社区 ·" in page and "坪山街道 坪山社区 ·" in page
    (shown,) = [label for label in page.split("<label") if "坪山社区 ·" in label]
    mark = re.findall(r'name="same" value="(\w+)"', shown)[0]
    number, code = submitted(visitor, once="third", same=mark)
    settle(application)
    assert application.ask(Tracking(number, code), CITIZEN)["state"] == "merged"
    followed = [one for one in told if application.ask(CaseFile(one), SYSTEM)["children"] == [{"number": number}]]
    assert [application.ask(CaseFile(one), SYSTEM)["place"]["community"] for one in followed] == ["坪山社区"]


def test_the_pages_can_be_kept_on_a_telephone(visitor: Visitor) -> None:
    told = visitor.get("/manifest.webmanifest")
    assert told.mimetype == "application/manifest+json" and told.get_json()["display"] == "standalone"
    assert visitor.get("/worker.js").headers["Cache-Control"] == "no-cache"
    assert "没有连接" in visitor.read("/offline")


def test_a_place_outside_the_lists_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/submit", {**REQUEST, "place": "别处|别处"}, page="/submit")
    assert 'id="place-error"' in answer.text


def test_a_double_click_registers_one_request(visitor: Visitor) -> None:
    first, _ = submitted(visitor)
    second, _ = submitted(visitor)
    assert first == second


def test_a_request_is_opened_by_number_and_code_only(visitor: Visitor, application: Application) -> None:
    number, code = submitted(visitor)
    visitor.post("/track/leave", {}, page="/track")
    wrong = visitor.post("/track", {"number": number, "code": "A" * 17}, page="/track")
    unknown = visitor.post("/track", {"number": "PS260302-ZZZZZ", "code": code}, page="/track")
    assert wrong.status_code == unknown.status_code == 404
    assert "停车场夜间噪声" not in wrong.text
    opened = visitor.post("/track", {"number": number.lower(), "code": code}, page="/track")
    assert opened.status_code == 302 and code not in opened.headers["Location"]
    page = visitor.read("/track")
    assert "停车场夜间噪声" in page and "受理员" in page and "已登记" in page


def test_guessing_codes_ends_after_a_few_tries(visitor: Visitor) -> None:
    tries: list[Any] = [
        visitor.post("/track", {"number": "PS260302-ZZZZZ", "code": "A" * 17}, page="/track").status_code
        for _ in range(25)
    ]
    assert tries[0] == 404 and tries[-1] == 429


def test_the_page_after_leaving_shows_nothing_of_the_request(visitor: Visitor) -> None:
    submitted(visitor)
    visitor.post("/track/leave", {}, page="/track")
    assert "停车场夜间噪声" not in visitor.read("/track")
    assert visitor.get("/receipt").status_code == 302


def test_a_request_can_be_withdrawn_with_a_reason(visitor: Visitor) -> None:
    submitted(visitor)
    assert visitor.post("/track/withdraw", {"reason": ""}, page="/track").status_code == 422
    assert visitor.post("/track/withdraw", {"reason": "已解决"}, page="/track").status_code == 302


def test_a_rating_before_the_reply_is_refused_with_a_sentence(visitor: Visitor) -> None:
    submitted(visitor)
    rating = {"speed": "4", "effect": "4", "attitude": "4", "solved": "yes"}
    answer = visitor.post("/track/rate", rating, page="/track")
    assert answer.status_code == 409


def test_what_was_typed_when_a_request_was_open_no_longer_waits_until_it_is_opened_again(visitor: Visitor) -> None:
    number, code = submitted(visitor)
    visitor.post("/track/leave", {}, page="/track")
    late = visitor.post("/track/supplement", {"text": "周日也有。", "once": "late"}, page="/track")
    opened = visitor.sends(late.text, "opens", number=number, code=code)
    assert opened.status_code == 200 and "周日也有。</textarea>" in opened.text


def test_the_pages_are_complete_in_english(visitor: Visitor) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]+")
    visitor.in_english()
    for path in ("/", "/track", "/sign-in"):
        words = set(chinese.findall(re.sub(r"<[^>]*>", " ", visitor.read(path))))
        assert words <= {"诉", "中文"}, path


def test_a_question_is_answered_by_a_date_and_once_answered_the_date_is_gone(
    visitor: Visitor, application: Application
) -> None:
    number, _code = submitted(visitor)
    complete(application, number, "intake", decision="ask_citizen", question="几点开始？")
    page = visitor.read("/track")
    assert "几点开始？" in page and "<dt>下一个期限</dt><dd>补充说明<br>" in page
    visitor.post("/track/supplement", {"text": "夜里十一点。", "once": "a"}, page="/track")
    page = visitor.read("/track")
    assert "补充说明<br>" not in page and '<p class="prose">夜里十一点。</p>' in page


def test_another_language_or_theme_in_the_middle_of_it_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.get("/submit", follow_redirects=True).text
    assert 'form="request" formaction="/language"' in page and 'form="request" formaction="/theme"' in page
    typed = {name: REQUEST[name] for name in ("kind", "title", "text", "once", "place", "address")}
    chosen = {**typed, "carried": "1", "target": "/submit?step=2", "language": "en"}
    moved = visitor.post("/language", chosen, page="/submit")
    assert (moved.status_code, moved.headers["Location"]) == (307, "/submit?step=2")
    page = visitor.post(moved.headers["Location"], chosen, page="/submit").text
    assert (
        "Address or landmark" in page and 'value="某停车场"' in page and 'name="title" value="停车场夜间噪声"' in page
    )


def at(visitor: Visitor, form: str, step: int) -> str:
    """The page of a step as the browser's Back loads it."""
    return visitor.read(f"/submit?form={form}&step={step}")


def begins(visitor: Visitor) -> str:
    """The name of a form begun anew."""
    return visitor.get("/submit").headers["Location"].partition("form=")[2]


def sends(visitor: Visitor, form: str, go: str, **fields: object) -> TestResponse:
    """Presses a button of the form, without looking at what comes."""
    token = TOKEN.search(at(visitor, form, 1))
    assert token is not None
    sent = {"csrf_token": token.group(1), "once": form, **fields, **({"go": go} if go else {})}
    return visitor.client.post(f"/submit?form={form}", data=sent, headers={"Origin": "http://localhost"})


def test_back_shows_each_step_as_it_was_typed_and_no_step_is_an_answer_to_a_post(visitor: Visitor) -> None:
    form = begins(visitor)
    first = {name: REQUEST[name] for name in ("kind", "title", "text")}
    place = {name: REQUEST[name] for name in ("place", "address")}
    answers = [
        sends(visitor, form, "2", **first),
        sends(visitor, form, "3", **first),
        sends(visitor, form, "3", **first, **place),
        sends(visitor, form, "", **first, **place),
    ]
    assert [(one.status_code, one.headers["Location"].partition("step=")[2][:1]) for one in answers] == [
        (303, "2"), (303, "2"), (303, "3"), (303, "3"),
    ]  # fmt: skip
    assert 'value="停车场夜间噪声"' in at(visitor, form, 1) and "货车整夜进出，无法入睡。</textarea>" in at(
        visitor, form, 1
    )
    assert 'value="某停车场"' in at(visitor, form, 2) and 'value="坪山街道|六和社区" selected' in at(visitor, form, 2)
    assert 'id="phone-error"' in visitor.read(answers[-1].headers["Location"])


def test_behind_the_receipt_nothing_of_what_was_typed_is_left(visitor: Visitor) -> None:
    form = begins(visitor)
    sends(visitor, form, "3", **{name: value for name, value in REQUEST.items() if name != "once"})
    assert "13800005678" in at(visitor, form, 3)
    sent = sends(visitor, form, "", **{name: value for name, value in REQUEST.items() if name != "once"})
    assert sent.headers["Location"] == "/receipt"
    for step in (1, 2, 3):
        page = at(visitor, form, step)
        assert "停车场" not in page and "13800005678" not in page
    assert "已经提交" in at(visitor, form, 3)


def test_a_form_begun_is_shown_to_its_own_browser_for_an_hour_and_to_no_form_begun_anew(
    visitor: Visitor, app: Flask, application: Application
) -> None:
    form = begins(visitor)
    sends(visitor, form, "3", **{name: value for name, value in REQUEST.items() if name != "once"})
    assert "停车场夜间噪声" not in at(Visitor(app.test_client()), form, 1)
    assert "停车场夜间噪声" not in at(visitor, begins(visitor), 1)
    clock = application.clock
    assert isinstance(clock, VirtualClock)
    clock.forward(timedelta(minutes=59))
    assert "停车场夜间噪声" in at(visitor, form, 1)
    clock.forward(timedelta(minutes=1))
    assert "停车场夜间噪声" not in at(visitor, form, 1)
    assert application.execute(Sweep(), SYSTEM)["begun"] == 1


def test_a_number_nobody_can_be_reached_under_is_not_taken(visitor: Visitor) -> None:
    page = visitor.post("/submit", {**REQUEST, "phone": "123"}, page="/submit").text
    assert 'id="phone-error"' in page and "至少 7 位" in page and 'value="123"' in page


def test_a_citizens_own_photograph_is_seen_on_the_tracking_page_and_by_nobody_without_the_code(
    visitor: Visitor, app: Flask
) -> None:
    submitted(visitor, files=(io.BytesIO(a_photograph(4)), "现场.png"))
    shown = re.findall(r'<img src="(/track/files/[^"]+)"', visitor.read("/track"))
    assert len(shown) == 1 and visitor.get(shown[0]).mimetype == "image/png"
    assert Visitor(app.test_client()).get(shown[0]).status_code == 404
    assert '<p class="soft small unprinted">' in visitor.read("/receipt")
