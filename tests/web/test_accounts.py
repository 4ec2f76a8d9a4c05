"""The administrator's day: accounts, a code to set a password once, sessions ended, keys listed and never shown."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.create_account import CreateAccount
from tests.web.conftest import PASSWORD, Visitor

As = Callable[[str], Visitor]
CODE = re.compile(r'id="reset-code">([^<]+)<')
NEW = "a sentence of my own making"


def code_for(admin: Visitor, username: str) -> str:
    made = admin.post(f"/users/{username}/code", {}, page=f"/users/{username}")
    found = CODE.search(admin.read(made.headers["Location"]))
    assert found is not None
    return found.group(1)


def signs_in(visitor: Visitor, username: str, password: str) -> bool:
    return visitor.post("/sign-in", {"username": username, "password": password}, page="/sign-in").status_code == 302


def test_a_new_person_sets_a_password_with_the_printed_code_once(as_: As, visitor: Visitor) -> None:
    admin = as_("admin")
    made = admin.post(
        "/users/new", {"username": "wang", "name": "王芳", "role": ["handler"], "unit": "B004"}, page="/users/new"
    )
    found = CODE.search(admin.read(made.headers["Location"]))
    assert found is not None
    sent = {"username": "wang", "code": found.group(1).lower().replace("-", " "), "password": NEW}
    assert visitor.post("/sign-in/code", sent, page="/sign-in/code").status_code == 302
    assert signs_in(visitor, "wang", NEW)
    again = as_("intake").post("/sign-in/code", {**sent, "password": "another one entirely"}, page="/")
    assert again.status_code == 403 and "已用过" in again.text


@pytest.mark.parametrize("wrong", [{"code": "22222-22222-22222-22"}, {"username": "intake"}, {"password": "short"}])
def test_a_wrong_code_name_or_short_password_is_refused_and_the_old_one_works(
    as_: As, visitor: Visitor, wrong: dict[str, str]
) -> None:
    sent = {"username": "reviewer", "code": code_for(as_("admin"), "reviewer"), "password": NEW, **wrong}
    assert visitor.post("/sign-in/code", sent, page="/sign-in/code").status_code in (403, 422)
    assert signs_in(visitor, "reviewer", PASSWORD)


def test_a_code_is_over_after_three_days(as_: As, visitor: Visitor, application: Application) -> None:
    code = code_for(as_("admin"), "reviewer")
    assert isinstance(application.clock, VirtualClock)
    application.clock.forward(timedelta(days=3))
    sent = {"username": "reviewer", "code": code, "password": NEW}
    assert visitor.post("/sign-in/code", sent, page="/sign-in/code").status_code == 403


def test_a_closed_account_is_out_at_once(as_: As) -> None:
    admin, reviewer = as_("admin"), as_("reviewer")
    shut = {"name": "Reviewer", "role": ["reviewer"], "active": "0"}
    assert admin.post("/users/reviewer", shut, page="/users/reviewer").status_code == 302
    assert reviewer.get("/worklist").status_code == 401
    assert admin.post("/users/reviewer/code", {}, page="/users/reviewer").status_code == 409


def test_a_change_of_roles_counts_at_the_next_click(as_: As) -> None:
    admin, person = as_("admin"), as_("reviewer")
    admin.post("/users/reviewer", {"name": "R", "role": ["intake"], "active": "1"}, page="/users/reviewer")
    assert "登记诉求" in person.read("/worklist")
    refused = admin.post("/users/reviewer", {"name": "R", "role": [], "active": "1"}, page="/users/reviewer")
    assert refused.status_code == 422


def test_an_account_is_of_a_unit_the_district_has(as_: As) -> None:
    asked = {"username": "liang", "name": "梁", "role": "handler", "unit": "B999"}
    refused = as_("admin").post("/users/new", asked, page="/users/new")
    assert refused.status_code == 422 and "B999" in refused.text


def test_nobody_locks_themselves_out(as_: As) -> None:
    admin = as_("admin")
    answer = admin.post("/users/admin", {"name": "Admin", "role": ["admin"], "active": "0"}, page="/users/admin")
    assert answer.status_code == 403 and admin.get("/users").status_code == 200


@pytest.mark.parametrize("address", ["/users", "/users/new", "/users/admin", "/sessions"])
def test_only_administrators_keep_accounts(as_: As, address: str) -> None:
    assert as_("coordinator").get(address).status_code == 403


def test_sessions_are_listed_and_ended(as_: As) -> None:
    admin, reviewer = as_("admin"), as_("reviewer")
    assert "Reviewer" in admin.read("/sessions") and "cookie" in admin.read("/sessions")
    own = reviewer.read("/my-sessions")
    assert "Admin" not in own and "cookie" not in own
    mine = own.split('name="session" value="')[1].split('"')[0]
    assert as_("intake").post("/sessions/revoke", {"session": mine}, page="/my-sessions").status_code == 404
    assert admin.post("/sessions/revoke", {"session": mine, "everybody": "1"}, page="/sessions").status_code == 302
    assert reviewer.get("/worklist").status_code == 401


def test_the_accounts_come_a_page_at_a_time_and_are_found_by_their_unit(as_: As, application: Application) -> None:
    for nth in range(60):
        application.execute(CreateAccount(f"extra{nth:02}", f"编外 {nth}", PASSWORD, ("handler",), "B004"), SYSTEM)
    admin = as_("admin")
    first = admin.read("/users")
    following = re.search(r'href="(/users\?[^"]*cursor=[^"]+)"', first)
    assert following is not None and "extra00" in first and "extra59" not in first
    pages = [first]
    while following := re.search(r'href="(/users\?[^"]*cursor=[^"]+)"', pages[-1]):
        pages.append(admin.read(following.group(1).replace("&amp;", "&")))
    assert [sum(f"/users/extra{nth:02}" in page for page in pages) for nth in range(60)] == [1] * 60
    found = admin.read("/users?q=坪山交通")
    assert "extra00" in found and "/users/intake" not in found


def test_times_are_shown_in_the_zone_a_person_chose_and_forms_say_whose_time_counts(as_: As) -> None:
    admin = as_("admin")
    assert "3月2日 09:00" in admin.read("/my-sessions")
    assert (
        admin.post("/zone", {"zone": "Europe/Berlin", "target": "/my-sessions"}, page="/my-sessions").status_code == 302
    )
    page = admin.read("/my-sessions")
    assert "3月2日 02:00" in page and "表单中填写的时间按本区时间" in page
    admin.post("/zone", {"zone": "Mars/Olympus"}, page="/my-sessions")
    assert "3月2日 02:00" in admin.read("/my-sessions")


def test_a_person_changes_the_own_password_and_every_other_session_ends(as_: As, visitor: Visitor) -> None:
    here, elsewhere = as_("intake"), as_("intake")
    page = {"page": "/my-sessions"}
    wrong = here.post("/my-sessions/password", {"current_password": "guessed at it", "password": NEW}, **page)
    assert wrong.status_code == 422 and "当前密码不正确" in wrong.text and NEW not in wrong.text
    short = here.post("/my-sessions/password", {"current_password": PASSWORD, "password": "short"}, **page)
    assert short.status_code == 422 and elsewhere.get("/worklist").status_code == 200
    done = here.post("/my-sessions/password", {"current_password": PASSWORD, "password": NEW}, **page)
    assert done.headers["Location"] == "/my-sessions" and "密码已修改" in here.read("/my-sessions")
    assert elsewhere.get("/worklist").status_code == 401
    assert not signs_in(visitor, "intake", PASSWORD) and signs_in(visitor, "intake", NEW)


def test_who_guesses_at_the_present_password_of_an_open_page_is_shut_out_as_at_the_sign_in(as_: As) -> None:
    here = as_("intake")
    for _ in range(5):
        here.post("/my-sessions/password", {"current_password": "guess", "password": NEW}, page="/my-sessions")
    right = {"current_password": PASSWORD, "password": NEW}
    assert here.post("/my-sessions/password", right, page="/my-sessions").status_code == 422
