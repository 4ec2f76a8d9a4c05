"""What is supervised stands on one list for those who order it: by whom, since when, on which rung."""

from collections.abc import Callable
from datetime import timedelta

from engine.application import Application
from engine.clock import VirtualClock
from engine.ticker.poll import settle
from tests.web.conftest import Visitor
from tests.web.test_refused_acts import signed

As = Callable[[str], Visitor]
__all__ = ["signed"]


def test_a_case_under_key_supervision_and_one_whose_limit_passed_are_listed(
    application: Application, as_: As, signed: str
) -> None:
    coordinator = as_("coordinator")
    empty = coordinator.read("/supervision")
    assert "没有督办中的案件" in empty and 'href="/supervision"' in coordinator.read("/worklist")
    page = f"/cases/{signed}"
    ordered = coordinator.post(f"{page}/acts/key_supervise", {"reason": "多人来电，领导关注"}, page=page)
    assert ordered.status_code == 302
    settle(application)
    listed = coordinator.read("/supervision")
    assert listed.count(f'href="{page}"') == 1 and "重点督办" in listed and "多人来电，领导关注" in listed
    assert "Coordinator" in listed and "督办员" in listed and f"{signed}/" not in listed
    clock = application.clock
    assert isinstance(clock, VirtualClock)
    clock.forward(timedelta(days=60))
    settle(application)
    row = as_("coordinator").in_english().read("/supervision").split("<tr>")
    assert [line for line in row if page in line and "its limit" in line and "Since" in line]
    assert as_("water").get("/supervision").status_code == 403


def test_a_supervisors_task_bears_the_number_of_the_case_and_no_key(
    application: Application, as_: As, signed: str
) -> None:
    coordinator, page = as_("coordinator"), f"/cases/{signed}"
    coordinator.post(f"{page}/acts/key_supervise", {"reason": "领导关注"}, page=page)
    settle(application)
    supervisor = as_("supervisor").read("/worklist?view=offered")
    assert signed in supervisor and "key_supervision" not in supervisor
