"""The ladder: each rung once in a time limit, silent while the clock is paused."""

from datetime import datetime
from typing import Any

from engine.casework.deadline import HANDLE, Deadline
from engine.casework.glossary import URGENCIES
from engine.casework.supervision import RungTaken, Supervision
from engine.casework.supervision import next_rung as reckon
from engine.operations.clocks import limit_rounds
from engine.operations.deadlines import step_limit
from engine.operations.present import about, subject
from engine.operations.registry import operation
from engine.operations.takes import Rung
from engine.persistence.unit_of_work import UnitOfWork


@operation("supervision.look", gives=("urgency",))
def look(work: UnitOfWork) -> dict[str, Any]:
    """看所督办事项现在的紧急程度；联合处置以其中最急的案件为准。

    How urgent is what is watched, as it stands now: a dispatcher settles that after the ladder began. Of a joint
    handling the most urgent case decides.

    Returns urgency.
    """
    number = about(work)
    joint = work.joint_cases.all(joint=number, left_at=None)
    cases = [work.cases.get(one.case) for one in joint] if joint else [work.cases.find(number)]
    order = [one.code for one in URGENCIES]
    return {"urgency": max((case.urgency for case in cases if case), key=order.index, default=order[0])}


@operation("supervision.next", gives=("rung", "rung_due", "deadline", "unit"))
def next_rung(work: UnitOfWork, rungs: list[Rung]) -> dict[str, Any]:
    """计算下一级催督办及其时间。

    Which rung comes next and when, from the rungs of the escalation table: {rung, left} (share of the limit left) or
    {rung, after} (budget after the due time).

    While units work on their parts of a joint handling, each branch has a ladder of its own and that of the case waits:
    the late branch is supervised, not the lead.

    Returns rung (null: none left), rung_due (null: none, or the clock is paused, or it waits), deadline, unit.
    """
    if work.supervisions.find(key=work.business_key) is None:
        work.supervisions.add(Supervision(work.business_key, about(work), subject(work), work.now))
    limit, elsewhere = _watched(work), _watched_by_branch(work)
    deadline = limit[-1] if limit else None
    rests = [rest for one in limit for rest in one.rests()]
    rests += [(begin, end) for begin, end in elsewhere if end is not None]
    now = None if any(end is None for _, end in elsewhere) else deadline
    found = reckon(rungs, _taken(work, limit), now, work.work_calendar, rests)
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


@operation("supervision.call", gives=("supervise_by",))
def call(work: UnitOfWork) -> dict[str, Any]:
    """请督办员出面，起算督办时限。

    The supervisor is called; the table of limits says how soon they act.

    Returns supervise_by (ISO text).
    """
    return {"supervise_by": work.moment_after(step_limit(work, about(work), "supervise")).isoformat()}


def _watched(work: UnitOfWork) -> list[Deadline]:
    """The rounds of the limit watched: one that only goes on to the date of the one before is the same limit."""
    branch = subject(work)
    return limit_rounds(work, about(work), "branch" if branch else HANDLE, branch)


def _watched_by_branch(work: UnitOfWork) -> list[tuple[datetime, datetime | None]]:
    """From when until when branches of the case were watched in its stead; no end: one is now."""
    if subject(work):
        return []
    spans: list[tuple[datetime, datetime | None]] = []
    for one in work.joint_cases.all(case=about(work)):
        for clock in work.deadlines.of(one.joint, name="branch"):
            ends = [end for end in (clock.deadline.standing().stopped_at, one.left_at) if end is not None]
            spans.append((clock.started_at, min(ends, default=None)))
    return spans


def _taken(work: UnitOfWork, limit: list[Deadline]) -> set[str]:
    """The rungs taken in a limit; those before it began when there is none."""
    rounds = {one.round for one in limit} or {0}
    return {one.rung for one in work.rungs_taken.all(key=work.business_key) if one.round in rounds}
