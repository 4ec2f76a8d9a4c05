"""Seeing who asked: the request is opened, decided by a second person, or lapses."""

from typing import Any

from engine.casework.unmasking import GRANT, LAPSED, IdentityRequest
from engine.errors import NotAllowed, NotNow
from engine.operations.present import about, subject
from engine.operations.registry import operation
from engine.operations.takes import IdentityDecision, Limit
from engine.persistence.unit_of_work import UnitOfWork


@operation("identity.open_request", gives=("asked_by", "decide_by"))
def open_request(work: UnitOfWork, decide_within: Limit) -> dict[str, Any]:
    """受理查看身份的申请，给出审批期限。

    Take up a request to see who asked; decide_within is a budget such as "4 working hours".

    Returns asked_by (a list), decide_by (ISO text).
    """
    request = _open(work)
    return {"asked_by": [request.asked_by], "decide_by": work.moment_after(decide_within).isoformat()}


@operation("identity.decide", gives=("decision",))
def decide(work: UnitOfWork, decision: IdentityDecision, window: Limit, reason: str | None = None) -> dict[str, Any]:
    """审批查看身份的申请：grant、refuse 或 lapsed；批准后在限定时间内可查看，申请人本人不得审批。

    Decide a request to see who asked: granted, whoever asked may look for the length of the window. The second person
    is never the one who asks, nor another account of that person, nor one of the same name.
    """
    request = _open(work)
    if decision != LAPSED and work.accounts.may_be_same_person(work.by.username, request.asked_by):
        raise NotAllowed(
            "Expected a second person to decide this request, but you made it, or whoever did bears your name. "
            "Leave it to someone else."
        )
    until = work.moment_after(window) if decision == GRANT else None
    decided = request.decide(decision, reason, work.by.username, work.now, until)
    work.identity_requests.save(decided)
    work.journal.add(
        key=request.case,
        kind="identity",
        reason=reason,
        before={"decision": None},
        after={"decision": decision, "until": until.isoformat() if until else None},
        detail={"what": "identity_decided", "request": request.id, "for": request.asked_by},
    )
    return {"decision": decision}


def _open(work: UnitOfWork) -> IdentityRequest:
    request = work.identity_requests.find(id=subject(work))
    if request is None or request.case != about(work):
        raise NotNow(
            f"Expected a request to see who asked under {work.business_key}, but there is none. Look at the case again."
        )
    return request
