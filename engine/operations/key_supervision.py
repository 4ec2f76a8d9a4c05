"""Key supervision (重点督办): a person or a diagram named the case; the supervisor reports until lifted, or closed."""

from dataclasses import replace
from typing import Any

from engine.casework.case import Case, State
from engine.casework.supervision import KEY, Supervision, expect_report
from engine.errors import NotNow, Unusable
from engine.operations.present import about, current_case
from engine.operations.registry import operation
from engine.operations.takes import Limit, ReportDecision
from engine.persistence.unit_of_work import UnitOfWork


@operation("key_supervision.order", gives=())
def order(work: UnitOfWork, reason: str) -> dict[str, Any]:
    """列入重点督办，理由报告给督办员；已在督办中的不重复列入。

    Put the case under key supervision with a reason the supervisor reads; nothing new when it is under it already.
    """
    put_under_key_supervision(work, current_case(work), reason)
    return {}


def put_under_key_supervision(work: UnitOfWork, case: Case, reason: str) -> str | None:
    """Have the supervisor report on a case. Returns the key of the reports; None when the case is under it already.

    Asked for a merged case it is the one it follows that is reported on, since nobody works on the merged one;
    docs/domain.md §5.

    Raises:
        NotNow: the case has ended. Unusable: no reason.
    """
    case.expect_open()
    if not reason.strip():
        raise Unusable("Expected a reason, but found none. Say why the case needs key supervision.")
    reason = work.without_identity(reason.strip(), case.number)
    if case.state is State.MERGED and case.merged_into is not None:
        parent = work.cases.get(case.merged_into, lock=True)
        key = put_under_key_supervision(work, parent, reason)
        if key is not None:
            _note_parent(work, case.number, parent.number, reason)
        return key
    key = f"{case.number}/key_supervision"
    known = work.supervisions.find(key=key)
    if known is not None and known.ended_at is None:
        return None
    ordered = Supervision(key, case.number, KEY, work.now)
    (work.supervisions.save if known else work.supervisions.add)(ordered)
    detail = {"subject": KEY, "decision": "order"}
    work.journal.add(key=case.number, kind="supervision", reason=reason, detail=detail)
    work.throw("key_supervision_ordered", key, {"ordered_because": reason, "urgency": case.urgency})
    return key


def pass_to_parent(work: UnitOfWork, child: str, parent: Case) -> None:
    """The key supervision of a case that has just been merged goes on at the case it follows, for the same reason."""
    for watched in work.supervisions.all(about=child, subject=KEY, ended_at=None):
        work.supervisions.save(replace(watched, ended_at=work.now))
        work.throw("case_closed", watched.key, optional=True)
        reason = _ordered_because(work, child)
        put_under_key_supervision(work, parent, reason)
        _note_parent(work, child, parent.number, reason)


def _ordered_because(work: UnitOfWork, number: str) -> str:
    told = [one.details for one in work.journal.of_key(number) if one.details.get("decision") == "order"]
    return str(told[-1]["reason"])


def _note_parent(work: UnitOfWork, child: str, parent: str, reason: str) -> None:
    detail = {"subject": KEY, "decision": "order", "at": parent}
    work.journal.add(key=child, kind="supervision", reason=reason.strip(), detail=detail)


@operation("key_supervision.begin_round", gives=("report_by",))
def begin_round(work: UnitOfWork, report_within: Limit) -> dict[str, Any]:
    """起算一轮重点督办的报告期限。

    Begin a round; report_within is a budget such as "2 working days".

    Returns report_by (ISO text).
    """
    return {"report_by": work.moment_after(report_within).isoformat()}


@operation("key_supervision.report", gives=("decision",))
def report(work: UnitOfWork, decision: ReportDecision, report: str) -> dict[str, Any]:
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
