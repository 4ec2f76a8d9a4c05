"""Every address that is read × everybody: who gets an answer. An address that stands in no row fails the test."""

import re

import pytest
from flask.testing import FlaskClient

from engine.actor import ROLES, SYSTEM
from engine.application import Application
from engine.commands.create_account import CreateAccount
from engine.queries.standing import StandingOf
from engine.ticker.poll import settle
from tests.api.conftest import PASSWORD, Caller
from tests.api.requests import NOISE
from tests.api.test_cases import complete

UNITS = {"handler": "B001", "unit_leader": "B001"}
STAFF = {*ROLES, "stranger"}
UNIT = {"handler", "unit_leader"}
READERS = {*ROLES} - {"designer", "discipline"}  # of a case that the unit B001 has
OFFICES = READERS - UNIT
OVERSEERS = {"shift_leader", "coordinator", "supervisor", "leader", "admin"}
OWNER = {"citizen"}
EVERYBODY = {*STAFF, "citizen", "guesser", "nobody"}

MAY = {
    "/calendar?year=2026": STAFF,
    "/campaigns": {*READERS, "stranger"},
    "/campaigns/<number>": set(),  # nothing of that kind is there, so that nobody gets an answer
    "/cases": STAFF,
    "/cases/<number>": READERS,
    "/cases/<number>/attachments": READERS,
    "/cases/<number>/attachments/<attachment_id>": set(),
    "/cases/<number>/deadline": READERS,
    "/cases/<number>/diagram": READERS,
    "/cases/<number>/journal": READERS,
    "/cases/<number>/similar": READERS,
    "/cases/<number>/suggestions": READERS,
    "/citizen/cases/<number>": OWNER,
    "/citizen/cases/<number>/attachments": OWNER,
    "/citizen/cases/<number>/attachments/<attachment_id>": set(),
    "/clusters": OFFICES,
    "/clusters/<number>": set(),
    "/clusters/board": OFFICES,
    "/deployments": STAFF,
    "/deployments/<bundle>/<version>": STAFF,
    "/deployments/<bundle>/diff?from=1&to=1": {"designer", "leader", "admin"},
    "/disputes": {*READERS, "stranger"},
    "/disputes/<number>": set(),
    "/drafts": {"designer", "admin"},
    "/drafts/<bundle>": set(),
    "/drafts/<bundle>/diff?from=1": set(),
    "/drafts/<bundle>/problems": set(),
    "/figures": {*READERS, "stranger"},
    "/figures/<figure>/cases": {*READERS, "stranger"},
    "/incidents": {"designer", "admin"},
    "/incidents/<incident_id>": set(),
    "/instances/<instance_id>": {*OVERSEERS, "designer"},
    "/joint-handlings": {*READERS, "stranger"},
    "/joint-handlings/<number>": set(),
    "/list-revisions": STAFF,
    "/list-revisions/<revision>": set(),
    "/migrations": {"designer", "admin"},
    "/migrations/<migration_id>": set(),
    "/openapi.json": EVERYBODY,
    "/precedents": STAFF,
    "/processes": STAFF,
    "/processes/<process_id>/heatmap": {*OVERSEERS, "unit_leader", "designer"},
    "/processes/<process_id>/heatmap/<element>": {*OVERSEERS, "unit_leader", "designer"},
    "/recurrences": OFFICES,
    "/referrals": {"coordinator", "supervisor", "leader", "discipline"},
    "/referrals/<number>": set(),
    "/responsibility-list": STAFF,
    "/responsibility-list/<matter>/history": STAFF,
    "/responsibility-list/export": STAFF,
    "/sessions/current": STAFF,
    "/tasks": STAFF,
    "/tasks/<task_id>": {*UNIT, *OVERSEERS},
    "/units": STAFF,
}


@pytest.fixture
def people(district: Application, client: FlaskClient) -> dict[str, Caller]:
    """One person for each role alone, and a handler of another unit."""
    roles = {role: (role, UNITS.get(role)) for role in ROLES} | {"stranger": ("handler", "B004")}
    found = {}
    for name, (role, unit) in roles.items():
        district.execute(CreateAccount(name, name, PASSWORD, (role,), unit), SYSTEM)
        token = client.post("/api/v1/sessions", json={"username": name, "password": PASSWORD}).json["token"]
        found[name] = Caller(client, {"Authorization": f"Bearer {token}"})
    return found


@pytest.fixture
def parts(district: Application, people: dict[str, Caller]) -> dict[str, str]:
    """What there is to come across: a complaint that unit B001 has to sign, with its code."""
    made = people["intake"].post("/cases", {**NOISE, "channel": "hotline", "urgency": "urgent"}).json
    complete(people["intake"], "accept", {"decision": "accept"})
    complete(people["dispatcher"], "dispatch", {"matter": "130801", "urgency": "urgent", "lead_unit": "B001"})
    settle(district)
    stand = district.ask(StandingOf(made["number"]), SYSTEM)
    known = {"task_id": stand.tasks[0].id, "instance_id": stand.instances[0].id, "matter": "130801"}
    return {
        **made,
        **known,
        "bundle": "citizen_request",
        "version": "1",
        "process_id": "complaint",
        "element": "sign",
    } | {"figure": "on_time_rate"}


def test_who_gets_an_answer(client: FlaskClient, people: dict[str, Caller], parts: dict[str, str]) -> None:
    people |= {
        "citizen": Caller(client, {"X-Tracking-Code": parts["tracking_code"]}),
        "guesser": Caller(client, {"X-Tracking-Code": "2" * 17}),
        "nobody": Caller(client),
    }
    wrong = {}
    for address, allowed in MAY.items():
        path = re.sub(r"<(\w+)>", lambda name: parts.get(name[1], "none"), address)
        answers = {name: caller.get(path).status_code for name, caller in people.items()}
        answered = {name for name, status in answers.items() if status == 200}
        if answered != allowed or not {*answers.values()} <= {200, 401, 403, 404}:
            wrong[address] = {name: answers[name] for name in answered ^ allowed}
    assert wrong == {}


def test_every_address_that_is_read_stands_in_a_row(client: FlaskClient) -> None:
    rules = {rule.rule for rule in client.application.url_map.iter_rules() if "GET" in (rule.methods or ())}
    read = {re.sub(r"<[^<>]*?(\w+)>", r"<\1>", rule.removeprefix("/api/v1")) for rule in rules}
    assert read - {"/healthz", "/readyz"} == {address.partition("?")[0] for address in MAY}
