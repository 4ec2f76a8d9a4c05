"""The calendar: special days, the announced years, working hours. Each import is an edition; readers share it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from weakref import WeakKeyDictionary

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text, delete, func, insert, select
from sqlalchemy.engine import Connection, Engine

from engine.casework.calendar import SpecialDay, WorkCalendar
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
    Column("hours", Json, nullable=False),
)

DEFAULT_HOURS = (("09:00", "12:00"), ("14:00", "18:00"))
_read: WeakKeyDictionary[Engine, dict[int, WorkCalendar]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Edition:
    """An import of the calendar: which years are announced, and the working hours as pairs of HH:MM."""

    edition: int
    imported_at: datetime
    imported_by: str
    source: str
    years: list[int]
    hours: list[list[str]]


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
            return self._calendar({}, [], DEFAULT_HOURS)
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

    def import_years(self, days: dict[date, SpecialDay], edition: Edition) -> None:
        """Replace the special days of the years named in the edition's days, and keep the edition."""
        for year in sorted({day.year for day in days}):
            self._connection.execute(
                delete(calendar_days).where(calendar_days.c.day.between(date(year, 1, 1), date(year, 12, 31)))
            )
        rows = [{"day": day, "working": special.working, "name": special.name} for day, special in days.items()]
        self._connection.execute(insert(calendar_days), rows)
        self._connection.execute(insert(calendar_editions), vars(edition))

    def _load(self, edition: int) -> WorkCalendar:
        row = self._connection.execute(select(calendar_editions).where(calendar_editions.c.edition == edition)).one()
        days = self._connection.execute(select(calendar_days))
        return self._calendar({day: SpecialDay(working, name) for day, working, name in days}, row.years, row.hours)

    def _calendar(self, days: dict[date, SpecialDay], years: list[int], hours: Iterable[Sequence[str]]) -> WorkCalendar:
        pairs = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in hours)
        return WorkCalendar(days, frozenset(years), pairs, self._settings.zone)
