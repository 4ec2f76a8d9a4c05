"""The pages over a real district: the demo data and the shipped bundle, loaded once and copied for each test."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import web
from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.create_account import CreateAccount
from engine.commands.deploy_bundle import DeployBundle
from engine.demo import load
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings
from tests.conftest import MONDAY, RecordingPost, outliving_no_machine
from web.designer import stage_door
from web.shared import allowance, door

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"
PEOPLE = {
    "intake": (("intake",), None),
    "dispatcher": (("dispatcher",), None),
    "coordinator": (("coordinator",), None),
    "reviewer": (("reviewer",), None),
    "water": (("handler",), "B004"),
    "water_leader": (("unit_leader",), "B004"),
    "supervisor": (("supervisor",), None),
    "admin": (("admin",), None),
}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def an_application(var: Path) -> Application:
    settings = Settings(var=var, database_url=f"sqlite:///{var / 'district.db'}", zone=ZoneInfo("Asia/Shanghai"))
    database = outliving_no_machine(Database(settings.database_url))
    return Application(database, VirtualClock(MONDAY), settings, RecordingPost())


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of a loaded district, and its keys."""
    var = tmp_path_factory.mktemp("district")
    application = an_application(var)
    metadata.create_all(application.database.engine)
    load(application, accounts=False)
    designer = Actor("drawer", "Drawer", frozenset({"designer"}))
    application.execute(DeployBundle("citizen_request", _files()), designer)
    for username, (roles, unit) in PEOPLE.items():
        application.execute(CreateAccount(username, username.title(), PASSWORD, roles, unit), SYSTEM)
    application.settings.secret("cookie")  # a served district has made it
    application.database.close()
    return var


def _files() -> dict[str, bytes]:
    folders = (ROOT / "processes" / "citizen_request", ROOT / "forms" / "citizen_request")
    kinds = {".bpmn", ".dmn", ".form"}
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.suffix in kinds}


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The one whose database and pages every test uses: compiling statements and templates anew takes half a second."""
    return an_application(tmp_path_factory.mktemp("var"))


@pytest.fixture(scope="session")
def pages(lasting: Application) -> Flask:
    return web.create_app(lasting)


@pytest.fixture
def application(district: Path, lasting: Application) -> Iterator[Application]:
    """A copy of the district of this test's own, on a clock that stands still."""
    lasting.database.close()
    shutil.rmtree(lasting.settings.var)
    shutil.copytree(district, lasting.settings.var)
    yield Application(lasting.database, VirtualClock(MONDAY), lasting.settings, RecordingPost())
    for thread in threading.enumerate():
        if thread.name.startswith("trial "):
            thread.join(60)  # what a test began beside must not write into the next one's district
    lasting.database.close()


@pytest.fixture
def app(application: Application, pages: Flask) -> Flask:
    """The pages, opened to this test's district."""
    door.open_to(pages, application)
    allowance.open_to(pages)
    stage_door.open_to(pages)
    return pages


def _attribute(name: str, tag: str) -> str:
    return unescape(re.findall(f' {name}="([^"]*)"', tag)[0])


class Visitor:
    """Someone at the pages: every post carries the token of the page it comes from, as a browser's would.

    A step that is shown at its own address (303) is looked at there.
    """

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def read(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.text

    def post(self, path: str, fields: dict[str, object], *, page: str = "/") -> TestResponse:
        token = TOKEN.search(self.get(page, follow_redirects=True).text)
        assert token is not None
        sent = {"csrf_token": token.group(1), **fields}
        answer = self.client.post(path, data=sent, headers={"Origin": "http://localhost"})
        return self.get(answer.headers["Location"]) if answer.status_code == 303 else answer

    def sends(self, page: str, form: str, **typed: object) -> TestResponse:
        """A form of this page with all that belongs to it, as a browser sends it: also what only names it."""
        start, inside = re.findall(rf'(<form[^>]* id="{form}"[^>]*>)(.*?)</form>', page, re.DOTALL)[0]
        hidden = [one for one in re.findall("<input[^>]*>", page) if 'type="hidden"' in one]
        its = [one for one in hidden if f'form="{form}"' in one or ("form=" not in one and one in inside)]
        fields = {_attribute("name", one): _attribute("value", one) for one in its}
        headers = {"Origin": "http://localhost"}
        return self.client.post(_attribute("action", start), data={**fields, **typed}, headers=headers)

    def in_english(self) -> "Visitor":
        self.client.set_cookie("language", "en")
        return self


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def as_(app: Flask) -> Callable[[str], Visitor]:
    """``as_("intake")``: that person, signed in through the sign-in page."""

    def person(username: str) -> Visitor:
        made = Visitor(app.test_client())
        answer = made.post("/sign-in", {"username": username, "password": PASSWORD}, page="/sign-in")
        assert answer.status_code == 302, answer.text
        return made

    return person
