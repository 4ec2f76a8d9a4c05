"""“Explain this date”: a deadline's ledger told step by step, with the days that counted and those that did not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from engine.casework import budget as budgets
from engine.casework.budget import Budget, Measure
from engine.casework.calendar import DAY, Due, WorkCalendar
from engine.casework.deadline import Change, Deadline, What

MOST_DAYS = 62  # days told one by one; a longer way is told by its number of days
COUNTING = (What.START, What.EXTEND, What.RESUME, What.RECOMPUTE)


@dataclass(frozen=True)
class Counted:
    """A day on the way to the due time: how many working minutes of it counted, or that it counted whole."""

    day: date
    counts: bool
    name: str
    minutes: int | None = None


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


def explain(deadline: Deadline, calendar_at: Callable[[datetime], WorkCalendar]) -> list[Step]:
    """Every entry of the ledger as a sentence in Chinese and English, with each day that counted or did not.

    ``calendar_at`` gives the calendar that was in force at a moment: an entry is told by the one it was made by.
    """
    steps = []
    before: Due | None = None
    for change, standing in zip(deadline.changes, deadline.history(), strict=True):
        calendar = calendar_at(change.at)
        days = _days(change, deadline, before, standing.last_due, calendar)
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
    budget = budgets.parse(change.budget) if change.budget else deadline.budget
    if due is None or change.due is not None or budget.measure is Measure.PLAIN or change.what not in COUNTING:
        return []
    start = change.at
    if change.what is What.EXTEND and before is not None:
        start = before.at
    elif change.what is What.RECOMPUTE:
        start = deadline.changes[0].at
    first, last = calendar.day_of(start), calendar.day_of(due.at)
    if budget.measure is Measure.WORKING_DAYS:
        first += DAY  # the day of the start does not count
    if not 0 <= (last - first).days <= MOST_DAYS:
        return []
    days = [first + DAY * n for n in range((last - first).days + 1)]
    return [_counted(day, start, due.at, budget, calendar) for day in days]


def _counted(day: date, start: datetime, due: datetime, budget: Budget, calendar: WorkCalendar) -> Counted:
    special = calendar.exceptions.get(day)
    counts, name = calendar.is_working(day), special.name if special else ""
    if budget.measure is Measure.WORKING_DAYS:
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
    counted = [day for day in days if day.counts]
    skipped = ", ".join(f"{day.day.isoformat()} {day.name}".strip() for day in days if not day.counts)
    if counted and counted[0].minutes is None:
        listed = ", ".join(day.day.isoformat() for day in counted)
        zh, en = f"{zh}，计 {len(counted)} 天：{listed}", f"{en}; {len(counted)} day(s) counted: {listed}"
    elif counted:
        listed = ", ".join(f"{day.day.isoformat()} {_hours(day.minutes or 0)}" for day in counted)
        zh, en = f"{zh}，计工作时间：{listed}", f"{en}; working time counted: {listed}"
    return (f"{zh}；不计 {skipped}", f"{en}; not counted: {skipped}") if skipped else (zh, en)


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _local(due: Due | None, zone: tzinfo) -> str:
    return due.at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if due else "—"
