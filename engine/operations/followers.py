"""A merged case waits for the reply of the case it follows: what happens to that one's clock happens to its own."""

from engine.casework.case import Case, State
from engine.casework.deadline import CITIZEN
from engine.operations import clocks
from engine.persistence.unit_of_work import UnitOfWork

ON_ITS_OWN = "拆分，恢复单独办理"


def followers(work: UnitOfWork, number: str) -> list[str]:
    """The cases merged into this one that wait for its reply, locked until the transaction ends."""
    known = sorted(child.number for child in work.cases.children(number))
    return [one for one in known if _follows(work.cases.get(one, lock=True), number)]


def with_followers(work: UnitOfWork, number: str) -> list[str]:
    """The case and its followers."""
    return [number, *followers(work, number)]


def fall_in(work: UnitOfWork, child: str, parent: Case) -> None:
    """Give a case that has just been merged the standing of the one it follows; docs/domain.md §3, merged cases.

    It takes over the granted extensions it needs to reach that one's date, and rests while that one rests.
    """
    leads, granted = work.deadlines.current(parent.number, CITIZEN), work.extensions.all(case=parent.number)
    for one in sorted(granted, key=lambda extension: extension.number):
        own = work.deadlines.current(child, CITIZEN)
        if one.granted and own and leads and own.state == "running" and own.last_due_at < leads.last_due_at:
            clocks.extend(work, child, (CITIZEN,), one.granted, one.decision_reason or one.reason)
    if parent.suspended:
        asked = work.suspensions.all(case=parent.number, resumed_at=None)
        clocks.pause(work, child, asked[-1].reason if asked else parent.number)


def step_out(work: UnitOfWork, child: Case) -> None:
    """Let the clock of a case that goes its own way again run, though the one it followed still rests."""
    clocks.resume(work, child.number, ON_ITS_OWN)


def _follows(child: Case, parent: str) -> bool:
    return child.state is State.MERGED and child.merged_into == parent
