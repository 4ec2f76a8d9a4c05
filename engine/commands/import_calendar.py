"""An administrator brings in the days of one or several years; every deadline they touch is computed anew."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from engine.casework.calendar import Hours, SpecialDay
from engine.casework.calendar_table import changed_days, days_of, hours_of, years_apart
from engine.casework.entitlement import KEEPS_THE_CALENDAR
from engine.casework.sheet import refuse_rows, sheet_of
from engine.casework.statutory_holidays import doubt_about
from engine.commands.case_doors import expect_role
from engine.errors import NotNow, Stale
from engine.persistence.calendar import Edition
from engine.persistence.outbox import RECOMPUTE
from engine.persistence.unit_of_work import Reading, UnitOfWork

NO_HOURS = "Expected working hours, but neither the table nor the calendar has any. Add the column 工作时间 (hours)."
JOURNAL = "calendar"  # the key under which the calendar's own acts are journalled


@dataclass(frozen=True)
class ImportCalendar:
    """A CSV or XLSX file with the columns day, working, name, hours; the years in it are replaced whole.

    Args:
        source: where the days come from, in words (the notice).
        base: the edition somebody looked at before confirming; None: whichever is newest.
        dry_run: only tell what it would change.
    """

    name: str
    content: bytes = field(repr=False)
    source: str = ""
    dry_run: bool = False
    base: int | None = None
    days: dict[date, SpecialDay] | None = field(default=None, repr=False)
    hours: dict[date, Hours] = field(default_factory=dict, repr=False)
    problems: tuple[tuple[int, str], ...] = ()

    def prepare(self, reading: Reading) -> "ImportCalendar":
        """Read the file before the transaction. Raises: NotAllowed, Unusable."""
        expect_role(reading.by, KEEPS_THE_CALENDAR)
        sheet = sheet_of(self.name, self.content)
        days, problems = days_of(sheet)
        hours, more = hours_of(sheet)
        return replace(self, content=b"", days=days, hours=hours, problems=tuple(sorted({*problems, *more})))

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{edition, base, years, announced, changed, hours, deadlines, problems, doubts}``.

        ``edition`` is null when nothing was stored. ``announced`` are the years that become known, ``changed`` is
        ``[{day, before, after}]`` with {working, name} or null for an ordinary day, ``deadlines`` how many cases and
        joint handlings are computed anew, each in a transaction of its own. ``hours`` is ``[{since, before, after}]``;
        ``doubts`` are sentences about years that may lack a make-up workday: they keep nobody from importing.

        Raises:
            NotAllowed, Stale, NotNow (nothing differs), FormRejected (every problem by its line; nothing was stored).
        """
        expect_role(work.by, KEEPS_THE_CALENDAR)
        days, base = self.days or {}, work.calendar.newest()
        if self.base is not None and self.base != base:
            raise Stale(f"Expected edition {self.base} of the calendar, but {base} is in force by now. Look again.")
        years = sorted({day.year for day in days})
        before = {day: one for year in years for day, one in work.calendar.days(year).items()}
        known, in_force = work.work_calendar.years if base else frozenset(), work.calendar.hours()
        announced = [year for year in years if year not in known]
        problems = list(self.problems)
        apart = years_apart(known, years) if years else None
        problems += [(1, apart)] if apart else []
        problems += [(1, NO_HOURS)] if not in_force and not self.hours else []
        changed = changed_days(before, days)
        hours = {day: one for day, one in self.hours.items() if in_force.get(day, ((), ""))[0] != one}
        touched = self._touched(work, announced, [*changed, *hours]) if not problems else []
        edition = None if self.dry_run else self._store(work, base + 1, announced, changed, hours, problems)
        if edition is not None:
            for about in touched:
                work.outbox.add(RECOMPUTE, {"about": about}, key=about, dedup=f"{RECOMPUTE}/{edition}/{about}")
        return {
            "edition": edition,
            "base": base,
            "years": years,
            "announced": announced,
            "changed": [_difference(day, before.get(day), days.get(day)) for day in changed],
            "hours": [
                {"since": day.isoformat(), "before": _pairs(in_force.get(day, ((), ""))[0]), "after": _pairs(one)}
                for day, one in sorted(hours.items())
            ],
            "deadlines": len(touched),
            "problems": [{"line": line, "message": message} for line, message in problems],
            "doubts": [doubt for year in years if not problems and (doubt := doubt_about(year, days))],
        }

    def _touched(self, work: UnitOfWork, announced: list[int], changed: list[date]) -> list[str]:
        """Whose deadlines reach into the days that differ or become known."""
        first = min([*changed, *(date(year, 1, 1) for year in announced)], default=None)
        if first is None:
            return []
        return work.deadlines.affected_from(datetime.combine(first, time(), work.settings.zone))

    def _store(
        self, work: UnitOfWork, number: int, announced: list[int], changed: list[date], hours: dict[date, Hours],
        problems: list[tuple[int, str]],
    ) -> int:  # fmt: skip
        refuse_rows(problems, "a calendar")
        if not announced and not changed and not hours:
            raise NotNow("Expected days that differ from the calendar in force, but found none. Nothing was changed.")
        years = sorted({*(work.work_calendar.years if number > 1 else ()), *announced})
        source = self.source.strip() or self.name
        work.calendar.add(Edition(number, work.now, work.by.username, source, years), self.days or {}, hours)
        work.journal.add(
            key=JOURNAL,
            kind="calendar",
            reason=source,
            after={"edition": number, "announced": announced},
            detail={
                "days": [day.isoformat() for day in changed],
                "hours": {day.isoformat(): _pairs(one) for day, one in hours.items()},
            },
        )
        return number


def _pairs(hours: Hours) -> list[list[str]]:
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours]


def _difference(day: date, before: SpecialDay | None, after: SpecialDay | None) -> dict[str, Any]:
    return {"day": day.isoformat(), "before": vars(before) if before else None, "after": vars(after) if after else None}
