"""Signing in: a token in a header and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

import api
from api.limits import Limits
from engine.actor import SYSTEM
from engine.allowance import Allowance
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.create_account import CreateAccount
from tests.api.conftest import PASSWORD, Caller

As = Callable[[str], Caller]


def test_the_token_says_who_i_am_until_i_sign_out(as_: As) -> None:
    me = as_("handler_a")
    expected = {"username": "handler_a", "name": "Handler_A", "roles": ["handler"], "unit": "unit_a"}
    assert me.get("/sessions/current").json == expected
    assert me("DELETE", "/sessions/current").status_code == 204
    assert me.get("/sessions/current").status_code == 401


def test_a_session_ends_by_itself(as_: As, clock: VirtualClock) -> None:
    me = as_("handler_a")
    clock.forward(timedelta(hours=13))
    assert me.get("/sessions/current").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic aGFuZGxlcjpwYXNz"},
        {"Authorization": f"Bearer {'x' * 500}"},
        {"Authorization": "Bearer é"},
        {"X-Tracking-Code": "2" * 17},
    ],
)
def test_without_a_token_there_is_a_challenge_and_nothing_else(anonymous: Caller, headers: dict[str, str]) -> None:
    refused = anonymous.get("/tasks", headers=headers)
    assert (refused.status_code, refused.content_type) == (401, "application/problem+json")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_cookie_never_signs_a_call_in(as_: As, client: FlaskClient) -> None:
    token = as_("handler_a").headers["Authorization"].split()[1]
    for name in ("session", "token", "Authorization", "remember_token"):
        client.set_cookie(name, token)
    assert client.get("/api/v1/tasks").status_code == 401


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(as_: As, anonymous: Caller) -> None:
    as_("handler_a")
    refused = [anonymous.post("/sessions", {"username": name, "password": "wrong"}) for name in ("handler_a", "nobody")]
    assert [one.status_code for one in refused] == [401, 401]
    assert refused[0].json == refused[1].json
    assert refused[0].json["type"] == "urn:suqiu:refusal:wrong-credentials" and "WWW-Authenticate" in refused[0].headers


def test_guessing_passwords_is_slowed_for_the_address_and_not_for_others(application: Application) -> None:
    application.execute(CreateAccount("li", "Li", PASSWORD, ("handler",), "unit_a"), SYSTEM)
    client = api.create_app(application, Limits(failed_sign_ins=Allowance(3))).test_client()

    def sign_in(password: str, address: str = "192.0.2.1") -> int:
        body = {"username": "li", "password": password}
        return client.post("/api/v1/sessions", json=body, environ_base={"REMOTE_ADDR": address}).status_code

    assert [sign_in(PASSWORD) for _ in range(5)] == [201] * 5
    assert [sign_in("wrong") for _ in range(5)] == [401, 401, 401, 429, 429]
    assert sign_in(PASSWORD, "192.0.2.2") == 201
    slowed = client.post(
        "/api/v1/sessions", json={"username": "li", "password": "x"}, environ_base={"REMOTE_ADDR": "192.0.2.1"}
    )
    assert (slowed.headers["Retry-After"], slowed.content_type) == ("60", "application/problem+json")


def test_no_secret_reaches_the_log(as_: As, anonymous: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    me = as_("handler_a")
    me.get("/tasks?q=王小明")
    anonymous.post("/sessions", {"username": "王小明", "password": "geheim"})
    logged = capsys.readouterr().err
    assert '"event": "request"' in logged
    assert me.headers["Authorization"].split()[1] not in logged
    for secret in (PASSWORD, "geheim", "王小明", "\\u738b"):
        assert secret not in logged
