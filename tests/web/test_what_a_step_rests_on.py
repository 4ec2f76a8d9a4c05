"""The task page shows what the decision rests on: photographs, the reply under review, a joint handling's cases."""

import re
from collections.abc import Callable

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.commands.attach_file import AttachFile
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.ticker.poll import settle
from tests.e2e.photographs import a_photograph
from tests.web.conftest import Visitor
from tests.web.test_submit_and_track import submitted
from tests.web.test_worklist_and_task import first_task, revision
from tests.web.walked import ANSWERED, POLICE, RETURNED, STREET, WATER, answered, dispatched, disputed, takes
from web.shared.door import CITIZEN

As = Callable[[str], Visitor]
PICTURE = re.compile(r'<img src="(/cases/[^"]+)" alt="([^"]+)"')


@pytest.fixture
def case(visitor: Visitor, application: Application) -> str:
    number, code = submitted(visitor)
    application.execute(AttachFile(number, code, "夜里的货车.png", a_photograph(8)), CITIZEN)
    return number


def test_intake_sees_the_citizens_photograph_where_it_decides(as_: As, case: str) -> None:
    intake = as_("intake")
    page = intake.read(first_task(intake))
    address, alternative = PICTURE.findall(page)[0]
    assert alternative == "照片，诉求人提供" and "夜里的货车.png" in page
    sent = intake.get(address)
    assert sent.mimetype == "image/png"
    assert sent.headers["Content-Disposition"].isascii(), "no server sends Chinese letters in a header"
    assert as_("water").get(address).status_code == 404, "a unit that has nothing to do with the case"


def test_the_reviewer_sees_the_reply_what_was_done_and_the_evidence(
    as_: As, case: str, application: Application
) -> None:
    dispatched(application, case, WATER)
    handler = Actor("water", "Water", frozenset({"handler"}), WATER)
    application.execute(AttachFile(case, None, "夜查.png", a_photograph(8)), handler)
    answered(application, case, WATER)
    reviewer = as_("reviewer").in_english()
    page = reviewer.read(first_task(reviewer))
    assert ANSWERED["public_reply"] in page and ANSWERED["actions"] in page and "Resolved" in page
    assert [alternative for _, alternative in PICTURE.findall(page)] == [
        "Photograph from the citizen",
        "Photograph from Water",
    ]


def test_who_redoes_a_case_reads_why_the_reply_came_back(as_: As, case: str, application: Application) -> None:
    dispatched(application, case, WATER)
    answered(application, case, WATER)
    takes(application, "review_closure", case, {"decision": "send_back", "reason": "没有现场照片"}, "reviewer")
    water = as_("water")
    page = water.read(first_task(water))
    assert "没有现场照片" in page and ANSWERED["public_reply"] in page


def test_whoever_plans_a_joint_handling_reads_its_cases(
    as_: As, case: str, visitor: Visitor, application: Application
) -> None:
    other = submitted(visitor, once="second", title="装卸声大", text="凌晨三点还在装卸。")[0]
    for number in (case, other):
        dispatched(application, number, WATER)
    coordinator = as_("coordinator")
    convening = Actor("coordinator", "Coordinator", frozenset({"coordinator"}))
    joint = application.execute(ConveneJointHandling((case, other), "一家办不成"), convening)["number"]
    settle(application)
    page = coordinator.read(first_task(coordinator))
    assert "其中 2 件诉求" in page and case in page and other in page
    assert "货车整夜进出，无法入睡。" in page and "凌晨三点还在装卸。" in page and PICTURE.search(page)
    room = coordinator.read(f"/joint-handlings/{joint}")
    assert "凌晨三点还在装卸。" in room and PICTURE.search(room)


def test_the_coordinator_rules_where_both_sides_the_list_and_the_records_stand(
    as_: As, case: str, application: Application
) -> None:
    disputed(application, case)
    coordinator = as_("coordinator")
    docket = coordinator.read("/disputes")
    task = first_task(coordinator)
    assert docket.count(f'href="{task}"') == 2, "the heading and the button lead to the one page"
    page = coordinator.read(task)
    for name in ("各方意见", "职责清单", "谁出面处置最有效", "先例", "办理"):
        assert re.search(rf"<h2[^>]*>{name}</h2>", page), name
    for said in (RETURNED["other_clause"], RETURNED["evidence"], f"不属 {STREET} 职责", f"不属 {POLICE} 职责"):
        assert page.count(str(said)) == 1, said
    assert 'name="lead_unit"' in page and 'name="reason"' in page and "裁定牵头单位" in page
    ruling = {"lead_unit": POLICE, "reason": "谁出面处置最有效。", "_revision": revision(coordinator, task)}
    assert coordinator.post(f"{task}/complete", ruling, page=task).status_code == 302
    assert "目前没有争议" in coordinator.read("/disputes")


def test_a_return_cites_a_row_of_the_list_or_names_another_clause(as_: As, case: str, application: Application) -> None:
    dispatched(application, case, WATER)
    water = as_("water")
    task = first_task(water)
    offered = re.findall(r'<option value="([^"]*)"', water.read(task).split('name="clause"')[1].split("</select>")[0])
    assert offered[1].startswith("职责清单 080103 停车场：由市交警支队坪山大队牵头"), "its own row first"
    assert offered[2].startswith("职责清单 ") and offered[-1] == "other"
    sent = {**RETURNED, "suggested_unit": POLICE, "_revision": revision(water, task)}
    invented = water.post(f"{task}/complete", {**sent, "clause": "职责清单 没有这一行"}, page=task)
    assert invented.status_code == 422 and 'id="f-clause-error">' in invented.text
    unnamed = water.post(f"{task}/complete", {**sent, "clause": "other", "other_clause": ""}, page=task)
    assert unnamed.status_code == 422 and "请填写“清单以外的条款”。" in unnamed.text
    cited = water.post(f"{task}/complete", {**sent, "clause": offered[1]}, page=task)
    assert cited.status_code == 302
    leader = as_("water_leader")
    assert offered[1] in leader.read(first_task(leader)), "who co-signs reads it"
