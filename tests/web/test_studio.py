"""A designer's first page: bundles, versions, drafts; starting, continuing and discarding one."""

from collections.abc import Callable

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.deploy_bundle import DeployBundle
from engine.queries.deployments import ExportBundle
from tests.web.conftest import Visitor

As = Callable[[str], Visitor]


def test_a_draft_is_started_continued_and_discarded_after_a_question(as_: As) -> None:
    designer = as_("admin")
    assert "目前没有人在改它" in designer.read("/designer")
    started = designer.post("/designer/drafts", {"bundle": "citizen_request"}, page="/designer")
    assert started.headers["Location"] == "/designer/citizen_request"
    assert "complaint.bpmn" in designer.read("/designer/citizen_request")
    assert "您的草稿" in designer.read("/designer")
    question = designer.read("/designer/citizen_request/discard")
    assert "完全相同" in question and 'name="revision" value="1"' in question
    discarded = designer.post("/designer/citizen_request/discard", {"revision": "1"}, page="/designer")
    assert discarded.headers["Location"] == "/designer"
    assert "已丢弃" in designer.read("/designer")
    assert designer.get("/designer/citizen_request").status_code == 404


def test_a_draft_can_begin_from_any_version_or_empty(as_: As) -> None:
    designer = as_("admin")
    designer.post("/designer/drafts", {"bundle": "citizen_request", "version": "1"}, page="/designer")
    empty = designer.post("/designer/drafts", {"name": "bulletin_week", "new": "1"}, page="/designer")
    assert empty.headers["Location"] == "/designer/bulletin_week"
    assert "尚未发布" in designer.read("/designer")


def test_a_draft_begun_from_an_earlier_version_says_what_it_goes_back_from(application: Application, as_: As) -> None:
    files = application.ask(ExportBundle("citizen_request"), SYSTEM)
    renamed = files["complaint.bpmn"].replace("受理".encode(), "登记".encode())
    application.execute(DeployBundle("citizen_request", {**files, "complaint.bpmn": renamed}), SYSTEM)
    designer = as_("admin")
    designer.post("/designer/drafts", {"bundle": "citizen_request", "version": "1"}, page="/designer")
    page = designer.read("/designer/citizen_request")
    assert "草稿采用第 1 版的文件和场景" in page and "修改第 2 版" in page and "发布了" not in page
    assert page.count("已修改") == 1 and "complaint.bpmn" in designer.read("/designer/citizen_request/publish")


def test_what_is_refused_is_said_on_the_page_and_nothing_typed_is_lost(as_: As) -> None:
    designer = as_("admin")
    taken = designer.post("/designer/drafts", {"name": "<b>x</b>", "new": "1"}, page="/designer")
    assert taken.status_code == 422
    assert 'role="alert"' in taken.text and "&lt;b&gt;x&lt;/b&gt;" in taken.text and "<b>x</b>" not in taken.text
    for version in ("99", "9" * 30, "-1", "one"):
        answer = designer.post("/designer/drafts", {"bundle": "nothing", "version": version}, page="/designer")
        assert answer.status_code == 404


def test_a_draft_saved_meanwhile_is_not_discarded_unseen(as_: As) -> None:
    designer = as_("admin")
    designer.post("/designer/drafts", {"bundle": "citizen_request"}, page="/designer")
    refused = designer.post("/designer/citizen_request/discard", {"revision": "7"}, page="/designer")
    assert refused.status_code == 409 and "请先重新查看" in refused.text


def test_the_studio_is_for_designers(as_: As, visitor: Visitor) -> None:
    assert as_("water").get("/designer").status_code == 403
    assert visitor.get("/designer").status_code == 401
