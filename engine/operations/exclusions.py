"""Leaving a case out of a unit's score: opened, decided by another person, decided again on appeal."""

from typing import Any

from engine.casework.exclusion import Exclusion
from engine.errors import NotAllowed, NotNow
from engine.operations.present import about, subject
from engine.operations.registry import operation
from engine.operations.takes import ExclusionDecision, Limit
from engine.persistence.unit_of_work import UnitOfWork


@operation("exclusions.open", gives=("asked_by", "decide_by"))
def open_application(work: UnitOfWork, decide_within: Limit) -> dict[str, Any]:
    """受理考核剔除申请，给出决定期限。

    Take up an application to leave a case out of the score; decide_within is a budget such as "3 working days".

    Returns asked_by (a list), decide_by (ISO text).
    """
    return {"asked_by": [_current(work).asked_by], "decide_by": work.moment_after(decide_within).isoformat()}


@operation("exclusions.decide", gives=("judges", "appeal_by"))
def decide(work: UnitOfWork, decision: ExclusionDecision, reason: str, appeal_within: Limit) -> dict[str, Any]:
    """决定是否剔除：exclude 或 refuse；申请单位的人和申请人不得决定。

    Decide the application. Whoever decides is neither of the unit nor the one who asked, by whatever account.

    Returns judges (user names who may not decide an appeal), appeal_by (ISO text).
    """
    before = _current(work)
    _expect_another(work, before, [before.asked_by])
    after = before.decide(decision, reason, work.by.username, work.now)
    work.exclusions.save(after)
    _note(work, before, after, reason, "decide")
    appeal_by = work.moment_after(appeal_within).isoformat()
    return {"judges": [before.asked_by, work.by.username], "appeal_by": appeal_by}


@operation("exclusions.decide_appeal", gives=())
def decide_appeal(work: UnitOfWork, decision: ExclusionDecision, reason: str) -> dict[str, Any]:
    """终定申诉：exclude 或 refuse；首次决定的人不得终定。

    Decide the appeal, for good; not by whoever decided first.
    """
    before = _current(work)
    _expect_another(work, before, [name for name in (before.asked_by, before.appealed_by, before.decided_by) if name])
    after = before.decide_appeal(decision, reason, work.by.username, work.now)
    work.exclusions.save(after)
    _note(work, before, after, reason, "last_word")
    return {}


def _current(work: UnitOfWork) -> Exclusion:
    found = work.exclusions.find(id=subject(work))
    if found is None or found.case != about(work):
        raise NotNow(f"Expected an application under {work.business_key}, but there is none. Look at the case again.")
    return found


def _expect_another(work: UnitOfWork, exclusion: Exclusion, before: list[str]) -> None:
    may_be_one = any(work.accounts.may_be_same_person(work.by.username, one) for one in before)
    if work.by.unit == exclusion.unit or may_be_one:
        raise NotAllowed("Expected another person of another unit to decide this. Leave it to someone else.")


def _note(work: UnitOfWork, before: Exclusion, after: Exclusion, reason: str, what: str) -> None:
    work.journal.add(
        key=after.case,
        kind="exclusion",
        reason=reason,
        before={"excluded": before.counts_out},
        after={"excluded": after.counts_out},
        detail={"what": what, "unit": after.unit, "ground": after.ground},
    )
