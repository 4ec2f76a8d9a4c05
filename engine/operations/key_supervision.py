"""Key supervision (重点督办): somebody named the case, the supervisor reports until it is lifted or the case closes."""

from dataclasses import replace
from typing import Any

from engine.casework.supervision import KEY, expect_report
from engine.errors import NotNow
from engine.operations.present import about
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("key_supervision.begin_round", gives=("report_by",))
def begin_round(work: UnitOfWork, report_within: str) -> dict[str, Any]:
    """起算一轮重点督办的报告期限。

    Begin a round; report_within is a budget such as "2 working days".

    Returns report_by (ISO text).
    """
    return {"report_by": work.moment_after(report_within).isoformat()}


@operation("key_supervision.report", gives=("decision",))
def report(work: UnitOfWork, decision: str, report: str) -> dict[str, Any]:
    """登记督办进展：continue 继续，lift 解除。

    Keep the supervisor's report; lift ends the key supervision.
    """
    watched = work.supervisions.find(key=work.business_key)
    if watched is None or watched.ended_at is not None:
        raise NotNow(f"Expected {about(work)} to be under key supervision, but it is not. Look at the case again.")
    expect_report(decision, report)
    if decision == "lift":
        work.supervisions.save(replace(watched, ended_at=work.now))
    detail = {"subject": KEY, "decision": decision}
    work.journal.add(key=about(work), kind="supervision", reason=report, detail=detail)
    return {"decision": decision}
