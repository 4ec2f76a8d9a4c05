"""What outlives or moves a reply: commitments, extensions, suspensions, and requests for these."""

from dataclasses import replace
from typing import Any

from engine.casework import budget as budgets
from engine.casework.case import State
from engine.casework.deadline import CITIZEN, HANDLE
from engine.casework.moments import day_of, moment_of
from engine.casework.promises import APPROVE, Commitment, ask_suspension
from engine.errors import NotNow, Unusable
from engine.operations import clocks
from engine.operations.endings import lapse_requests
from engine.operations.extension_limit import expect_within_limit
from engine.operations.followers import followers, with_followers
from engine.operations.present import about, current_case, keep
from engine.operations.registry import operation
from engine.operations.suspension_limit import expect_may_suspend
from engine.operations.takes import Limit, RequestDecision, SuspensionReason
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@operation("commitments.record", gives=("commitment_number", "commitment_due"))
def record_commitment(work: UnitOfWork, text: str, due: str) -> dict[str, Any]:
    """登记承诺及其期限，独立跟踪；重办时替换尚未报告的承诺。

    Keep a promise that outlives the reply; after a redo it replaces one that was not reported on yet.

    Returns commitment_number, commitment_due (end of working hours of that day).
    """
    case = current_case(work)
    promise = take_promise(work, case.number, case.lead_unit, text, due)
    keep(work, case, case, "commitment", number=promise.number, due=promise.due_on.isoformat())
    closes = work.work_calendar.closing_of(promise.due_on)
    return {"commitment_number": promise.number, "commitment_due": closes.isoformat()}


def take_promise(work: UnitOfWork, about: str, unit: str | None, text: str, due: Any) -> Commitment:
    """Keep what a unit promises about a case or joint handling; it replaces a promise that was not reported on yet.

    Raises:
        Unusable: nothing is promised, or the day is none or has passed.
    """
    day = day_of(due, "the day of the commitment", work.settings.zone)
    if day <= work.today:
        raise Unusable(
            f"Expected a day after today for the commitment, but found {day.isoformat()}. Choose a later one."
        )
    if not text.strip():
        raise Unusable("Expected what is promised, but found nothing. Say what will be done.")
    earlier = work.commitments.all(case=about, order=("number",))
    open_one = next((one for one in earlier if one.kept is None), None)
    number = open_one.number if open_one else len(earlier) + 1
    id_ = open_one.id if open_one else new_id()
    promise = Commitment(id_, about, number, unit, text, day, work.by.username, work.now)
    (work.commitments.save if open_one else work.commitments.add)(promise)
    return promise


@operation("commitments.report", gives=("kept",))
def report_commitment(work: UnitOfWork, kept: bool, text: str) -> dict[str, Any]:
    """报告承诺是否兑现。

    Say whether the promise was kept.
    """
    number = about(work)
    promise = next((one for one in work.commitments.all(case=number, order=("number",)) if one.kept is None), None)
    if promise is None:
        raise NotNow(f"Expected an open commitment of {number}, but there is none. Look at the case again.")
    work.commitments.save(replace(promise, kept=kept, report=text, reported_by=work.by.username, reported_at=work.now))
    work.journal.add(key=number, kind="commitment", detail={"what": "report", "number": promise.number, "kept": kept})
    return {"kept": kept}


@operation("extensions.decide", gives=("approved", "extensions", "handle_due"))
def decide_extension(
    work: UnitOfWork, decision: RequestDecision, new_budget: Limit | None = None, reason: str | None = None
) -> dict[str, Any]:
    """审批延期：approve 或 refuse；批准后时限顺延。

    Decide the open request for an extension; approved, the unit's and the citizen's deadline move by the extra budget,
    and those of the cases merged into it. It is new_budget where one is given, and never more than the table allows.

    Returns approved, handle_due, extensions (how many were granted so far).
    """
    case = current_case(work)
    asked = work.extensions.all(case=case.number, order=("number",))
    request = next((one for one in asked if one.decision is None), None)
    if request is None:
        raise NotNow(
            f"Expected an open request for an extension of {case.number}, but there is none. Look at the case again."
        )
    clock, before = work.deadlines.current(case.number, HANDLE), sum(one.decision == APPROVE for one in asked)
    if decision == APPROVE and clock is not None:
        given = budgets.parse(new_budget or request.budget)
        expect_within_limit(work, case, before, given, clock.last_due_at)
    decided = request.decide(decision, new_budget, reason, work.by.username, work.now)
    work.extensions.save(decided)
    clocks.stop(work, case.number, "extension")
    if decided.granted is not None:
        for one in with_followers(work, case.number):
            clocks.extend(work, one, (HANDLE, CITIZEN), decided.granted, reason or request.reason)
    keep(work, case, case, "extension", reason, decision=decision, budget=decided.granted)
    clock = work.deadlines.current(case.number, HANDLE)
    granted = before + (decided.granted is not None)
    return {"approved": decided.granted is not None, "extensions": granted, **clocks.facts([clock] if clock else [])}


@operation("suspensions.decide", gives=("approved",))
def decide_suspension(work: UnitOfWork, decision: RequestDecision, reason: str | None = None) -> dict[str, Any]:
    """审批挂起申请：approve 或 refuse；同意时须仍符合挂起规定。

    Decide the open request to suspend; what the rules no longer allow cannot be approved. The clocks rest once the
    case is suspended, not yet here.

    Returns approved.
    """
    case = current_case(work)
    request = work.suspension_requests.find(case=case.number, decision=None)
    if request is None:
        raise NotNow(f"Expected an open request to suspend {case.number}, but there is none. Look at the case again.")
    if decision == APPROVE:
        expect_may_suspend(work, case, request.until, request.reason)
    work.suspension_requests.save(request.decide(decision, reason, work.by.username, work.now))
    clocks.stop(work, case.number, "suspension")
    keep(work, case, case, "suspension", reason, decision=decision, until=request.until.isoformat())
    return {"approved": decision == APPROVE}


@operation("requests.withdraw", gives=("withdrawn",))
def withdraw_requests(work: UnitOfWork) -> dict[str, Any]:
    """已有答复：撤销未决的延期、挂起申请。

    The unit has replied: open requests for more time or a suspension are withdrawn, there is nothing left to grant.

    Returns withdrawn: were there any?
    """
    return {"withdrawn": lapse_requests(work, about(work))}


@operation("suspensions.pause", gives=("resume_at",))
def pause(work: UnitOfWork, until: str, reason: SuspensionReason) -> dict[str, Any]:
    """挂起：理由取自清单，必须有恢复日期；时钟停走。

    Suspend the case until a day; its clocks rest and those of the cases merged into it, its tasks wait.

    Returns resume_at.
    """
    case = current_case(work)
    case.expect_open()
    if case.state is State.MERGED:
        raise NotNow(
            f"Expected a case that is handled by itself, but {case.number} is merged into {case.merged_into}, with "
            f"which it rests. Suspend {case.merged_into}."
        )
    if case.suspended:
        raise NotNow(f"Expected {case.number} to be running, but it is suspended already. Resume it first.")
    end = moment_of(until, "the day of resumption", work.settings.zone)
    asked = next((one for one in work.suspensions.all(case=case.number) if one.resumed_at is None), None)
    if asked is None:
        asked = ask_suspension(new_id(), case.number, until=end, reason=reason, by=work.by.username, at=work.now)
        work.suspensions.add(asked)
    work.suspensions.save(replace(asked, paused_at=work.now))
    for one in with_followers(work, case.number):
        clocks.pause(work, one, reason)
    keep(work, case, replace(case, suspended=True), "suspend", reason, until=end.isoformat())
    return {"resume_at": end.isoformat()}


@operation("suspensions.resume", gives=("*_due",))
def resume(work: UnitOfWork) -> dict[str, Any]:
    """恢复办理，时钟以剩余时间继续。

    Resume; the clocks go on with what was left, also those of the cases merged into it. A merged case whose parent is
    suspended rests until that one goes on.

    Returns <name>_due of every clock that goes on.
    """
    case = current_case(work)
    for one in work.suspensions.all(case=case.number):
        if one.resumed_at is None:
            work.suspensions.save(replace(one, resumed_at=work.now))
    parent = work.cases.get(case.merged_into) if case.merged_into else None
    resumed = [] if parent is not None and parent.suspended else clocks.resume(work, case.number)
    for number in followers(work, case.number):
        clocks.resume(work, number)
    keep(work, case, replace(case, suspended=False), "resume")
    return clocks.facts(resumed)
