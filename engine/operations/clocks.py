"""Deadlines as operations change them: the ledger, the instance's timers, the journal, and who watches must agree."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.casework import budget as budgets
from engine.casework.budget import Budget, Measure
from engine.casework.calendar import Due
from engine.casework.deadline import CITIZEN, ENDS, HANDLE, SIGN, Change, Deadline, What, start, start_until
from engine.operations import present
from engine.persistence.deadlines import Clock
from engine.persistence.unit_of_work import UnitOfWork

WATCHED = (HANDLE, "branch")
SIGN_ANEW = "联合处置已终止，签收时限重新起算"
LIMIT_ANEW = "再次分拨，办理时限按现定的紧急程度和清单行核定"
GRANTED = (What.PAUSE, What.RESUME, What.EXTEND)


def begin(work: UnitOfWork, about: str, name: str, budget: str, *, restart: bool = False) -> Clock:
    """Start a named deadline from now.

    The citizen's is started once: filed anew with another budget, it still counts from the first start, with
    its pauses and extensions. The unit's goes on while it runs, and to the date it had when a reply comes back from its
    review, unless ``restart`` (a dispatcher's error, a redo, a case that goes its own way again). The time to sign
    rests while units are convened; after that it is the whole again, and no new round, as nobody dispatched the case
    again. Every other name starts a new round; one that another only led to (a ruling after the opinions) stops that.
    """
    if name in ENDS:
        stop(work, about, ENDS[name])
    last = work.deadlines.current(about, name)
    if last and name == CITIZEN:
        return _rebudget(work, last, budget)
    if last and name == HANDLE and not restart:
        return last if last.state != "stopped" else _go_on(work, last)
    if last and name == SIGN and last.state == "paused":
        resumed = _change(work, last, Change(work.now, What.RESUME, work.by.username, reason=SIGN_ANEW))
        return move(work, resumed, work.work_calendar.add(work.now, budgets.parse(budget)).at, SIGN_ANEW)
    if last and last.state != "stopped":
        stop(work, about, name)
    number = last.deadline.round + 1 if last else 1
    clock = work.deadlines.begin(
        start(about, name, budget, at=work.now, by=work.by.username, calendar=work.work_calendar, round_=number)
    )
    _tell(work, clock, "start" if number == 1 else "restart", None, clock.due_at if number > 1 else None)
    return clock


def begin_until(work: UnitOfWork, about: str, name: str, due: datetime, subject: str = "") -> Clock:
    """Start a deadline that ends at a chosen moment. Raises: Unusable when it has passed."""
    last = work.deadlines.current(about, name, subject)
    if last and last.state != "stopped":
        stop(work, about, name, subject=subject)
    number = last.deadline.round + 1 if last else 1
    begun = start_until(
        about,
        name,
        due,
        at=work.now,
        by=work.by.username,
        calendar=work.work_calendar,
        day_and_night=_runs_day_and_night(work, about),
        subject=subject,
        round_=number,
    )
    clock = work.deadlines.begin(begun)
    _tell(work, clock, "start", None, None)
    return clock


def _runs_day_and_night(work: UnitOfWork, joint: str) -> bool:
    """Is one of the cases handled jointly under a 7×24 limit?"""
    held = [work.deadlines.current(one.case, HANDLE) for one in work.joint_cases.all(joint=joint, left_at=None)]
    return any(clock.deadline.budget.measure is Measure.PLAIN for clock in held if clock)


def settle_limit(work: UnitOfWork, about: str, budget: str, *, may_grow: bool) -> Clock:
    """The unit's clock at a dispatch that does not restart it, with the limit that urgency and list row now give.

    A shorter limit counts from now and never moves the date away. A longer one counts from where the old one began,
    with its rests and extensions, unless ``may_grow`` is false (a redo); what was missed by then stays missed.
    """
    clock = begin(work, about, HANDLE, budget)
    calendar, wanted = work.work_calendar, budgets.parse(budget)
    anew, as_it_was = calendar.add(work.now, wanted), calendar.add(work.now, clock.deadline.budget)
    first = Change(work.now, What.START, work.by.username, wanted.text, reason=LIMIT_ANEW, then=anew)
    if anew.at > as_it_was.at and may_grow:
        anew = _from_its_beginning(work, limit_rounds(work, about, HANDLE), wanted)
        first = replace(first, due=anew.at, then=anew)
        moves = anew.at > clock.last_due_at
    else:
        moves = anew.at < min(as_it_was.at, clock.last_due_at)
    if not moves:
        return clock
    stop(work, about, HANDLE)
    last = clock.deadline
    begun = work.deadlines.begin(Deadline(about, HANDLE, (first,), last.subject, last.round + 1))
    _tell(work, begun, "urgency", LIMIT_ANEW, begun.due_at, clock.due_at)
    return begun


def limit_rounds(work: UnitOfWork, about: str, name: str, subject: str = "") -> list[Deadline]:
    """The rounds of the limit that counts now: one that only goes on from the one before is the same limit."""
    rounds = work.deadlines.of(about, name=name, subject=subject)
    begins = [place for place, one in enumerate(rounds) if not one.deadline.goes_on]
    return [one.deadline for one in rounds[begins[-1] :]] if begins else []


def begin_or_keep(work: UnitOfWork, about: str, name: str, budget: str) -> Clock:
    """A deadline that goes on when it runs already: what is begun again and again gains no time."""
    last = work.deadlines.current(about, name)
    return last if last and last.state != "stopped" else begin(work, about, name, budget)


def stop(work: UnitOfWork, about: str, *names: str, subject: str | None = None) -> None:
    """Stop the running deadlines of these names, of every name when none is given."""
    for clock in _live(work, about, names, subject):
        _change(work, clock, Change(work.now, What.STOP, work.by.username))


def pause(work: UnitOfWork, about: str, reason: str, *names: str) -> list[Clock]:
    """Let the running deadlines of these names rest, of every name when none is given."""
    running = [clock for clock in _live(work, about, names, None) if clock.state == "running"]
    return [_change(work, clock, Change(work.now, What.PAUSE, work.by.username, reason=reason)) for clock in running]


def resume(work: UnitOfWork, about: str, reason: str | None = None) -> list[Clock]:
    """Let every resting deadline go on with what it had left."""
    resting = [clock for clock in work.deadlines.of(about) if clock.state == "paused"]
    return [_change(work, clock, Change(work.now, What.RESUME, work.by.username, reason=reason)) for clock in resting]


def extend(work: UnitOfWork, about: str, names: Iterable[str], budget: str, reason: str | None) -> list[Clock]:
    """Give the live deadlines of these names an extra budget."""
    change = Change(work.now, What.EXTEND, work.by.username, budget=budget, reason=reason)
    return [_change(work, clock, change) for clock in _live(work, about, tuple(names), None)]


def move(work: UnitOfWork, clock: Clock, due: datetime, reason: str) -> Clock:
    """Set a live deadline to another moment. Raises: Unusable when it has passed."""
    return _change(work, clock, Change(work.now, What.MOVE, work.by.username, due=due, reason=reason))


def recompute(work: UnitOfWork, about: str, reason: str) -> list[Clock]:
    """Compute the live deadlines anew under the calendar in force; answers those whose date or standing changed."""
    change = Change(work.now, What.RECOMPUTE, work.by.username, reason=reason)
    live = _live(work, about, (), None)
    return [
        _change(work, clock, change)
        for clock in live
        if clock.deadline.computed(work.work_calendar) != Due(clock.last_due_at, clock.provisional)
    ]


def tell_watchers(work: UnitOfWork, about: str, subject: str = "") -> None:
    """Have every ladder of a case, or of a branch, look anew at what it watches and reckon again."""
    for watcher in work.supervisions.all(about=about, subject=subject, ended_at=None):
        work.throw("deadline_changed", watcher.key, optional=True)


def facts(clocks: Iterable[Clock]) -> dict[str, Any]:
    """``<name>_due`` of each, as ISO text; null while it rests."""
    return {f"{clock.deadline.name}_due": clock.due_at.isoformat() if clock.due_at else None for clock in clocks}


def _live(work: UnitOfWork, about: str, names: tuple[str, ...], subject: str | None) -> list[Clock]:
    clocks = work.deadlines.of(about, subject=subject)
    return [one for one in clocks if one.state != "stopped" and (not names or one.deadline.name in names)]


def _change(work: UnitOfWork, clock: Clock, change: Change) -> Clock:
    deadline = clock.deadline.with_change(change, work.work_calendar)
    after = work.deadlines.write(clock, deadline)
    if change.what is not What.STOP and work.is_moving and present.about(work) == deadline.about:
        work.move_deadline(deadline.name, after.due_at)
    _tell(work, after, change.what.value, change.reason, after.due_at, clock.due_at)
    return after


def _go_on(work: UnitOfWork, last: Clock) -> Clock:
    """A new round up to the date of the one before, whether or not that has passed."""
    due = Due(last.last_due_at, last.provisional)
    first = Change(
        work.now, What.START, work.by.username, budget=last.deadline.budget.text, due=last.last_due_at, then=due
    )
    again = Deadline(last.deadline.about, last.deadline.name, (first,), last.deadline.subject, last.deadline.round + 1)
    clock = work.deadlines.begin(again)
    _tell(work, clock, "go_on", None, clock.due_at)
    return clock


def _from_its_beginning(work: UnitOfWork, rounds: list[Deadline], budget: Budget) -> Due:
    """Where a budget would have led from the first of these rounds, with what they rested and were extended by."""
    first, by = rounds[0].changes[0], work.by.username
    begin = Change(first.at, What.START, by, budget.text, then=work.work_calendar.add(first.at, budget))
    granted = [one for round_ in rounds for one in round_.changes if one.what is What.EXTEND]
    for began, ended in (rest for round_ in rounds for rest in round_.rests()):
        granted += [Change(began, What.PAUSE, by), Change(ended, What.RESUME, by)]
    told = Deadline(rounds[0].about, HANDLE, (begin,))
    for change in sorted(granted, key=lambda one: one.at):
        told = told.with_change(change, work.work_calendar)
    return told.computed(work.work_calendar)


def _rebudget(work: UnitOfWork, last: Clock, budget: str) -> Clock:
    if last.deadline.budget == budgets.parse(budget):
        return last
    first = last.deadline.changes[0]
    then = work.work_calendar.add(first.at, budgets.parse(budget))
    first = replace(first, budget=budgets.parse(budget).text, due=None, then=then)
    if last.state != "stopped":
        _change(work, last, Change(work.now, What.STOP, work.by.username))
    again = Deadline(last.deadline.about, CITIZEN, (first,), "", last.deadline.round + 1)
    for change in last.deadline.changes:
        if change.what in GRANTED:
            again = again.with_change(change, work.work_calendar)
    clock = work.deadlines.begin(again)
    _tell(work, clock, "rebudget", None, clock.due_at, last.due_at)
    return clock


def _tell(
    work: UnitOfWork,
    clock: Clock,
    what: str,
    reason: str | None,
    due: datetime | None,
    before: datetime | None = None,
) -> None:
    """A moved date has its journal entry, and every ladder that watches it computes anew."""
    deadline = clock.deadline
    if what not in ("start", "stop"):
        work.journal.add(
            key=deadline.about,
            kind="deadline",
            reason=reason,
            before={"due": before.isoformat() if before else None},
            after={"due": due.isoformat() if due else None},
            detail={"what": what, "deadline": deadline.name, "subject": deadline.subject or None},
        )
    if deadline.name in WATCHED:
        tell_watchers(work, deadline.about, deadline.subject)
