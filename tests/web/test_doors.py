"""Who may enter: sign-in, sign-out, revocation, forged forms, headers; and pages that refuse in a sentence."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.close_session import CloseSession
from tests.web.conftest import PASSWORD, TOKEN, Visitor

As = Callable[[str], Visitor]
STAFF_PAGES = (
    "/worklist",
    "/cases",
    "/joint-handlings",
    "/disputes",
    "/notices",
    "/register",
    "/processes",
    "/designer",
)


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_a_page_for_staff_asks_a_visitor_to_sign_in(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 401 and 'name="password"' in answer.text


def test_a_wrong_password_says_the_same_as_an_unknown_name(visitor: Visitor) -> None:
    wrong = visitor.post("/sign-in", {"username": "intake", "password": "no"}, page="/sign-in")
    unknown = visitor.post("/sign-in", {"username": "nobody", "password": "no"}, page="/sign-in")
    assert wrong.status_code == unknown.status_code == 401
    assert "用户名与密码不符" in wrong.text and "用户名与密码不符" in unknown.text


def test_the_page_that_answers_a_wrong_password_takes_the_right_one(visitor: Visitor) -> None:
    """With all it sends: what its choice of language needs once kept everybody out."""
    wrong = visitor.post("/sign-in", {"username": "intake", "password": "no"}, page="/sign-in")
    entered = visitor.sends(wrong.text, "enters", username="intake", password=PASSWORD)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/worklist")


def test_guessing_passwords_is_slowed_for_the_address_whichever_account_is_tried(visitor: Visitor) -> None:
    token = TOKEN.search(visitor.get("/sign-in").text)
    assert token is not None

    def answer(username: str, password: str, address: str) -> int:
        fields = {"csrf_token": token.group(1), "username": username, "password": password}
        return visitor.client.post("/sign-in", data=fields, environ_base={"REMOTE_ADDR": address}).status_code

    assert [answer(f"person{nth}", "guess", "192.0.2.7") for nth in range(12)] == [401] * 10 + [429] * 2
    assert answer("intake", PASSWORD, "192.0.2.7") == 429
    assert answer("intake", PASSWORD, "192.0.2.8") == 302


def test_after_sign_in_one_comes_where_one_wanted_to_go_but_never_to_another_site(visitor: Visitor) -> None:
    person = {"username": "intake", "password": PASSWORD}
    there = visitor.post("/sign-in", {**person, "target": "/cases?q=x"}, page="/sign-in")
    assert there.headers["Location"] == "/cases?q=x"
    visitor.post("/sign-out", {})
    for target in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        answer = visitor.post("/sign-in", {**person, "target": target}, page="/sign-in")
        assert answer.headers["Location"] == "/worklist"
        visitor.post("/sign-out", {})


def test_what_was_typed_survives_an_expired_sign_in(visitor: Visitor) -> None:
    asked = visitor.post("/tasks/some-task/complete", {"decision": "accept", "reason": "两行\n文字"})
    assert asked.status_code == 401
    assert 'name="kept.reason"' in asked.text
    fields = {"kept.reason": "两行\n文字", "target": "/tasks/some-task/complete"}
    answer = visitor.post("/sign-in", {"username": "intake", "password": PASSWORD, **fields}, page="/sign-in")
    assert answer.status_code == 200
    assert 'action="/tasks/some-task/complete"' in answer.text and "两行\n文字" in answer.text


def test_signing_out_makes_a_copied_cookie_worthless(as_: As) -> None:
    intake = as_("intake")
    copied = intake.client.get_cookie("suqiu")
    assert copied is not None
    intake.post("/sign-out", {}, page="/worklist")
    intake.client.set_cookie("suqiu", copied.value)
    assert intake.get("/worklist").status_code == 401


def test_a_session_that_is_withdrawn_ends_with_the_next_request(application: Application, as_: As) -> None:
    intake = as_("intake")
    assert intake.get("/worklist").status_code == 200
    with intake.client.session_transaction() as session:
        application.execute(CloseSession(session["_user_id"]), SYSTEM)
    assert intake.get("/worklist").status_code == 401


def test_every_form_refuses_a_post_without_its_token(app: Flask) -> None:
    client = app.test_client()
    unsafe = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(unsafe) > 15
    for rule in unsafe:
        path = re.sub(r"<int[^>]*>", "1", rule).replace("<", "").replace(">", "")
        assert client.post(path).status_code == 400, rule


def test_the_cookie_is_closed_to_scripts_and_other_sites(as_: As) -> None:
    cookie = as_("intake").client.get_cookie("suqiu")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"


def test_every_answer_carries_the_policy(visitor: Visitor) -> None:
    for path in ("/", "/nowhere", "/worklist", "/assets/css/base.css"):
        answer = visitor.get(path)
        answer.close()
        headers = answer.headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_database_out_of_reach_is_said_and_signs_nobody_out(
    application: Application, as_: As, tmp_path: Path
) -> None:
    intake = as_("intake")
    path = Path(application.settings.database_url.removeprefix("sqlite:///"))
    application.database.close()
    path.rename(path.with_suffix(".away"))
    path.mkdir()  # where a folder is, no database can be opened
    for page in ("/worklist", "/cases"):
        answer = intake.get(page)
        assert answer.status_code == 503 and "数据库暂时连不上" in answer.text
    told = intake.get("/worklist", headers={"X-Part": "result"})  # what goes through a list asks for the words alone
    assert told.status_code == 503 and "数据库暂时连不上" in told.json["said"] and told.json["done"] is False
    path.rmdir()
    path.with_suffix(".away").rename(path)
    assert intake.get("/worklist").status_code == 200


def test_a_page_that_is_not_there_says_so_and_what_to_do(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404 and "没有找到" in answer.text and "回到首页" in answer.text


def test_registering_for_a_citizen_is_for_intake(as_: As) -> None:
    assert as_("intake").get("/register").status_code == 200
    assert as_("reviewer").get("/register").status_code == 403


@pytest.mark.parametrize("person", ["intake", "coordinator", "water", "admin"])
def test_every_page_for_staff_answers_in_both_languages(as_: As, person: str) -> None:
    visitor = as_(person)
    for _ in range(2):
        for path in STAFF_PAGES:
            assert visitor.get(path).status_code in (200, 403), path
        visitor.in_english()


def test_what_loads_beside_an_act_leaves_the_cookie_alone(as_: As) -> None:
    """Its answer may come after the act's, and would take away the sentence the act left or the sign-out itself."""
    intake = as_("intake")
    intake.get("/worklist")
    assert "Set-Cookie" not in intake.get("/worklist").headers


@pytest.mark.parametrize(
    ("asks", "heard"),
    [
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("zh-TW,en;q=0.8", "zh-CN"),
        ("fr-FR,fr;q=0.9,en;q=0.4", "en"),
        ("fr", "zh-CN"),
    ],
)
def test_a_first_visit_is_in_the_browsers_language_and_chinese_where_we_have_none_of_them(
    visitor: Visitor, asks: str, heard: str
) -> None:
    answer = visitor.get("/", headers={"Accept-Language": asks})
    assert f'<html lang="{heard}"' in answer.text and "Accept-Language" in answer.headers["Vary"]


def test_what_was_chosen_counts_before_the_browsers_language(visitor: Visitor) -> None:
    visitor.client.set_cookie("language", "zh")
    assert '<html lang="zh-CN"' in visitor.get("/", headers={"Accept-Language": "en"}).text


def test_a_page_whose_cookie_is_gone_says_what_may_be_the_cause(visitor: Visitor) -> None:
    """In the visitor's language, whose choice went with the cookie."""
    for language, said in (("en", "or its cookie is gone"), ("zh", "或浏览器中已没有本站的 Cookie")):
        headers = {"Accept-Language": language, "Origin": "http://localhost"}
        answer = visitor.client.post("/theme", data={"theme": "dark"}, headers=headers)
        assert answer.status_code == 400 and said in answer.text


def test_the_sign_in_page_speaks_of_demo_accounts_where_there_are_some_and_names_no_path(
    visitor: Visitor, application: Application
) -> None:
    assert "演示" not in visitor.read("/sign-in")
    (application.settings.var / "demo_accounts.json").write_text("{}")
    page = visitor.read("/sign-in")
    assert "这是演示区" in page and "json" not in page
