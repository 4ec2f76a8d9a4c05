"""Pages that say where a case is now: a step that was taken away, a clock that rests."""

from collections.abc import Callable

from engine.application import Application
from engine.commands.submit_request import SubmitRequest
from engine.ticker.poll import settle
from tests.web.conftest import Visitor
from tests.web.test_english_names import act, complete
from tests.web.test_refused_acts import CITIZEN, signed
from tests.web.test_submit_and_track import submitted
from tests.web.test_worklist_and_task import first_task

As = Callable[[str], Visitor]
__all__ = ["signed"]


def test_a_step_that_was_taken_away_says_why_and_where_the_case_is_now(
    application: Application, as_: As, signed: str
) -> None:
    place = {"street": "坪山街道", "community": "六和社区"}
    other = act(application, SubmitRequest("complaint", "夜间施工", "每晚施工", place), CITIZEN)["number"]
    complete(application, other, "intake", decision="accept")
    task = first_task(as_("water"))
    page = f"/cases/{signed}"
    merged = as_("coordinator").post(f"{page}/acts/merge", {"parent": other, "reason": "同一件事"}, page=page)
    assert merged.status_code == 302
    settle(application)
    ended = as_("water").read(task)
    assert "案件随后的情况" in ended and "并入" in ended and f'href="/cases/{other}"' in ended


def test_a_citizen_reads_why_the_clock_rests_and_until_when(
    application: Application, as_: As, visitor: Visitor
) -> None:
    number, _code = submitted(visitor)
    complete(application, number, "intake", decision="accept")
    complete(
        application, number, "dispatcher", matter="130801", urgency="ordinary", lead_unit="B004", reason="按其现场能力"
    )
    complete(application, number, "handler", "B004", decision="sign")
    page = f"/cases/{number}"
    asked = {"until": "2026-03-06", "reason": "season"}
    assert as_("coordinator").post(f"{page}/acts/suspend", asked, page=page).status_code == 302
    settle(application)
    shown = visitor.read("/track").split("下一个期限")[1].split("</dl>")[0]
    assert "季节" in shown and "自动恢复" in shown and 'datetime="2026-03-06' in shown
