"""The ladder remind → warn → overdue → urge → supervise → bulletin: each rung once a round, silent in a pause.

Which rungs there are, and when, is the escalation table's to say; here is only what a share of a limit is in time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework import budget as budgets
from engine.casework.budget import Budget, Measure
from engine.casework.calendar import Due, WorkCalendar
from engine.casework.deadline import Deadline, given_back
from engine.errors import Unusable

Rest = tuple[datetime, datetime]
CONTINUE, LIFT = "continue", "lift"  # what a report on a key supervision decides
KEY = "key"  # the subject of a supervision that somebody ordered, beside the ladders of deadlines


@dataclass(frozen=True, slots=True)
class Supervision:
    """An instance that watches a deadline: by its key, what it is about, and which branch (subject) of it."""

    key: str
    about: str
    subject: str
    begun_at: datetime
    ended_at: datetime | None = None


def expect_report(decision: str, report: str) -> None:
    """Raises Unusable unless a supervisor says how it stands and whether to go on (continue) or lift it."""
    if decision not in (CONTINUE, LIFT):
        raise Unusable(f"Expected the decision continue or lift, but found {decision!r}. Choose one of them.")
    if not report.strip():
        raise Unusable("Expected how the case stands, but found nothing. Say who is at it and what comes next.")


@dataclass(frozen=True, slots=True)
class RungTaken:
    """A rung that was taken in a round of a deadline."""

    key: str
    round: int
    rung: str
    taken_at: datetime


@dataclass(frozen=True)
class Next:
    """The next rung and its time; no rung: the ladder ended; no time: nothing runs now."""

    rung: str | None
    at: datetime | None


def next_rung(
    rungs: Sequence[Mapping[str, Any]],
    taken: Collection[str],
    deadline: Deadline | None,
    calendar: WorkCalendar,
    rests: Sequence[Rest] = (),
) -> Next:
    """The first rung not taken, in the order of the table.

    A rest after the due time moves that no more, so what comes "after" it is given the time back. Of several shares of
    the limit that were reached while nobody was watched only the last is called (docs/domain.md §5).

    Args:
        rungs: contexts {rung, left: share of the limit that is left} or {rung, after: budget after the due time}.
        taken: the rungs taken in this round.
        deadline: the one that is watched; None when it has not begun.
        rests: from when until when nobody was watched, in any order, overlapping or not.

    Raises:
        Unusable: a rung without a name, or with neither share nor budget.
    """
    for place, rung in enumerate(rungs):
        name = rung.get("rung")
        if not isinstance(name, str):
            raise Unusable(f"Expected the name of a rung, but found {name!r}. Mend the escalation table.")
        at = _time_of(rung, deadline, calendar, rests)
        later = [_time_of(one, deadline, calendar, rests) for one in rungs[place + 1 :] if _is_share(one)]
        slept_through = _is_share(rung) and any(_both_in(rests, at, other) for other in later)
        if name not in taken and not slept_through:
            return Next(name, at)
    return Next(None, None)


def _is_share(rung: Mapping[str, Any]) -> bool:
    return rung.get("after") is None


def _both_in(rests: Sequence[Rest], one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return False
    return any(begin <= one <= other < end for begin, end in rests)


def _time_of(
    rung: Mapping[str, Any], deadline: Deadline | None, calendar: WorkCalendar, rests: Sequence[Rest]
) -> datetime | None:
    standing = deadline.standing() if deadline else None
    if deadline is None or standing is None or standing.due is None:
        return None
    due = standing.due.at
    if not _is_share(rung):
        return _after(due, budgets.parse(str(rung["after"])), rests, calendar)
    try:
        share = float(rung["left"])
    except (KeyError, TypeError, ValueError):
        raise Unusable(f"Expected “left” or “after” for the rung {rung.get('rung')!r}, but found neither.") from None
    return _with_share_left(deadline, due, share, calendar)


def _after(due: datetime, budget: Budget, rests: Sequence[Rest], calendar: WorkCalendar) -> datetime:
    """The moment a budget after the due time is used up, when the rests after it do not count."""
    at, counted_until = calendar.add(due, budget), due
    for begin, end in sorted(rests):
        begin = max(begin, counted_until)
        if begin < end and begin < at.at:
            at, counted_until = given_back(Due(at.at), begin, end, budget.measure, calendar), end
    return at.at


def _with_share_left(deadline: Deadline, due: datetime, share: float, calendar: WorkCalendar) -> datetime:
    """The moment at which ``share`` of the whole limit is left before the due time."""
    start = deadline.changes[0].at
    if deadline.budget.measure is Measure.PLAIN:
        return max(start, due - deadline.budget.length * share)
    whole = calendar.working_time_between(start, calendar.add(start, deadline.budget).at)
    until_then = calendar.working_time_between(start, due) - whole * share
    return calendar.add_working_time(start, until_then).at if until_then.total_seconds() > 0 else start
