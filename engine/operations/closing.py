"""Replying, reviewing, rating, doing it again, closing honestly."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.casework.case import Case, Owner, State
from engine.casework.joint_handling import RELEASED
from engine.casework.reply import PASS, Reply, expect_evidence, expect_outcome, read_rating
from engine.errors import NotAllowed, NotNow, Unusable
from engine.operations import clocks
from engine.operations.conflicts import ACCUSED_UNIT, expect_may_speak
from engine.operations.endings import end, leave_parent
from engine.operations.evidence import has_evidence
from engine.operations.followed_promises import follow_promise
from engine.operations.present import current_case, keep
from engine.operations.promises import record_commitment
from engine.operations.registry import operation
from engine.operations.takes import Outcome, ReviewDecision
from engine.persistence.conflicts import barred_by
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork

REVIEWER, CALLBACK = Owner("reviewer"), Owner("callback_officer")


@operation("cases.record_reply", gives=("reply_number", "outcome", "handlers", "commitment_number", "commitment_due"))
def record_reply(
    work: UnitOfWork,
    outcome: Outcome,
    public_reply: str,
    actions: str | None = None,
    commitment: str | None = None,
    commitment_due: str | None = None,
) -> dict[str, Any]:
    """记录办理结果与公开答复；可附承诺及期限。

    Keep the unit's reply with its outcome and say which reply it is; a commitment outlives it.

    Returns reply_number, outcome, handlers (everyone who handled the case so far).
    """
    case = current_case(work)
    case.expect(State.REGISTERED, State.ACCEPTED, State.DISPATCHED, State.HANDLING)
    expect_outcome(case.kind, outcome)
    if not public_reply.strip():
        raise Unusable(
            "Expected a reply for the citizen, but found none. Write what was done or why it cannot be done."
        )
    if work.joint_handlings.open_of(case.number) is not None:
        raise NotNow(
            f"Expected {case.number} to be handled by its unit alone, but a joint handling of it is running. "
            "Report your branch there; the case takes its reply."
        )
    expect_may_speak(work, case, case.lead_unit)
    facts = _reply(work, case, outcome=outcome, public_reply=public_reply, actions=actions, by=work.by.username)
    if commitment and commitment_due:
        facts |= record_commitment(work, commitment, commitment_due)
    return facts


@operation("cases.take_joint_reply", gives=("reply_number", "outcome", "handlers", "lead_unit"))
def take_joint_reply(work: UnitOfWork) -> dict[str, Any]:
    """采用联合处置的统一答复。

    The case takes the consolidated reply of its joint handling.

    Returns reply_number, outcome, handlers, lead_unit.
    """
    case = current_case(work)
    joint = next((one for one in work.joint_handlings.of_case(case.number) if one.reply is not None), None)
    if joint is None or joint.reply is None:
        raise NotNow(
            f"Expected a joint handling of {case.number} that has replied, but there is none. Wait for its reply."
        )
    branches = [one for one in work.branches.all(joint=joint.number) if one.reported_by]
    people = [one.reported_by for one in branches if one.reported_by] + [joint.replied_by or work.by.username]
    led = replace(case, lead_unit=joint.lead_unit, handled_by=(*case.handled_by, *people))
    facts = _reply(
        work,
        led,
        outcome=joint.outcome or "resolved",
        public_reply=joint.reply,
        actions="\n".join(f"{work.units.name(one.unit)}：{one.report}" for one in branches) or None,
        by=joint.replied_by or work.by.username,
        source=joint.number,
        before=case,
    )
    return {**facts, "lead_unit": joint.lead_unit}


@operation("cases.take_parent_reply", gives=("reply_number", "outcome", "handlers"))
def take_parent_reply(work: UnitOfWork) -> dict[str, Any]:
    """采用所并入案件的答复；审核与评价各自进行。

    The merged case takes its parent's reply; it has a review and a rating of its own.

    Returns reply_number, outcome, handlers.
    """
    case = current_case(work)
    said = work.replies.latest(case.merged_into) if case.merged_into else None
    if said is None:
        raise NotNow(
            f"Expected a reply of the case {case.number} is merged into, but there is none. "
            "Wait for that reply, or split this case off."
        )
    return _reply(
        work,
        case,
        outcome=said.outcome,
        public_reply=said.public_reply,
        actions=said.actions,
        by=said.replied_by,
        source=said.case,
    )


@operation("cases.review", gives=("decision",))
def review(
    work: UnitOfWork,
    decision: ReviewDecision,
    reason: str | None = None,
    evidence_needed: list[str] | None = None,
    evidence_seen: list[str] | None = None,
    missing_because: str | None = None,
    evidence_by_file: list[str] | None = None,
) -> dict[str, Any]:
    """结案审核：pass 或 send_back；审核人不得是经办人；所需证据不全、或须有文件而无文件的，没有理由不得通过。

    Record the closure review; the reviewer is never one who handled the case, by whatever account, and comes from
    neither a unit that worked on it (lead, cooperating, a branch) nor one complained of. Passed, the reply goes to
    every case that is merged into this one; sent back, the work is open again. What evidence_needed names and
    evidence_seen does not is missing, and so is what evidence_by_file names while staff added no file: the reply then
    passes only with missing_because, which stays in the journal.
    """
    case = current_case(work)
    reply = work.replies.latest(case.number)
    if reply is None:
        raise NotNow(f"Expected a reply of {case.number} to review, but there is none. Look at the case again.")
    _expect_reviewer_from_elsewhere(work, case)
    without_file = [] if has_evidence(work, case) else evidence_by_file or []
    missing = expect_evidence(decision, evidence_needed or [], evidence_seen or [], missing_because, without_file)
    work.replies.save(reply.reviewed(decision, reason, work.by.username, case.handled_by, work.now))
    clocks.stop(work, case.number, "review")
    if decision == PASS:
        because = missing_because if missing else None
        keep(work, case, case, "review", because, decision=decision, missing=missing)
        for child in work.cases.children(case.number):
            if child.state is State.MERGED:
                work.throw("parent_replied", child.number, {"parent": case.number})
        follow_promise(work, case.number)
    else:
        keep(work, case, _again(work, case), "review", reason, decision=decision)
    return {"decision": decision}


@operation("cases.await_rating", gives=())
def await_rating(work: UnitOfWork) -> dict[str, Any]:
    """答复已发出，等待诉求人评价。

    The reply is out; the citizen may rate it.
    """
    case = current_case(work)
    clocks.stop(work, case.number, "citizen")
    keep(work, case, case.enter(State.RATING, CALLBACK), "await_rating")
    return {}


@operation("cases.record_rating", gives=("solved", "redos"))
def record_rating(work: UnitOfWork, rating: dict[str, Any]) -> dict[str, Any]:
    """记录评价：速度、效果、态度（1–5）和是否解决。

    Keep the rating (speed, effect, attitude 1–5, solved, comment). Not solved, the coordinator owns
    the case until it is opened again or closed.

    Returns solved, redos.
    """
    case = current_case(work)
    case.expect(State.RATING)
    reply = work.replies.latest(case.number)
    number = reply.number if reply else 0
    known = work.ratings.find(case=case.number, reply_number=number)
    given = known or read_rating(rating, case=case.number, reply_number=number, id_=new_id(), at=work.now)
    if known is None:
        work.ratings.add(given)
    clocks.stop(work, case.number, "rating")
    after = case if given.solved else case.enter(State.DECIDING, Owner("coordinator"))
    keep(work, case, after, "rating", solved=given.solved)
    return {"solved": given.solved, "redos": case.redos}


@operation("cases.redo", gives=("redos",))
def redo(work: UnitOfWork, reason: str | None = None) -> dict[str, Any]:
    """群众不满意，退回重办；已并案的恢复单独办理。

    Open the work again at the same unit; a merged case goes its own way from here.

    Returns redos, the number of times so far.
    """
    case = current_case(work)
    clocks.stop(work, case.number, "repeat")
    after = replace(_again(work, case), redos=case.redos + 1, restart_clock=True)
    keep(work, case, after, "redo", reason)
    return {"redos": after.redos}


@operation("cases.close", gives=("outcome",))
def close(work: UnitOfWork, outcome: Outcome | None = None) -> dict[str, Any]:
    """办结归档；联合处置未结束的不得办结。

    Close the case with its outcome; never before the branches of its joint handling.
    """
    case = current_case(work)
    reply = work.replies.latest(case.number)
    final = outcome or (reply.outcome if reply else case.outcome)
    if final is None:
        raise NotNow(f"Expected a reply of {case.number} before closing it, but there is none. Write the reply first.")
    expect_outcome(case.kind, final)
    if work.joint_handlings.open_of(case.number) is not None:
        raise NotNow(
            f"Expected the joint handling of {case.number} to be over, but it is running. Wait for its branches."
        )
    owner = Owner("handler", case.lead_unit) if case.lead_unit else Owner("intake")
    end(work, case, case.enter(State.CLOSED, owner, outcome=final, closed_at=work.now), "close")
    return {"outcome": final}


def _expect_reviewer_from_elsewhere(work: UnitOfWork, case: Case) -> None:
    if any(work.accounts.may_be_same_person(work.by.username, one) for one in case.handled_by):
        raise NotAllowed(
            f"Expected a reviewer who did not handle {case.number}, but you did. Leave it to someone else."
        )
    accused = {one.unit for one in work.accused_units.all(case=case.number)}
    if work.by.unit is not None and work.by.unit in {*_units_at_work(work, case), *accused}:
        raise NotAllowed(
            f"Expected a reviewer from elsewhere, but {case.number} is of your unit. Leave it to someone else."
        )


def _units_at_work(work: UnitOfWork, case: Case) -> set[str | None]:
    """Lead and cooperating units and those with a branch of a joint handling; a merged case has its parent's too."""
    cases = [case, *([work.cases.get(case.merged_into)] if case.merged_into else [])]
    joints = [joint for one in cases for joint in work.joint_handlings.of_case(one.number)]
    branches = [branch for joint in joints for branch in work.branches.all(joint=joint.number)]
    units = {unit for one in cases for unit in (one.lead_unit, *one.cooperating_units)}
    return units | {branch.unit for branch in branches if branch.state != RELEASED}


def _reply(
    work: UnitOfWork,
    case: Case,
    *,
    outcome: str,
    public_reply: str,
    actions: str | None,
    by: str,
    source: str | None = None,
    before: Case | None = None,
) -> dict[str, Any]:
    latest = work.replies.latest(case.number)
    reply = Reply(
        id=new_id(),
        case=case.number,
        number=latest.number + 1 if latest else 1,
        unit=case.lead_unit,
        outcome=outcome,
        actions=actions,
        public_reply=public_reply,
        replied_by=by,
        replied_at=work.now,
        source=source,
    )
    work.replies.add(reply)
    clocks.stop(work, case.number, "accept", "supplement", "dispatch", "sign", "handle", "contact")
    handlers = tuple(dict.fromkeys((*case.handled_by, by)))
    after = replace(_replied(work, case, work.now), handled_by=handlers, outcome=outcome)
    keep(work, before or case, after, "reply", number=reply.number, outcome=outcome)
    return {"reply_number": reply.number, "outcome": outcome, "handlers": list(handlers)}


def _replied(work: UnitOfWork, case: Case, at: datetime) -> Case:
    """With the reviewer; while a return is open the unit keeps the case, since a ruling may change all."""
    if any(one.is_open_in(case) for one in work.returns.all(case=case.number)):
        return case.enter(State.HANDLING, case.working_owner, replied_at=at)
    return case.enter(State.REVIEW, REVIEWER, replied_at=at)


def _again(work: UnitOfWork, case: Case) -> Case:
    """The case where its work is done: its unit, unless it turned out to be complained of; intake, which answered it;
    the dispatcher, for one that was merged."""
    if case.merged_into is not None:
        leave_parent(work, case)
        split = replace(case, merged_into=None, lead_unit=None, cooperating_units=(), restart_clock=True)
        return split.enter(State.ACCEPTED, Owner("dispatcher"))
    if case.lead_unit is None:
        return case.enter(State.REGISTERED, Owner("intake"))
    if case.lead_unit in barred_by(work, case):
        work.throw(ACCUSED_UNIT, case.number, {"unit": case.lead_unit})
    return case.back_to_work()
