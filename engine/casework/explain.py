"""“Explain this date”: a deadline's ledger told step by step, with the days that did not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from engine.casework import budget as budgets
from engine.casework.budget import Measure
from engine.casework.calendar import Due, WorkCalendar
from engine.casework.deadline import Change, Deadline, What


@dataclass(frozen=True)
class Step:
    """One sentence of the explanation, and the due time after it (None while the clock rests)."""

    at: datetime
    what: str
    zh: str
    en: str
    by: str
    reason: str | None
    due: datetime | None
    provisional: bool


def explain(deadline: Deadline, calendar: WorkCalendar) -> list[Step]:
    """Every entry of the ledger as a sentence in Chinese and English, with the free days in between."""
    steps = []
    for change, standing in zip(deadline.changes, deadline.history(calendar), strict=True):
        zh, en = _sentence(change, deadline, calendar, standing.last_due)
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
            )
        )
    return steps


def _sentence(change: Change, deadline: Deadline, calendar: WorkCalendar, due: Due | None) -> tuple[str, str]:
    if change.what in (What.START, What.EXTEND):
        budget = budgets.parse(change.budget or "")
        verb_zh, verb_en = ("起算", "Started with") if change.what is What.START else ("延期", "Extended by")
        free_zh, free_en = _free_days(change, deadline, calendar, due)
        return f"{verb_zh} {budget.zh}{free_zh}", f"{verb_en} {budget.text}{free_en}"
    if change.what is What.RESUME:
        free_zh, free_en = _free_days(change, deadline, calendar, due)
        return f"恢复计时，剩余时间继续{free_zh}", f"Resumed with the time that was left{free_en}"
    if change.what is What.MOVE:
        moved = _local(due, calendar.zone)
        return f"调整到 {moved}", f"Moved to {moved}"
    return {
        What.PAUSE: ("暂停计时", "Paused"),
        What.STOP: ("停止计时", "Stopped"),
        What.RECOMPUTE: ("节假日安排公布后重新计算", "Recomputed after the holidays were announced"),
    }[change.what]


def _free_days(change: Change, deadline: Deadline, calendar: WorkCalendar, due: Due | None) -> tuple[str, str]:
    if due is None or deadline.budget.measure is Measure.PLAIN:
        return "", ""
    days = calendar.free_days_between(calendar.day_of(change.at), calendar.day_of(due.at))
    if not days:
        return "", ""
    return f"，不计 {_listed(days)}", f"; not counted: {_listed(days)}"


def _listed(days: Sequence[tuple[date, str]]) -> str:
    return ", ".join(_named(day, name) for day, name in days)


def _named(day: date, name: str) -> str:
    return f"{day.isoformat()} {name}".strip()


def _local(due: Due | None, zone: tzinfo) -> str:
    return due.at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if due else "—"
