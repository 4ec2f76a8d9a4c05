"""A deadline is a budget and its ledger: started, paused, resumed, extended, moved, stopped; the due time follows.

Two clocks: the citizen's never restarts; the unit's starts at dispatch, never at signing, and restarts only after a
dispatcher's error or on a redo (docs/domain.md §3). While a clock rests there is no due time; what was left is given
back at the resumption. Every change has an actor, and the reason of the act it came with. What a change made of the due
time is written beside it and stays: another calendar moves a deadline by an entry of its own, never silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from engine.casework import budget as budgets
from engine.casework.budget import Budget, Measure
from engine.casework.calendar import Due, WorkCalendar
from engine.errors import NotNow, Unusable

CITIZEN = "citizen"
SIGN = "sign"
HANDLE = "handle"
CONTACT = "contact"
REDO = "redo"
JOINT = "joint"

NAMES = (
    *(
        "accept",
        "supplement",
        "dispatch",
        SIGN,
        "cosign",
        "return_review",
        "opinion",
        "ruling",
        HANDLE,
        "review",
        "rating",
        "repeat",
    ),
    *(CITIZEN, "branch", JOINT, REDO, "extension", "suspension", "commitment", "position", CONTACT),
    *("draft", "revision_review", "adoption", "plan"),
)

ENDS = {"ruling": "opinion"}  # a ruling is asked for when every opinion is in, or their time is over


class What(StrEnum):
    """The kinds of entries in a ledger."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    MOVE = "move"
    RECOMPUTE = "recompute"
    STOP = "stop"


@dataclass(frozen=True)
class Change:
    """One entry of the ledger. ``budget`` for start and extend, ``due`` for a move to a given moment.

    ``then`` is the due time it led to; of a clock that rests or is stopped, the last one. None: not computed yet.
    """

    at: datetime
    what: What
    by: str
    budget: str | None = None
    due: datetime | None = None
    reason: str | None = None
    then: Due | None = None


@dataclass(frozen=True)
class Standing:
    """Where a deadline stands after its ledger: ``due`` is None while it rests."""

    due: Due | None
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    last_due: Due | None = None

    @property
    def kept(self) -> bool | None:
        """Was it stopped in time? None while it is open."""
        if self.stopped_at is None:
            return None
        return self.last_due is None or self.stopped_at <= self.last_due.at

    @property
    def state(self) -> str:
        """running, paused or stopped."""
        return "stopped" if self.stopped_at else "paused" if self.paused_at else "running"


@dataclass(frozen=True)
class Deadline:
    """A named deadline of a case (or joint handling); ``subject`` tells branches of one name apart."""

    about: str
    name: str
    changes: tuple[Change, ...]
    subject: str = ""
    round: int = 1

    @property
    def budget(self) -> Budget:
        """What it was started with."""
        return budgets.parse(self.changes[0].budget or "")

    @property
    def goes_on(self) -> bool:
        """Does this round only go on with the limit of the one before (docs/domain.md §3)?"""
        return self.name == HANDLE and self.changes[0].due is not None

    def standing(self) -> Standing:
        """Where it stands after its last entry."""
        return self.history()[-1]

    def history(self) -> Sequence[Standing]:
        """The standing after each entry, as it was computed then."""
        standings: list[Standing] = []
        for change in self.changes:
            standings.append(_as_written(standings[-1] if standings else None, change))
        return standings

    def computed(self, calendar: WorkCalendar) -> Due:
        """The due time that the whole ledger would give under a calendar."""
        return _last(self.replayed(calendar)[-1][1])

    def replayed(self, calendar: WorkCalendar) -> Sequence[tuple[Change, Standing]]:
        """Every entry but the recomputations, with the standing it would lead to under a calendar."""
        replayed: list[tuple[Change, Standing]] = []
        for nth, change in enumerate(self.changes):
            if change.what is not What.RECOMPUTE:
                before = replayed[-1][1] if replayed else None
                counted_in = self.counted_in(self.changes[:nth])
                replayed.append((change, _after(before, change, self.budget, counted_in, calendar)))
        return replayed

    def with_change(self, change: Change, calendar: WorkCalendar) -> "Deadline":
        """The deadline with one more entry.

        Raises:
            NotNow: the entry is not possible now (pausing what rests, moving what is stopped …).
            Unusable: a move into the past.
        """
        standing = self.standing()
        wanted = {What.RESUME: ("paused",), What.PAUSE: ("running",)}.get(change.what, ("running", "paused"))
        if standing.state not in wanted:
            raise NotNow(
                f"Expected the deadline “{self.name}” of {self.about} to be {' or '.join(wanted)} for {change.what}, "
                f"but it is {standing.state}."
            )
        if change.what is What.MOVE and (change.due is None or change.due <= change.at):
            raise Unusable("Expected a new date in the future, but found one that has passed. Choose a later one.")
        if change.what is What.RECOMPUTE:
            then = self.computed(calendar)
        else:
            then = _last(_after(standing, change, self.budget, self.counted_in(self.changes), calendar))
        return replace(self, changes=(*self.changes, replace(change, then=then)))

    def rests(self) -> Sequence[tuple[datetime, datetime]]:
        """From when until when it rested; a rest that still lasts is none yet."""
        halts = [one.at for one in self.changes if one.what is What.PAUSE]
        goes_on = [one.at for one in self.changes if one.what is What.RESUME]
        return list(zip(halts, goes_on, strict=False))

    def counted_in(self, changes: Sequence[Change]) -> Measure:
        """What is left after these is counted in: hours on the wall of a limit that knows nothing else; of every other,
        whole days too, working time to the minute, so that no rest gives back more or less than it took.
        """
        added = {budgets.parse(one.budget).measure for one in changes if one.what is What.EXTEND and one.budget}
        return Measure.PLAIN if {self.budget.measure} | added == {Measure.PLAIN} else Measure.WORKING_TIME


def start(
    about: str,
    name: str,
    budget: str,
    *,
    at: datetime,
    by: str,
    calendar: WorkCalendar,
    subject: str = "",
    round_: int = 1,
    reason: str | None = None,
) -> Deadline:
    """A deadline that begins now.

    Raises:
        Unusable: the name is not a deadline's, or the budget cannot be read.
    """
    parsed = budgets.parse(budget)
    begin = Change(at, What.START, by, budget=parsed.text, reason=reason, then=calendar.add(at, parsed))
    return Deadline(about, named(name), (begin,), subject, round_)


def start_until(
    about: str,
    name: str,
    due: datetime,
    *,
    at: datetime,
    by: str,
    calendar: WorkCalendar,
    day_and_night: bool = False,
    subject: str = "",
    round_: int = 1,
) -> Deadline:
    """A deadline that begins now and ends at a moment somebody chose (branches of joint handlings).

    Its budget is the working time until then, so that its ladder reminds and a rest gives back in working hours. It is
    counted on the wall when ``day_and_night``, as a 7×24 limit is, or when nobody works until then.

    Raises:
        Unusable: the name is not a deadline's, or the moment has passed.
    """
    if due <= at:
        raise Unusable("Expected a date in the future, but found one that has passed. Choose a later one.")
    worked = timedelta() if day_and_night else calendar.working_time_between(at, due)
    minutes = max(1, round((worked or due - at).total_seconds() / 60))
    budget = f"{minutes} working minutes" if worked else f"{minutes} minutes"
    begin = Change(at, What.START, by, budget=budget, due=due, then=Due(due))
    return Deadline(about, named(name), (begin,), subject, round_)


def named(name: str) -> str:
    """The name itself. Raises: Unusable when no deadline is called so."""
    if name not in NAMES:
        raise Unusable(f"Expected the name of a deadline ({', '.join(NAMES)}), but found {name!r}.")
    return name


def _as_written(before: Standing | None, change: Change) -> Standing:
    """The standing that an entry led to when it was written."""
    paused = before.paused_at if before else None
    if change.what is What.STOP:
        return Standing(None, stopped_at=change.at, last_due=change.then)
    if change.what is What.PAUSE:
        paused = change.at
    elif change.what is What.RESUME:
        paused = None
    return Standing(None if paused else change.then, paused_at=paused, last_due=change.then)


def _last(standing: Standing) -> Due:
    assert standing.last_due is not None  # a ledger begins with its start
    return standing.last_due


def _after(
    before: Standing | None, change: Change, budget: Budget, counted_in: Measure, calendar: WorkCalendar
) -> Standing:
    if before is None:
        due = Due(change.due) if change.due else calendar.add(change.at, budget)
        return Standing(due, last_due=due)
    if change.what is What.STOP:
        return replace(before, due=None, stopped_at=change.at, paused_at=None)
    if change.what is What.PAUSE:
        return replace(before, due=None, paused_at=change.at)
    last = _last(before)
    if change.what is What.RESUME and before.paused_at is not None:
        last = given_back(last, before.paused_at, change.at, counted_in, calendar)
        return Standing(last, last_due=last)
    if change.what is What.EXTEND and change.budget is not None:
        more = calendar.add(last.at, budgets.parse(change.budget))
        last = Due(more.at, more.provisional or last.provisional)
    elif change.what is What.MOVE and change.due is not None:
        last = Due(change.due)
    return replace(before, due=None if before.paused_at else last, last_due=last)


def given_back(due: Due, paused: datetime, resumed: datetime, counted_in: Measure, calendar: WorkCalendar) -> Due:
    """The due time after a rest: what was left when the clock stopped is left when it goes on."""
    if due.at <= paused:
        return due
    if counted_in is Measure.PLAIN:
        return Due((due.at + (resumed - paused)).astimezone(UTC), due.provisional)
    later = calendar.add_working_time(resumed, calendar.working_time_between(paused, due.at))
    return later if later.at > due.at else due
