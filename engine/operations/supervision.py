"""The ladder: each rung once in a time limit, silent while the clock is paused."""

from typing import Any

from engine.casework.deadline import HANDLE, Deadline
from engine.casework.supervision import RungTaken, Supervision
from engine.casework.supervision import next_rung as reckon
from engine.operations.present import about, subject
from engine.operations.registry import operation
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
    limit = _watched(work)
    deadline = limit[-1] if limit else None
    rests = [rest for one in limit for rest in one.rests()]
    found = reckon(rungs, _taken(work, limit), deadline, work.work_calendar, rests)
    case = work.cases.find(about(work))
    return {
        "rung": found.rung,
        "rung_due": found.at.isoformat() if found.at else None,
        "deadline": deadline.name if deadline else None,
        "unit": subject(work) or ((case.owner.unit or case.lead_unit) if case else None),
    }


@operation("supervision.step", gives=("rung", "first"))
def step(work: UnitOfWork, rung: str) -> dict[str, Any]:
    """记录已进入某一级；同一时限内每级只进入一次，答复被退回也不重来。

    Take a rung, once in each limit, however often its reply comes back from review.

    Returns rung, first (false when it had been taken before).
    """
    limit = _watched(work)
    first = rung not in _taken(work, limit)
    if first:
        number = limit[-1].round if limit else 0
        work.rungs_taken.add(RungTaken(work.business_key, number, rung, work.now))
        work.journal.add(key=about(work), kind="supervision", detail={"rung": rung, "subject": subject(work) or None})
    return {"rung": rung, "first": first}


def _watched(work: UnitOfWork) -> list[Deadline]:
    """The rounds of the limit watched: one that only goes on to the date of the one before is the same limit."""
    branch = subject(work)
    rounds = work.deadlines.of(about(work), name="branch" if branch else HANDLE, subject=branch)
    begins = [place for place, one in enumerate(rounds) if not one.deadline.goes_on]
    return [one.deadline for one in rounds[begins[-1] :]] if begins else []


def _taken(work: UnitOfWork, limit: list[Deadline]) -> set[str]:
    """The rungs taken in a limit; those before it began when there is none."""
    rounds = {one.round for one in limit} or {0}
    return {one.rung for one in work.rungs_taken.all(key=work.business_key) if one.round in rounds}
