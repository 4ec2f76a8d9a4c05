"""The description at /api/v1/openapi.json is valid, whole, and true: what is sent by it never breaks the server."""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask, url_for
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from engine.actor import ROLES, SYSTEM
from engine.application import Application
from engine.commands.create_account import CreateAccount
from tests.api.conftest import PASSWORD, Caller, bundle_upload
from tests.api.requests import NOISE

EXAMPLES = {GenerationMode.POSITIVE: 6, GenerationMode.NEGATIVE: 4}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get("/api/v1/openapi.json").json)


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (verb, path, operation)
        for path, item in description["paths"].items()
        for verb, operation in item.items()
        if verb in ("get", "post", "put", "patch", "delete")
    ]


def test_the_description_is_valid_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    validate(description)


def test_every_address_of_the_app_is_described(client: FlaskClient, description: dict[str, Any]) -> None:
    app: Flask = client.application
    rules = [
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1") and "openapi" not in rule.rule
    ]
    served = sum(len(rule.methods - {"HEAD", "OPTIONS"}) for rule in rules)
    assert served == len(operations(description)) > 20


def test_every_operation_says_who_may_call_it_and_what_is_refused(description: dict[str, Any]) -> None:
    names = set()
    for verb, path, operation in operations(description):
        where = f"{verb} {path}"
        names.add(operation["operationId"])
        assert operation["summary"], where
        assert "security" in operation, where
        if operation["security"]:
            assert "401" in operation["responses"], where
        if "{" in path:
            assert "404" in operation["responses"] or "diff" in path, where
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= operation["responses"].keys(), where
    assert len(names) == len(operations(description))


def test_every_post_but_signing_in_takes_an_idempotency_key(description: dict[str, Any]) -> None:
    for verb, path, operation in operations(description):
        headers = {one.get("name") for one in operation.get("parameters", [])}
        assert ("Idempotency-Key" in headers) == (verb == "post" and path != "/api/v1/sessions"), path


def test_refusals_are_problem_json_everywhere(description: dict[str, Any]) -> None:
    for name, response in description["components"]["responses"].items():
        assert list(response["content"]) == ["application/problem+json"], name


def test_no_address_answers_a_stranger_but_those_for_everyone(description: dict[str, Any], anonymous: Caller) -> None:
    for verb, path, operation in operations(description):
        address = path.removeprefix("/api/v1").replace("{version}", "1")
        for part in ("{", "}"):
            address = address.replace(part, "")
        if operation["security"]:
            refused = anonymous(verb.upper(), address)
            assert (refused.status_code, refused.content_type) == (401, "application/problem+json"), path


@dataclass(frozen=True)
class Known:
    """Headers that open every door, and what there is to come across: path parameters by name."""

    headers: dict[str, str]
    parts: dict[str, Any]


@pytest.fixture
def known(district: Application, client: FlaskClient) -> Known:
    """A person of every role, a running errand, and a case they registered."""
    district.execute(CreateAccount("all", "All", PASSWORD, ROLES, "B001"), SYSTEM)
    token = client.post("/api/v1/sessions", json={"username": "all", "password": PASSWORD}).json["token"]
    caller = Caller(client, {"Authorization": f"Bearer {token}"})
    caller.post("/deployments", data=bundle_upload())
    caller.post("/drafts", {"bundle": "errand"})
    start = {"key": "E-1", "facts": {"unit": "B001", "limit": 1}}
    instance = caller.post("/processes/errand/instances", start).json["instance"]
    case = caller.post("/citizen/cases", NOISE).json
    task = caller.get("/tasks?view=offered&limit=200").json["items"][0]["id"]
    parts = {
        "number": case["number"],
        "task_id": task,
        "instance_id": instance,
        "process_id": "errand",
        "bundle": "errand",
        "version": 1,
        "matter": "130801",
        "code": "B001",
    }
    return Known({**caller.headers, "X-Tracking-Code": case["tracking_code"]}, parts)


MISSING = (b"", b"null")
BROKEN = (b"{", b"\xff", b"[" * 300 + b"]" * 300)


def test_no_post_breaks_on_a_body_that_is_missing_or_cannot_be_read(client: FlaskClient, known: Known) -> None:
    """Every address that takes a POST, from the app's own map; under a key, for which the body is read once more."""
    rules = [rule for rule in client.application.url_map.iter_rules() if "POST" in (rule.methods or ())]
    with client.application.test_request_context():
        paths = [url_for(rule.endpoint, **{one: known.parts.get(one, "x") for one in rule.arguments}) for rule in rules]
    assert len(paths) > 50
    for raw in (*MISSING, *BROKEN):
        for path in paths:
            headers = {**known.headers, "Idempotency-Key": uuid4().hex}
            answer = client.post(path, data=raw, content_type="application/json", headers=headers)
            assert answer.status_code < 500, (path, raw[:4], answer.json)
            assert raw not in BROKEN or (answer.status_code >= 400 and answer.json["detail"]), (path, raw[:4])


def test_a_task_is_claimed_and_released_with_an_empty_body_under_a_key(client: FlaskClient, known: Known) -> None:
    for act in ("claim", "release", "claim"):
        headers = {**known.headers, "Idempotency-Key": uuid4().hex}
        path = f"/api/v1/tasks/{known.parts['task_id']}/{act}"
        assert client.post(path, data=b"", content_type="application/json", headers=headers).status_code in (200, 204)


# werkzeug leaves the part of a broken multipart body that it was reading to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mode", list(EXAMPLES), ids=lambda mode: mode.value)
def test_what_is_sent_by_the_description_is_answered_by_it(
    client: FlaskClient, known: Known, mode: GenerationMode
) -> None:
    made = requests_made(client.application, mode)
    for case in (one for requests in made for one in requests):
        if mode is GenerationMode.POSITIVE:  # sent to things that are there
            case.path_parameters = {name: known.parts.get(name, value) for name, value in case.path_parameters.items()}
        case.call_and_validate(headers=known.headers, checks=CHECKS)
    assert len(made) > 30


@cache
def requests_made(app: Flask, mode: GenerationMode) -> list[list[Any]]:
    """Of each operation some, from its description: once for both databases, since making takes as long as sending."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    described.config.generation.update(modes=[mode])
    made: list[list[Any]] = []
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/sessions/current") and operation.method == "delete":
            continue  # it would sign the tester out
        with suppress(Unsatisfiable):  # nothing about it can be said wrongly
            made.append(_requests(operation, mode))
    return made


def _requests(operation: Any, mode: GenerationMode) -> list[Any]:
    found: list[Any] = []

    @settings(
        max_examples=EXAMPLES[mode],
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keep(case: Any) -> None:
        found.append(case)

    keep()
    return found


def test_what_there_is_to_read_is_as_described(client: FlaskClient, known: Known, description: dict[str, Any]) -> None:
    """Every GET of something that is there gives 200, so that the fuzzing compared whole answers, not refusals."""
    other_numbers = tuple(
        f"/{what}/{{number}}" for what in ("joint-handlings", "clusters", "campaigns", "disputes", "referrals")
    )
    elsewhere = (*other_numbers, "/diff", "/calendar")
    for verb, path, _ in operations(description):
        named = set(re.findall(r"{(\w+)}", path))
        if verb == "get" and named <= known.parts.keys() and not path.endswith(elsewhere):
            answer = client.get(path.format(**known.parts), headers=known.headers)
            assert answer.status_code == 200, (path, answer.json)
