"""Dates, times, and dates with times, with years beyond what Python's own types hold (DMN 1.5 §10.3.2.3.4-6).

A zone is None (local), a whole number of seconds east of UTC, or a ZoneInfo of the IANA list.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.feel.durations import DAY, NANO, fraction_text

Zone: TypeAlias = int | ZoneInfo | None
LARGEST_YEAR = 999_999_999
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    def days(self) -> int:
        """Days since 1970-01-01."""
        year = self.year - (self.month <= 2)
        era, of_era = divmod(year, 400)
        of_year = (153 * (self.month + (-3 if self.month > 2 else 9)) + 2) // 5 + self.day - 1
        return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468

    @classmethod
    def of_days(cls, days: int) -> "Date | None":
        """The day that many days after 1970-01-01; None beyond the years FEEL knows."""
        era, of_era = divmod(days + 719_468, 146_097)
        of_cycle = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
        of_year = of_era - (365 * of_cycle + of_cycle // 4 - of_cycle // 100)
        shifted = (5 * of_year + 2) // 153
        month = shifted + (3 if shifted < 10 else -9)
        year = era * 400 + of_cycle + (month <= 2)
        return cls(year, month, of_year - (153 * shifted + 2) // 5 + 1) if abs(year) <= LARGEST_YEAR else None

    @classmethod
    def checked(cls, year: int, month: int, day: int) -> "Date | None":
        """The day with these numbers, or None when there is no such day."""
        if abs(year) > LARGEST_YEAR or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
            return None
        return cls(year, month, day)

    def plus_months(self, months: int) -> "Date | None":
        """The same day that many months later, or the last day of a shorter month."""
        year, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date.checked(year, index + 1, min(self.day, days_in_month(year, index + 1)))

    def weekday(self) -> int:
        """1 Monday … 7 Sunday."""
        return (self.days() + 3) % 7 + 1

    def __str__(self) -> str:
        return f"{'-' * (self.year < 0)}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; ``nanos`` are nanoseconds after midnight."""

    nanos: int
    zone: Zone = None

    @property
    def hour(self) -> int:
        return self.nanos // (3600 * NANO)

    @property
    def minute(self) -> int:
        return self.nanos // (60 * NANO) % 60

    @property
    def second(self) -> int:
        return self.nanos // NANO % 60

    def offset(self) -> int | None:
        """Seconds east of UTC; of a named zone as in January 1970, since a time alone has no day."""
        return offset_at(Date(1970, 1, 1), self)

    def instant(self) -> int:
        """Nanoseconds to compare with: of UTC when the zone is known."""
        return self.nanos - (self.offset() or 0) * NANO

    def __str__(self) -> str:
        clock = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction_text(self.nanos % NANO)}"
        return clock + zone_text(self.zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of day in the time's zone."""

    date: Date
    time: Time

    @property
    def zone(self) -> Zone:
        return self.time.zone

    def offset(self) -> int | None:
        return offset_at(self.date, self.time)

    def instant(self) -> int:
        """Nanoseconds since 1970 in UTC, or on the local clock when there is no zone."""
        return self.date.days() * DAY + self.time.nanos - (self.offset() or 0) * NANO

    def plus(self, nanos: int) -> "DateTime | None":
        """That much later; a zoned time moves on the line of UTC, so that a change of summer time is counted."""
        if not isinstance(self.zone, ZoneInfo):
            return self._moved(self.date.days() * DAY + self.time.nanos + nanos)
        target = self.instant() + nanos
        in_utc = DateTime(self.date, Time(0, 0))._moved(target)
        return None if in_utc is None else self._moved(target + _offset_after(in_utc, self.zone) * NANO)

    def _moved(self, local: int) -> "DateTime | None":
        days, nanos = divmod(local, DAY)
        day = Date.of_days(days)
        return None if day is None else DateTime(day, Time(nanos, self.zone))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def offset_at(day: Date, clock: Time) -> int | None:
    """Seconds east of UTC on that day, None for a local time. Far years use the same year of another 400-year cycle."""
    if not isinstance(clock.zone, ZoneInfo):
        return clock.zone
    return _seconds(_near(day, clock).replace(tzinfo=clock.zone))


def _offset_after(in_utc: DateTime, zone: ZoneInfo) -> int:
    """Seconds east of UTC in the zone at a moment of UTC."""
    return _seconds(_near(in_utc.date, in_utc.time).replace(tzinfo=UTC).astimezone(zone))


def _near(day: Date, clock: Time) -> datetime:
    year = day.year if 1 < day.year < 9999 else 2000 + day.year % 400
    return datetime(year, day.month, day.day, clock.hour, clock.minute, clock.second)  # noqa: DTZ001 - of either clock


def _seconds(moment: datetime) -> int:
    return round((moment.utcoffset() or timedelta()).total_seconds())


def zone_text(zone: Zone) -> str:
    """ "" , "Z", "+08:00", "-02:45:55" or "@Asia/Shanghai"."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    if not zone:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    return f"{'-' if zone < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


def date_from_python(value: date) -> Date:
    return Date(value.year, value.month, value.day)


def time_from_python(value: time) -> Time:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return Time(seconds * NANO + value.microsecond * 1000, _zone_from_python(value))


def datetime_from_python(value: datetime) -> DateTime:
    return DateTime(
        date_from_python(value), time_from_python(value.timetz()) if value.tzinfo is None else _zoned(value)
    )


def _zoned(value: datetime) -> Time:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return Time(seconds * NANO + value.microsecond * 1000, _zone_from_python(value))


def _zone_from_python(value: datetime | time) -> Zone:
    zone = value.tzinfo
    if zone is None or (isinstance(zone, ZoneInfo) and zone.key is not None):
        return zone
    offset = value.utcoffset()
    return None if offset is None else round(offset.total_seconds())


def to_python(value: Date | Time | DateTime) -> date | time | datetime | Date | DateTime:
    """Python's own type, cut to microseconds; itself when the year is outside 1 to 9999."""
    if isinstance(value, Time):
        whole, micros = value.nanos // NANO, value.nanos % NANO // 1000
        return time(whole // 3600, whole // 60 % 60, whole % 60, micros, tzinfo=_zone_to_python(value.zone))
    day = value if isinstance(value, Date) else value.date
    if not 1 <= day.year <= 9999:
        return value
    plain = date(day.year, day.month, day.day)
    if isinstance(value, Date):
        return plain
    clock = to_python(value.time)
    assert isinstance(clock, time)
    return datetime.combine(plain, clock)


def _zone_to_python(zone: Zone) -> timezone | ZoneInfo | None:
    if zone is None or isinstance(zone, ZoneInfo):
        return zone
    return timezone(timedelta(seconds=zone)) if zone else UTC
