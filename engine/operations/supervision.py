"""The ladder: each rung once in a time limit, silent while the clock is paused."""

from typing import Any

from engine.casework.deadline import HANDLE
from engine.casework.supervision import RungTaken, Supervision
from engine.casework.supervision import next_rung as reckon
from engine.operations.present import about, subject
from engine.operations.registry import operation
from engine.persistence.deadlines import Clock
from engine.persistence.unit_of_work import UnitOfWork


@operation("supervision.next", gives=("rung", "rung_due", "deadline", "unit"))
def next_rung(work: UnitOfWork, rungs: list[dict[str, Any]]) -> dict[str, Any]:
    """计算下一级催督办及其时间。

    Which rung comes next and when, from the rungs of the escalation table: {rung, left} (share of the limit left) or
    {rung, after} (budget after the due time).

    Returns rung (null: none left), rung_due (null: none, or the clock is paused), deadline, unit.
    """
    if work.supervisions.find(key=work.business_key) is None:
        work.supervisions.add(Supervision(work.business_key, about(work), subject(work), work.now))
    clock = _watched(work)
    taken = _taken(work, clock)
    found = reckon(rungs, taken, clock.deadline if clock else None, work.work_calendar)
    case = work.cases.find(about(work))
    return {
        "rung": found.rung,
        "rung_due": found.at.isoformat() if found.at else None,
        "deadline": clock.deadline.name if clock else None,
        "unit": subject(work) or ((case.owner.unit or case.lead_unit) if case else None),
    }


@operation("supervision.step", gives=("rung", "first"))
def step(work: UnitOfWork, rung: str) -> dict[str, Any]:
    """记录已进入某一级；同一时限内每级只进入一次，答复被退回也不重来。

    Take a rung, once in each limit, however often its reply comes back from review.

    Returns rung, first (false when it had been taken before).
    """
    clock = _watched(work)
    first = rung not in _taken(work, clock)
    if first:
        work.rungs_taken.add(RungTaken(work.business_key, _round(clock), rung, work.now))
        work.journal.add(key=about(work), kind="supervision", detail={"rung": rung, "subject": subject(work) or None})
    return {"rung": rung, "first": first}


def _watched(work: UnitOfWork) -> Clock | None:
    branch = subject(work)
    return work.deadlines.current(about(work), "branch" if branch else HANDLE, branch)


def _taken(work: UnitOfWork, clock: Clock | None) -> set[str]:
    """Those of this limit: a round that only goes on to the date of the one before has that one's too."""
    first = _round(clock)
    if clock is not None and clock.deadline.goes_on:
        rounds = work.deadlines.of(clock.deadline.about, name=clock.deadline.name, subject=clock.deadline.subject)
        first = max(one.deadline.round for one in rounds if not one.deadline.goes_on)
    taken = work.rungs_taken.all(key=work.business_key)
    return {one.rung for one in taken if first <= one.round <= _round(clock)}


def _round(clock: Clock | None) -> int:
    return clock.deadline.round if clock else 0
