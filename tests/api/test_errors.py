"""Whatever goes wrong is told in one shape, says what to do, and gives nothing away."""

from collections.abc import Callable
from pathlib import Path

import marshmallow as ma
import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client as WsgiClient

import api
from api.errors import status_of
from api.field_sentences import SENTENCES
from engine.application import Application
from engine.clock import VirtualClock
from engine.persistence.database import Database
from engine.settings import Settings
from tests.api.conftest import Caller
from tests.conftest import RecordingPost
from web.shared.refusals import STATUS

As = Callable[[str], Caller]


def test_every_refusal_is_a_problem_with_type_title_status_and_detail(as_: As, client: FlaskClient) -> None:
    me = as_("designer")
    refusals = {
        400: me("POST", "/tasks/batch", data=b"{", content_type="application/json"),
        401: client.get("/api/v1/tasks"),
        403: as_("handler_a").get("/incidents"),
        404: me.get("/nowhere"),
        405: me("PUT", "/tasks"),
        413: me("POST", "/tasks/batch", data=b"x" * 1_100_000, content_type="application/json"),
        415: me("POST", "/tasks/batch", data=b"a=1", content_type="application/x-www-form-urlencoded"),
        422: me.post("/tasks/batch", {}),
    }
    for status, answer in refusals.items():
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert {"type", "title", "status", "detail"} <= answer.json.keys()
        assert answer.json["status"] == status and answer.json["detail"]
    assert set(refusals[405].headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


def test_pages_and_api_answer_a_refusal_with_one_status() -> None:
    assert {kind: status_of(kind) for kind in STATUS} == STATUS


def test_a_field_of_the_wrong_kind_is_told_with_what_was_expected_in_the_readers_language(as_: As) -> None:
    sent = {"tasks": 3, "odd": 1}
    chinese = as_("designer").post("/tasks/batch", sent).json["fields"]
    english = as_("designer").post("/tasks/batch", sent, headers={"Accept-Language": "en"}).json["fields"]
    assert chinese.keys() == english.keys() and chinese["odd"] == ["没有这一项。请去掉，或按接口说明改名。"]
    assert all(said.startswith("Expected") for field in english.values() for said in field)


def test_a_bound_that_was_missed_is_told_with_what_to_do_in_the_readers_language(as_: As) -> None:
    for path, chinese, english in (
        (
            "/tasks?limit=900",
            "应在 1 至 200 之间。请改正。",
            "Expected a number from 1 to 200, but found another. Change it.",
        ),
        (
            f"/tasks?cursor={'x' * 2001}",
            "最多 2000 个字（项）。请减少。",
            "Expected at most 2000 characters or entries,",
        ),
    ):
        told = [as_("designer")("GET", path, headers={"Accept-Language": one}).json for one in ("zh", "en")]
        (zh,), (en,) = [next(iter(one["fields"].values())) for one in told]
        assert zh == chinese and en.startswith(english)


def test_the_sentences_of_fields_stand_for_words_the_library_still_says() -> None:
    kinds = [one for one in vars(ma.fields).values() if isinstance(one, type) and issubclass(one, ma.fields.Field)]
    said = {words.format(obj_type="datetime", awareness="aware", input="", choices="") for kind in kinds
            for words in kind.default_error_messages.values()}  # fmt: skip
    assert set(SENTENCES) <= said | set(ma.Schema._default_error_messages.values())


def broken(tmp_path: Path, settings: Settings, clock: VirtualClock, url: str) -> FlaskClient:
    """An API over a database that was never migrated, or is not there."""
    return api.create_app(Application(Database(url), clock, settings, RecordingPost())).test_client()


def test_a_fault_of_ours_has_a_reference_and_no_inner_words(
    tmp_path: Path, settings: Settings, clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    client = broken(tmp_path, settings, clock, f"sqlite:///{tmp_path / 'empty.db'}")
    answer = client.get("/api/v1/tasks", headers={"Authorization": "Bearer s3cret-token"})
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    for inner in ("sqlite", "sessions", "Traceback", "no such table", "OperationalError", ".py"):
        assert inner not in answer.text
    logged = capsys.readouterr().err
    assert answer.json["reference"] in logged and "OperationalError" in logged
    assert "s3cret-token" not in logged and "SELECT" not in logged
    client.application.extensions["suqiu"].database.close()


def test_a_database_out_of_reach_is_503_and_says_to_try_again(
    tmp_path: Path, settings: Settings, clock: VirtualClock
) -> None:
    for url in (f"sqlite:///{tmp_path / 'no' / 'such.db'}", "postgresql+psycopg://suqiu:geheim@127.0.0.1:1/x"):
        client = broken(tmp_path, settings, clock, url)
        signing_in = client.post("/api/v1/sessions", json={"username": "anna", "password": "x"})
        for answer in (client.get("/api/v1/tasks", headers={"Authorization": "Bearer token"}), signing_in):
            assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
            assert answer.json["type"] == "urn:suqiu:refusal:out-of-reach" and answer.headers["Retry-After"] == "60"
            assert "geheim" not in answer.text and "127.0.0.1" not in answer.text
        client.application.extensions["suqiu"].database.close()


def test_health_is_of_the_process_and_readiness_of_its_database(
    client: FlaskClient, tmp_path: Path, settings: Settings, clock: VirtualClock
) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json["status"] == "ready"
    lost = broken(tmp_path, settings, clock, f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    assert lost.get("/healthz").status_code == 200
    answer = lost.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready"})
    lost.application.extensions["suqiu"].database.close()


def test_every_answer_forbids_sniffing_framing_and_keeping(client: FlaskClient, as_: As) -> None:
    for answer in (client.get("/healthz"), client.get("/api/v1/nowhere"), as_("handler_a").get("/tasks")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers


def test_the_request_id_of_the_caller_comes_back_when_it_is_harmless(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "abc-1"}).headers["X-Request-Id"] == "abc-1"
    made = client.get("/healthz", headers={"X-Request-Id": 'x" injected'}).headers["X-Request-Id"]
    assert made != 'x" injected' and len(made) == 32


def test_addresses_no_database_can_keep_are_not_there(as_: As) -> None:
    for path in ("/tasks/%00", "/cases/%00", "/instances/a%00b", "/tasks/" + "x" * 5000, "/cases/%ED%A0%80"):
        assert as_("designer").get(path).status_code == 404, path


def test_one_process_serves_the_api_beside_the_pages(client: FlaskClient) -> None:
    def pages(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"a page"]

    both = WsgiClient(api.beside(client.application, pages))
    asked = {path: both.get(path).get_data() for path in ("/", "/apiary", "/cases/1", "/healthz")}
    assert asked["/"] == asked["/apiary"] == asked["/cases/1"] == b"a page"
    assert asked["/healthz"] != b"a page"
