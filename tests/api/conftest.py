"""An API over a real database, people to call it, and a small process to work on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import api
from api.limits import Limits
from engine.actor import SYSTEM
from engine.allowance import Allowance
from engine.application import Application
from engine.commands.create_account import CreateAccount
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.passwords import hashed
from engine.demo import load
from engine.persistence.unit_of_work import Reading
from tests.copied import District, in_memory

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PASSWORD = "correct horse battery staple"
PEOPLE: dict[str, tuple[list[str], str | None]] = {
    "designer": (["designer"], None),
    "intake": (["intake"], None),
    "handler_a": (["handler"], "unit_a"),
    "mate_a": (["handler"], "unit_a"),
    "handler_b": (["handler"], "unit_b"),
    "leader_a": (["unit_leader"], "unit_a"),
    "dispatcher": (["dispatcher"], None),
    "shift_leader": (["shift_leader"], None),
    "reviewer": (["reviewer"], None),
    "handler_b001": (["handler"], "B001"),
    "leader_b001": (["unit_leader"], "B001"),
    "handler_b004": (["handler"], "B004"),
    "coordinator": (["coordinator"], None),
    "admin": (["admin"], None),
}


@cache
def _hash() -> str:
    return hashed(PASSWORD)


@dataclass(frozen=True)
class OpenAccount(CreateAccount):
    """With the password of everybody here, which is hashed once: a story opens a dozen accounts, each a costly hash."""

    password: str = PASSWORD

    def prepare(self, reading: Reading) -> CreateAccount:
        return replace(self, password_hash=_hash())


class Caller:
    """Someone who calls the API: with a token, a tracking code, or nothing."""

    def __init__(self, client: FlaskClient, headers: dict[str, str] | None = None) -> None:
        self.client = client
        self.headers = headers or {}

    def __call__(self, verb: str, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> TestResponse:
        headers = {**self.headers, **more.pop("headers", {})}
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            more["json"] = body
        return self.client.open(f"/api/v1{path}", method=verb, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self("POST", path, body, **more)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Made once, since describing every address takes most of a second; ``client`` gives it the test's application."""
    return api.create_app(in_memory(tmp_path_factory.mktemp("app")))


@pytest.fixture
def client(app: Flask, application: Application) -> FlaskClient:
    """A client of an app with generous limits; tests of the limits make their own."""
    app.extensions["suqiu"] = application
    app.extensions["suqiu-limits"] = Limits(Allowance(10_000), Allowance(10_000), Allowance(10_000))
    return app.test_client()


@pytest.fixture
def anonymous(client: FlaskClient) -> Caller:
    return Caller(client)


@pytest.fixture
def as_(application: Application, client: FlaskClient) -> Callable[[str], Caller]:
    """``as_("handler_a")``: that person, signed in over HTTP."""
    callers: dict[str, Caller] = {}

    def person(username: str) -> Caller:
        if username not in callers:
            roles, unit = PEOPLE[username]
            application.execute(OpenAccount(username, username.title(), roles=tuple(roles), unit=unit), SYSTEM)
            answer = client.post("/api/v1/sessions", json={"username": username, "password": PASSWORD})
            assert answer.status_code == 201, answer.json
            callers[username] = Caller(client, {"Authorization": f"Bearer {answer.json['token']}"})
        return callers[username]

    return person


def bundle_upload(folder: Path = HERE / "errand") -> dict[str, Any]:
    """The files of a bundle as one multipart body."""
    return {
        "bundle": folder.name,
        "files": [(BytesIO(path.read_bytes()), path.name) for path in sorted(folder.iterdir())],
    }


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> District:
    """The demo district with the shipped processes in force, made once."""
    made = in_memory(tmp_path_factory.mktemp("kept"))
    load(made, accounts=False)
    bundle = "citizen_request"
    paths = [*(ROOT / "processes" / bundle).glob("*mn"), *(ROOT / "forms" / bundle).glob("*.form")]
    made.execute(DeployBundle(bundle, {path.name: path.read_bytes() for path in paths}), SYSTEM)
    return District.taken_from(made)


@pytest.fixture
def district(application: Application, kept: District) -> Application:
    """The demo district with the shipped processes in force, as a copy of this test's own."""
    kept.copied_to(application)
    return application
