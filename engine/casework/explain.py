"""“Explain this date”: a deadline's ledger told step by step, with the days that counted and those that did not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from engine.casework import budget as budgets
from engine.casework.budget import Measure
from engine.casework.calendar import DAY, Due, WorkCalendar
from engine.casework.deadline import Change, Deadline, Standing, What

MOST_DAYS = 62  # days a sentence names one by one; of a longer way it says how many
COUNTING = (What.START, What.EXTEND, What.RESUME)


@dataclass(frozen=True)
class Counted:
    """A day on the way to the due time: how many working minutes of it counted, or that it counted whole.

    ``paused``: it would have counted, but the clock rested.
    """

    day: date
    counts: bool
    name: str
    minutes: int | None = None
    paused: bool = False


@dataclass(frozen=True)
class Step:
    """One sentence of the explanation, the due time after it (None while the clock rests), and the days in between."""

    at: datetime
    what: str
    zh: str
    en: str
    by: str
    reason: str | None
    due: datetime | None
    provisional: bool
    days: list[Counted] = field(default_factory=list)


@dataclass(frozen=True)
class Rest:
    """From when to when a clock rested."""

    paused: datetime
    resumed: datetime


def explain(deadline: Deadline, calendar_at: Callable[[datetime], WorkCalendar]) -> list[Step]:
    """Every entry of the ledger as a sentence in Chinese and English, with each day that counted or did not.

    ``calendar_at`` gives the calendar that was in force at a moment: an entry is told by the one it was made by.
    """
    steps = []
    before: Due | None = None
    for nth, (change, standing) in enumerate(zip(deadline.changes, deadline.history(), strict=True), start=1):
        calendar = calendar_at(change.at)
        so_far = replace(deadline, changes=deadline.changes[:nth])
        if change.what is What.RECOMPUTE:
            days = _days_since_start(so_far, standing, calendar)
        else:
            days = _days(change, so_far, before, standing.last_due, calendar)
        zh, en = _sentence(change, standing.last_due, days, calendar.zone)
        due = standing.due
        steps.append(
            Step(
                at=change.at,
                what=change.what.value,
                zh=zh,
                en=en,
                by=change.by,
                reason=change.reason,
                due=due.at if due else None,
                provisional=due.provisional if due else False,
                days=days,
            )
        )
        before = standing.last_due
    return steps


def _days(
    change: Change, deadline: Deadline, before: Due | None, due: Due | None, calendar: WorkCalendar
) -> list[Counted]:
    """The days between where counting began and the due time; none for plain hours and chosen moments."""
    measure = budgets.parse(change.budget).measure if change.budget else deadline.counted_in(deadline.changes)
    if due is None or change.due is not None or measure is Measure.PLAIN or change.what not in COUNTING:
        return []
    start = change.at
    if change.what is What.EXTEND and before is not None:
        start = before.at
    return _between(start, due.at, measure, calendar)


def _days_since_start(deadline: Deadline, standing: Standing, calendar: WorkCalendar) -> list[Counted]:
    """All days since the start, those of its rests paused; while it rests, up to where it stopped counting. Hours on
    the wall count no days: of those that were extended by working ones, the days since the extension began to count.

    None when somebody chose a date on the way: no counting leads to that.
    """
    begun, measure = _working_since(deadline, calendar)
    due = standing.last_due
    chosen = any(change.due is not None for change in deadline.changes)
    if due is None or chosen or measure is Measure.PLAIN:
        return []
    until = min(due.at, standing.paused_at) if standing.paused_at else due.at
    rests = _rests(deadline, calendar)
    if rests and measure is Measure.WORKING_DAYS:  # told in working time, from the day after that of the start
        begun = datetime.combine(calendar.day_of(begun) + DAY, datetime.min.time(), calendar.zone)
        measure = Measure.WORKING_TIME
    days = _between(begun, until, measure, calendar)
    for rest in rests:
        days = [_less(day, rest, calendar) for day in days]
    return days


def _working_since(deadline: Deadline, calendar: WorkCalendar) -> tuple[datetime, Measure]:
    """From when on working days or hours count, and which of them; plain hours when none ever do."""
    if deadline.budget.measure is not Measure.PLAIN:
        return deadline.changes[0].at, deadline.budget.measure
    for (_, before), (change, _) in pairwise(deadline.replayed(calendar)):
        added = budgets.parse(change.budget) if change.what is What.EXTEND and change.budget else None
        if added and added.measure is not Measure.PLAIN and before.last_due:
            alone = all(one.what in (What.START, What.RECOMPUTE) or one is change for one in deadline.changes)
            return before.last_due.at, added.measure if alone else Measure.WORKING_TIME
    return deadline.changes[0].at, Measure.PLAIN


def _rests(deadline: Deadline, calendar: WorkCalendar) -> list[Rest]:
    """The rests that gave time back: those that began before the time was used up."""
    rests = []
    ledger = deadline.replayed(calendar)
    for (_, before), (change, _) in pairwise(ledger):
        due, paused = before.last_due, before.paused_at
        if change.what is What.RESUME and paused and due and paused < due.at:
            rests.append(Rest(paused, change.at))
    return rests


def _less(one: Counted, rest: Rest, calendar: WorkCalendar) -> Counted:
    """The day without what of it lies in a rest."""
    if not one.counts:
        return one
    midnight = datetime.combine(one.day, datetime.min.time(), calendar.zone)
    rested = calendar.working_time_between(max(rest.paused, midnight), min(rest.resumed, midnight + DAY))
    left = (one.minutes or 0) - int(rested.total_seconds() // 60)
    return replace(one, minutes=left) if left > 0 else replace(one, counts=False, paused=True, minutes=0)


def _between(start: datetime, due: datetime, measure: Measure, calendar: WorkCalendar) -> list[Counted]:
    first, last = calendar.day_of(start), calendar.day_of(due)
    if measure is Measure.WORKING_DAYS:
        first += DAY  # the day of the start does not count
    days = [first + DAY * n for n in range((last - first).days + 1)]
    return [_counted(day, start, due, measure, calendar) for day in days]


def _counted(day: date, start: datetime, due: datetime, measure: Measure, calendar: WorkCalendar) -> Counted:
    special = calendar.exceptions.get(day)
    counts, name = calendar.is_working(day), special.name if special else ""
    if measure is Measure.WORKING_DAYS:
        return Counted(day, counts, name)
    midnight = datetime.combine(day, datetime.min.time(), calendar.zone)
    begin, end = max(start, midnight), min(due, midnight + DAY)
    worked = calendar.working_time_between(begin, end)
    return Counted(day, worked > timedelta(), name, int(worked.total_seconds() // 60))


def _sentence(change: Change, due: Due | None, days: Sequence[Counted], zone: tzinfo) -> tuple[str, str]:
    if change.what in (What.START, What.EXTEND):
        verb_zh, verb_en = ("起算", "Started with") if change.what is What.START else ("延期", "Extended by")
        budget = budgets.parse(change.budget or "")
        if change.due is not None:
            return f"起算，到期日由人选定：{_local(due, zone)}", f"Started, until the chosen {_local(due, zone)}"
        return _told(f"{verb_zh} {budget.zh}", f"{verb_en} {budget.text}", days)
    if change.what is What.RESUME:
        return _told("恢复计时，剩余时间继续", "Resumed with the time that was left", days)
    if change.what is What.RECOMPUTE:
        zh, en = "节假日安排公布后，自起算日重新计算", "Recomputed from the start after the holidays were announced"
        return _told(zh, en, days)
    if change.what is What.MOVE:
        return f"调整到 {_local(due, zone)}", f"Moved to {_local(due, zone)}"
    return {What.PAUSE: ("暂停计时", "Paused"), What.STOP: ("停止计时", "Stopped")}[change.what]


def _told(zh: str, en: str, days: Sequence[Counted]) -> tuple[str, str]:
    """The sentence with how much counted, was paused and was free, each with its days unless they are too many."""
    counted, paused = [day for day in days if day.counts], [day for day in days if day.paused]
    free = [day for day in days if not day.counts and not day.paused]
    if counted and counted[0].minutes is not None:
        total = _hours(sum(day.minutes or 0 for day in counted))
        counting = f"，计工作时间 {total}", f"; {total} of working time counted"
    else:
        counting = f"，计 {len(counted)} 天", f"; {len(counted)} day(s) counted"
    pausing = f"；暂停 {len(paused)} 天", f"; {len(paused)} day(s) paused"
    resting = f"；不计 {len(free)} 天", f"; {len(free)} day(s) not counted"
    for (more_zh, more_en), found in ((counting, counted), (pausing, paused), (resting, free)):
        if found:
            listed = ", ".join(map(_day, found)) if len(days) <= MOST_DAYS else ""
            zh += f"{more_zh}：{listed}" if listed else more_zh
            en += f"{more_en}: {listed}" if listed else more_en
    return zh, en


def _day(one: Counted) -> str:
    if one.counts:
        return f"{one.day} {_hours(one.minutes)}" if one.minutes is not None else f"{one.day}"
    return f"{one.day}" if one.paused else f"{one.day} {one.name}".strip()


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _local(due: Due | None, zone: tzinfo) -> str:
    return due.at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if due else "—"
