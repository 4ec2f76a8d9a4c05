"""What every ending of a case has in common: clocks stop, ladders end, quarrels lapse, a merge is undone on paper."""

from dataclasses import replace
from typing import Any

from engine.casework.case import Case, State
from engine.casework.duty import LAPSED, MOOT, OPEN
from engine.operations import clocks
from engine.operations.followers import step_out
from engine.operations.joint_cases import leave
from engine.operations.present import keep
from engine.persistence.unit_of_work import UnitOfWork


def end(work: UnitOfWork, before: Case, after: Case, what: str, reason: str | None = None, **detail: Any) -> None:
    """Keep a case that has ended; those who watch it are told first, so that they need not reckon with its clocks."""
    end_ladders(work, after.number)
    clocks.stop(work, after.number)
    lapse_quarrels(work, before)
    leave(work, after.number)
    keep(work, before, after, what, reason, **detail)


def end_ladders(work: UnitOfWork, about: str) -> None:
    """Every supervision of a case or joint handling hears that it is closed."""
    for watcher in work.supervisions.all(about=about, ended_at=None):
        work.supervisions.save(replace(watcher, ended_at=work.now))
        work.throw("case_closed", watcher.key, optional=True)


def lapse_quarrels(work: UnitOfWork, case: Case) -> None:
    """Undecided returns, open disputes and open requests of a case that its unit has no more lapse.

    Left open, the next decision or opinion about it, after a split, could be taken for theirs. A return whose question
    nobody decided is not the one return its unit has.
    """
    for raised in work.returns.all(case=case.number, decision=None):
        work.returns.save(raised.overtaken(work.by.username, work.now))
        told: dict[str, Any] = {"what": "settle_return", "decision": MOOT, "unit": raised.unit}
        work.journal.add(key=case.number, kind="case", detail=told)
    for dispute in work.disputes.all(case=case.number, state=OPEN):
        work.disputes.save(replace(dispute, state=LAPSED, closed_at=work.now))
        argued = work.returns.find(id=dispute.return_id) if dispute.return_id else None
        if argued is not None:
            work.returns.save(argued.overtaken(work.by.username, work.now))
        told = {"what": "dispute_lapsed", "dispute": dispute.number, "unit": dispute.provisional_unit}
        work.journal.add(key=case.number, kind="case", detail=told)
    lapse_requests(work, case.number)


def lapse_requests(work: UnitOfWork, number: str) -> bool:
    """Undecided requests for more time or a suspension are withdrawn; answers whether there were any.

    Left open, they would stand in the way of the next, after a redo or a split.
    """
    more_time = work.extensions.all(case=number, decision=None)
    rests = work.suspension_requests.all(case=number, decision=None)
    for extension in more_time:
        work.extensions.save(extension.withdraw(work.by.username, work.now))
    for rest in rests:
        work.suspension_requests.save(rest.withdraw(work.by.username, work.now))
    if more_time or rests:
        clocks.stop(work, number, "extension", "suspension")
        work.journal.add(key=number, kind="case", detail={"what": "requests_withdrawn"})
    return bool(more_time or rests)


def let_children_go(work: UnitOfWork, number: str) -> None:
    """What is merged into a case that ends without a reply goes its own way again."""
    for child in work.cases.children(number):
        if child.state is State.MERGED:
            work.throw("split", child.number, {})


def leave_parent(work: UnitOfWork, case: Case) -> None:
    """Note that a merged case goes its own way again; its clock runs from here on."""
    if case.merged_into is None:
        return
    for merge in work.merges.all(child=case.number, parent=case.merged_into, split_at=None):
        work.merges.save(replace(merge, split_by=work.by.username, split_at=work.now))
    step_out(work, case)
