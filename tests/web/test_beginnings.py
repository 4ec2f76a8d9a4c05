"""Templates of a unit: its leader keeps them, its people begin replies with them, others never see them."""

from collections.abc import Callable

from engine.application import Application
from tests.web.conftest import Visitor
from tests.web.test_desk import asked
from tests.web.test_worklist_and_task import TASK

As = Callable[[str], Visitor]
TEMPLATE = {"title": "噪声类答复", "text": "您好，我们已到现场核查。"}


def test_a_leader_keeps_changes_and_drops_templates_of_the_unit(as_: As) -> None:
    leader = as_("water_leader")
    assert leader.post("/templates", TEMPLATE, page="/templates").status_code == 302
    page = leader.read("/templates")
    assert "噪声类答复" in page and "噪声类答复" in as_("water").read("/templates")
    assert "噪声类答复" not in as_("intake").read("/templates"), "another unit's"
    kept = page.split('name="id" value="')[1].split('"')[0]
    leader.post("/templates", {**TEMPLATE, "id": kept, "text": "您好，已整改。"}, page="/templates")
    assert "已整改" in leader.read("/templates")
    leader.post("/templates", {"id": kept, "title": "", "drop": "1"}, page="/templates")
    assert "噪声类答复" not in leader.read("/templates")


def test_who_does_not_lead_keeps_none_and_nobody_changes_anothers(as_: As) -> None:
    assert as_("water").post("/templates", TEMPLATE, page="/templates").status_code == 403
    as_("water_leader").post("/templates", TEMPLATE, page="/templates")
    kept = as_("water_leader").read("/templates").split('name="id" value="')[1].split('"')[0]
    assert as_("admin").post("/templates", {**TEMPLATE, "id": kept}, page="/templates").status_code == 404
    assert as_("admin").post("/templates", {"title": "", "text": "没有标题"}, page="/templates").status_code == 422


def test_a_template_stands_where_a_public_reply_is_written_and_only_there(as_: As, application: Application) -> None:
    as_("admin").post("/templates", TEMPLATE, page="/templates")
    asked(application, "consult", "图书馆几点开门")
    intake = as_("intake")
    consult = TASK.search(intake.read("/worklist?view=offered&kind=consult"))
    asked(application, "complaint", "路灯不亮")
    complaint = TASK.search(intake.read("/worklist?view=offered&kind=complaint"))
    assert consult and complaint
    assert "您好，我们已到现场核查。" in intake.read(consult.group(1))
    assert "您好，我们已到现场核查。" not in intake.read(complaint.group(1))
