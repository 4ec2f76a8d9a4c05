"""Which days of a year the regulation gives off, and what a table of special days makes of them; docs/domain.md §3.

Source: the State Council's regulation on public holidays (全国年节及纪念日放假办法), as it was revised. Which days it
gives, from which year on and by which decree, stands in ``statutory_holidays.csv``: ``days`` in a row between ``first``
and ``last``. A holiday of the sun lies on them; one of the moon is looked for in the weeks it can fall into, but for
those of another (``except``). The yearly notice moves working days about these, and never calls people to work on them.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from engine.casework.calendar import DAY, SpecialDay

TABLE = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True)
class StatutoryHoliday:
    """A holiday as one decree has it: ``days`` days off between ``first`` and ``last``, written MM-DD."""

    since: int
    zh: str
    en: str
    first: str
    last: str
    days: int
    but: tuple[str, ...]
    source: str

    def span(self, year: int) -> list[date]:
        """The days of a year it can fall on."""
        first, last = (date.fromisoformat(f"{year}-{one}") for one in (self.first, self.last))
        every = [first + DAY * n for n in range((last - first).days + 1)]
        return [day for day in every if not (self.but[0] <= f"{day:%m-%d}" <= self.but[-1])]

    def fault_in(self, year: int, days: Mapping[date, SpecialDay]) -> tuple[date | None, str] | None:
        """What a year with these special days makes of it against the regulation: the day, and a sentence."""
        span, called = self.span(year), f"{self.zh} ({self.en}; {self.source})"
        worked = [day for day in span if not _is_off(day, days)]
        if len(span) == self.days:
            first = next(iter(worked), None)
            why = f"Expected {first} to be off for {called}, but it is a working day. Give it off."
            return (first, why) if first else None
        if not any(day in days and not days[day].working for day in span):
            return None, f"Expected a day off for {called}, but no day off is there for {self.zh}. Add its days."
        longest = max(len(run) for run in _runs(span, days))
        made_up = next((day for day in worked if day in days), None)
        if longest >= self.days:
            return None
        if made_up is None:
            return None, f"Expected {self.days} days off in a row for {called}, but found {longest}. Give them off."
        why = f"Expected {self.days} days off in a row for {called}, but {made_up} is a working day. Give it off."
        return made_up, why


def statutory_in(year: int) -> list[StatutoryHoliday]:
    """The holidays the regulation in force in a year gives, in order."""
    since = max((one.since for one in _table() if one.since <= year), default=0)
    return [one for one in _table() if one.since == since]


def faults_in(year: int, days: Mapping[date, SpecialDay]) -> list[tuple[date | None, str]]:
    """What contradicts the regulation in a year with these special days: the day it is about, and a sentence."""
    found = (one.fault_in(year, days) for one in statutory_in(year))
    return [fault for fault in found if fault is not None]


def doubt_about(year: int, days: Mapping[date, SpecialDay]) -> str | None:
    """Does the year give more or fewer working days off than the regulation? A make-up workday may be missing.

    A notice may shift a day over New Year, and the State Council may give a day once, so it is a doubt and no fault.
    """
    given = sum(one.days for one in statutory_in(year))
    mine = {day: one for day, one in days.items() if day.year == year}
    off = sum(not one.working and day.weekday() < 5 for day, one in mine.items())
    made_up = sum(one.working and day.weekday() > 4 for day, one in mine.items())
    if off - made_up == given:
        return None
    return (
        f"Expected {given} working days off in {year} as the regulation gives them, but found {off} and {made_up} "
        "made up for. Is a make-up workday or a day off missing?"
    )


def _is_off(day: date, days: Mapping[date, SpecialDay]) -> bool:
    return not days[day].working if day in days else day.weekday() > 4


def _runs(span: list[date], days: Mapping[date, SpecialDay]) -> Iterator[list[date]]:
    """The days off in a row."""
    run = [span[0]] if _is_off(span[0], days) else []
    for before, day in pairwise(span):
        if not _is_off(day, days) or day - before > DAY:
            yield run
            run = []
        if _is_off(day, days):
            run.append(day)
    yield run


@cache
def _table() -> tuple[StatutoryHoliday, ...]:
    with TABLE.open(encoding="utf-8") as file:
        return tuple(_holiday(row) for row in csv.DictReader(file))


def _holiday(row: dict[str, str]) -> StatutoryHoliday:
    given = {name: row[name] for name in ("zh", "en", "first", "last", "source")}
    but = tuple(row["except"].split("/"))
    return StatutoryHoliday(since=int(row["since"]), days=int(row["days"]), but=but, **given)
