"""What every ending of a case has in common: clocks stop, ladders end, a merge is undone on paper."""

from dataclasses import replace
from typing import Any

from engine.casework.case import Case, State
from engine.operations import clocks
from engine.operations.present import keep
from engine.persistence.unit_of_work import UnitOfWork


def end(work: UnitOfWork, before: Case, after: Case, what: str, reason: str | None = None, **detail: Any) -> None:
    """Keep a case that has ended; those who watch it are told first, so that they need not reckon with its clocks."""
    end_ladders(work, after.number)
    clocks.stop(work, after.number)
    keep(work, before, after, what, reason, **detail)


def end_ladders(work: UnitOfWork, about: str) -> None:
    """Every supervision of a case or joint handling hears that it is closed."""
    for watcher in work.supervisions.all(about=about, ended_at=None):
        work.supervisions.save(replace(watcher, ended_at=work.now))
        work.throw("case_closed", watcher.key, optional=True)


def let_children_go(work: UnitOfWork, number: str) -> None:
    """What is merged into a case that ends without a reply goes its own way again."""
    for child in work.cases.children(number):
        if child.state is State.MERGED:
            work.throw("split", child.number, {})


def leave_parent(work: UnitOfWork, case: Case) -> None:
    """Note that a merged case goes its own way again."""
    if case.merged_into is None:
        return
    for merge in work.merges.all(child=case.number, parent=case.merged_into, split_at=None):
        work.merges.save(replace(merge, split_by=work.by.username, split_at=work.now))
