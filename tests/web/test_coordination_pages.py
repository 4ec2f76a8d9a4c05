"""The coordinator's pages: clusters, campaigns, a dispute, what speaks for whom, and the like of a case."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.suggestions import Suggestions
from engine.ticker.poll import settle
from tests.web.conftest import Visitor
from tests.web.test_submit_and_track import submitted
from tests.web.test_worklist_and_task import first_task

As = Callable[[str], Visitor]


@pytest.fixture
def case(visitor: Visitor) -> str:
    return submitted(visitor)[0]


class ManyAlike:
    """Enough requests of one matter at one place, and what the watch does with them."""

    def perform(self, work: UnitOfWork) -> None:
        from tests.operations.desk import Timers
        from tests.queries.test_clusters_and_records import Take

        for number in range(3):
            Take(f"PS-{number}").perform(work)
        work.moving("PS-0", Timers())
        from engine.operations.registered import perform

        perform(work, "clusters.count", {"window_days": 30, "proposes_from": 3})


def test_the_board_leads_to_a_cluster_that_can_be_dismissed(application: Application, as_: As) -> None:
    application.execute(ManyAlike(), SYSTEM)
    coordinator = as_("coordinator")
    board = coordinator.read("/clusters?days=7")
    found = re.search(r'href="(/clusters/CL[^"]+)"', board)
    assert found is not None and "工业红线内噪声" in board
    page = coordinator.read(found.group(1))
    assert page.count("/cases/PS-") == 3 and "一键召集" in page
    refused = coordinator.post(f"{found.group(1)}/convene", {}, page=found.group(1))
    assert refused.status_code == 409  # these cases have no process that could be convened
    done = coordinator.post(f"{found.group(1)}/dismiss", {"reason": "一次性施工"}, page=found.group(1))
    assert done.status_code == 302
    assert "一键召集" not in coordinator.read(found.group(1))
    assert as_("water").get("/clusters").status_code == 403


def test_a_campaign_is_started_filled_and_ended(as_: As, case: str) -> None:
    coordinator = as_("coordinator")
    wrong = {"name": "夜间噪声整治", "lead_unit": "P001", "begins_on": "2026-03-01", "ends_on": "2026-02-01"}
    refused = coordinator.post("/campaigns", {**wrong, "streets": ["坪山街道"]}, page="/campaigns/new")
    assert refused.status_code == 422 and "夜间噪声整治" in refused.text
    right = {**wrong, "ends_on": "2026-03-31", "streets": ["坪山街道"], "closed_target": "90"}
    made = coordinator.post("/campaigns", right, page="/campaigns/new")
    assert made.status_code == 302
    page = made.headers["Location"]
    assert case in coordinator.read(page)
    coordinator.post(f"{page}/cases", {"case": case, "act": "keep_out"}, page=page)
    assert case not in coordinator.read(page)
    coordinator.post(f"{page}/end", {"result": "投诉减少六成"}, page=page)
    assert "投诉减少六成" in coordinator.read(page)
    assert date(2026, 3, 1).isoformat()[:7] == "2026-03"
    assert "夜间噪声整治" in coordinator.read("/campaigns")


def test_the_dispatcher_sees_what_speaks_for_whom_and_confirms_with_one_key(
    application: Application, as_: As, case: str
) -> None:
    intake = as_("intake")
    task = first_task(intake)
    assert "同类诉求及答复" in intake.read(task)
    accepted = {"_revision": "1", "decision": "accept"}
    assert intake.post(f"{task}/complete", accepted, page=task).status_code == 302
    settle(application)
    dispatcher = as_("dispatcher").in_english()
    page = dispatcher.read(first_task(dispatcher))
    assert 'form="task-form"' in page and "Confirm as proposed" in page
    assert "95-percent interval" in page
    assert "Legal basis" in dispatcher.read(f"/cases/{case}/suggestions")
    proposed = application.ask(Suggestions(case), SYSTEM)["units"][0]["unit"]
    said = {"unit": proposed, "reason": "投诉该局不作为"}
    assert "Complained of" not in dispatcher.read(f"/cases/{case}/suggestions")
    assert dispatcher.post(f"/cases/{case}/acts/accuse", said, page=f"/cases/{case}").status_code == 302
    assert "Complained of" in dispatcher.read(f"/cases/{case}/suggestions")
    page = dispatcher.read(first_task(dispatcher))
    assert "Complained of" in page and "Confirm as proposed" not in page
    assert "Answered before" in dispatcher.read(f"/cases/{case}/similar")


def test_a_form_nobody_here_may_send_is_not_shown(as_: As) -> None:
    for path in ("/joint-handlings/new", "/campaigns/new"):
        answer = as_("intake").get(path)
        assert answer.status_code == 403 and "<textarea" not in answer.text
