"""The calendar: special days, the announced years, working hours. Each import is an edition; readers share it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from weakref import WeakKeyDictionary

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text, bindparam, func, insert, select
from sqlalchemy.engine import Connection, Engine

from engine.casework.calendar import Hours, SpecialDay, WorkCalendar
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.prepared import Prepared
from engine.settings import Settings

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("edition", Integer, primary_key=True, autoincrement=False),
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
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("since", Date, primary_key=True),
    Column("hours", Json, nullable=False),
    Column("source", Text, nullable=False),
)

_STAMPS = select(calendar_editions.c.edition, calendar_editions.c.imported_at).limit(1)
_NEWEST = Prepared(_STAMPS.order_by(calendar_editions.c.edition.desc()))
_FIRST = Prepared(_STAMPS.order_by(calendar_editions.c.edition))
_THEN = Prepared(
    _STAMPS.where(calendar_editions.c.imported_at <= bindparam("moment")).order_by(calendar_editions.c.edition.desc())
)

_Stamp = tuple[int, datetime]  # an edition and its import: one that is rolled back leaves its number to the next
_read: WeakKeyDictionary[Engine, dict[_Stamp, WorkCalendar]] = WeakKeyDictionary()


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
        return self._edition(self._stamp(_NEWEST))

    def at(self, moment: datetime) -> WorkCalendar:
        """The edition that was in force at a moment; before the first, the first."""
        return self._edition(self._stamp(_THEN, moment=moment) or self._stamp(_FIRST))

    def newest(self) -> int:
        """The number of the edition in force; 0 when there is none."""
        return int(self._connection.execute(select(func.max(calendar_editions.c.edition))).scalar() or 0)

    def days(self, year: int) -> dict[date, SpecialDay]:
        """The special days of a year, by the edition in force."""
        return {day: one for day, one in self.in_force().exceptions.items() if day.year == year}

    def hours(self) -> dict[date, tuple[Hours, str]]:
        """The working hours from each day on, and where they are from; before the first the first hold."""
        return self._hours_by(self.newest())

    def add(self, edition: Edition, days: dict[date, SpecialDay], hours: dict[date, Hours]) -> None:
        """Keep an edition: its days replace those of their years, its hours those from their day on."""
        self._connection.execute(insert(calendar_editions), vars(edition))
        number = edition.edition
        rows = [{"edition": number, "day": day, "working": one.working, "name": one.name} for day, one in days.items()]
        if rows:
            self._connection.execute(insert(calendar_days), rows)
        for since, intervals in hours.items():
            pairs = [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in intervals]
            row = {"edition": number, "since": since, "hours": pairs, "source": edition.source}
            self._connection.execute(insert(calendar_hours), row)

    def _stamp(self, query: Prepared, **given: datetime) -> _Stamp | None:
        row = query.first(self._connection, given)
        return None if row is None else (int(row[0]), row[1])

    def _edition(self, stamp: _Stamp | None) -> WorkCalendar:
        if stamp is None:
            return WorkCalendar({}, frozenset(), (), self._settings.zone)
        editions = _read.setdefault(self._connection.engine, {})
        if stamp not in editions:
            editions[stamp] = self._load(stamp[0])
        return editions[stamp]

    def _hours_by(self, edition: int) -> dict[date, tuple[Hours, str]]:
        until = calendar_hours.c.edition <= edition
        rows = self._connection.execute(select(calendar_hours).where(until).order_by("since", "edition"))
        return {row.since: (_hours_of(row.hours), row.source) for row in rows}  # the newest of a day comes last

    def _load(self, edition: int) -> WorkCalendar:
        row = self._connection.execute(select(calendar_editions).where(calendar_editions.c.edition == edition)).one()
        until = calendar_days.c.edition <= edition
        days = list(self._connection.execute(select(calendar_days).where(until).order_by("edition")))
        newest = {one.day.year: one.edition for one in days}
        special = {one.day: SpecialDay(one.working, one.name) for one in days if newest[one.day.year] == one.edition}
        hours = [(since, intervals) for since, (intervals, _) in self._hours_by(edition).items()]
        first = hours[0][1] if hours else ()
        return WorkCalendar(special, frozenset(row.years), first, self._settings.zone, tuple(hours[1:]))


def _hours_of(pairs: list[list[str]]) -> Hours:
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)
