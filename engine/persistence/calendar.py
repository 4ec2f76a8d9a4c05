"""The calendar: special days, the announced years, working hours. Each import is an edition; readers share it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from weakref import WeakKeyDictionary

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text, delete, func, insert, select
from sqlalchemy.engine import Connection, Engine

from engine.casework.calendar import Hours, SpecialDay, WorkCalendar
from engine.persistence.database import Json, Moment, metadata
from engine.settings import Settings

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    Column("name", Text, nullable=False),
)

calendar_editions = Table(
    "calendar_editions",
    metadata,
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("imported_at", Moment, nullable=False),
    Column("imported_by", String(128), nullable=False),
    Column("source", Text, nullable=False),
    Column("years", Json, nullable=False),
)

calendar_hours = Table(
    "calendar_hours",
    metadata,
    Column("since", Date, primary_key=True),
    Column("hours", Json, nullable=False),
    Column("source", Text, nullable=False),
)

_read: WeakKeyDictionary[Engine, dict[int, WorkCalendar]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Edition:
    """An import of the calendar: which years are announced."""

    edition: int
    imported_at: datetime
    imported_by: str
    source: str
    years: list[int]


class Calendar:
    """Read the calendar in force, and import an edition."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._settings = settings

    def in_force(self) -> WorkCalendar:
        """The newest edition, read once per process; without one, weekends are free and every date is provisional."""
        newest = self.newest()
        editions = _read.setdefault(self._connection.engine, {})
        if not newest:
            return WorkCalendar({}, frozenset(), (), self._settings.zone)
        if newest not in editions:
            editions.clear()
            editions[newest] = self._load(newest)
        return editions[newest]

    def newest(self) -> int:
        """The number of the edition in force; 0 when there is none."""
        return int(self._connection.execute(select(func.max(calendar_editions.c.edition))).scalar() or 0)

    def days(self, year: int) -> dict[date, SpecialDay]:
        """The special days of a year."""
        query = select(calendar_days).where(calendar_days.c.day.between(date(year, 1, 1), date(year, 12, 31)))
        return {row[0]: SpecialDay(row[1], row[2]) for row in self._connection.execute(query.order_by("day"))}

    def hours(self) -> dict[date, tuple[Hours, str]]:
        """The working hours from each day on, and where they are from; before the first the first hold."""
        rows = self._connection.execute(select(calendar_hours).order_by("since"))
        return {since: (_hours_of(pairs), source) for since, pairs, source in rows}

    def import_hours(self, hours: dict[date, Hours], source: str) -> None:
        """Keep the hours that hold from these days on; those of other days stay."""
        for since, intervals in hours.items():
            pairs = [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in intervals]
            self._connection.execute(delete(calendar_hours).where(calendar_hours.c.since == since))
            self._connection.execute(insert(calendar_hours), {"since": since, "hours": pairs, "source": source})

    def import_years(self, days: dict[date, SpecialDay], edition: Edition) -> None:
        """Replace the special days of the years named in the edition's days, and keep the edition."""
        for year in sorted({day.year for day in days}):
            self._connection.execute(
                delete(calendar_days).where(calendar_days.c.day.between(date(year, 1, 1), date(year, 12, 31)))
            )
        rows = [{"day": day, "working": special.working, "name": special.name} for day, special in days.items()]
        if rows:
            self._connection.execute(insert(calendar_days), rows)
        self._connection.execute(insert(calendar_editions), vars(edition))

    def _load(self, edition: int) -> WorkCalendar:
        row = self._connection.execute(select(calendar_editions).where(calendar_editions.c.edition == edition)).one()
        days = self._connection.execute(select(calendar_days))
        special = {day: SpecialDay(working, name) for day, working, name in days}
        hours = [(since, intervals) for since, (intervals, _) in self.hours().items()]
        first = hours[0][1] if hours else ()
        return WorkCalendar(special, frozenset(row.years), first, self._settings.zone, tuple(hours[1:]))


def _hours_of(pairs: list[list[str]]) -> Hours:
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)
