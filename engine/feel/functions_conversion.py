"""Conversion functions (DMN 1.5 §10.3.4.1)."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.feel import moment_text, numbers
from engine.feel.compile_ranges import range_from_text
from engine.feel.durations import NANO, DaysDuration, Duration, MonthsDuration, parse_duration
from engine.feel.functions import builtin
from engine.feel.moments import Date, DateTime, Time, Zone
from engine.feel.ranges import Range
from engine.feel.text_of import text_of

if TYPE_CHECKING:
    from engine.feel.scope import Scope

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@builtin("string", "from: any~", scope=True)
def string(scope: "Scope", value: Any) -> str | None:
    text = text_of(value, scope.root.budget.size)
    if text is not None:
        scope.root.budget.hold(len(text))
    return text


@builtin("number", "from: string")
def number(text: str) -> Decimal | None:
    return numbers.from_text(text) if _NUMBER.fullmatch(text) else None


@builtin("number", "from: string, grouping separator: string~, decimal separator: string~")
def number_of(text: str, grouping: str | None, point: str | None) -> Decimal | None:
    if (
        grouping not in (" ", ",", ".", None)
        or point not in (",", ".", None)
        or (grouping is not None and grouping == point)
    ):
        return None
    if grouping is not None:
        text = text.replace(grouping, "")
    if point is not None:
        text = text.replace(point, "\0").replace(".", "?").replace("\0", ".")
    return number(text)


@builtin("date", "from: string|date|date and time")
def date(value: Any) -> Date | None:
    if isinstance(value, str):
        return moment_text.parse_date(value)
    return value if isinstance(value, Date) else value.date


@builtin("date", "year: number, month: number, day: number")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    whole = _whole(year, month, day)
    return Date.checked(whole[0], whole[1], whole[2]) if whole else None


@builtin("time", "from: string|time|date|date and time")
def time(value: Any) -> Time | None:
    if isinstance(value, str):
        return moment_text.parse_time(value)
    if isinstance(value, Date):
        return Time(0, 0)
    return value if isinstance(value, Time) else value.time


@builtin("time", "hour: number, minute: number, second: number, offset?: days and time duration~")
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None) -> Time | None:
    whole = _whole(hour, minute)
    if whole is None or not (0 <= whole[0] <= 23 and 0 <= whole[1] <= 59 and 0 <= second < 60):
        return None
    if offset is not None and abs(offset.nanos) > 18 * 3600 * NANO:
        return None
    zone = None if offset is None else int(offset.nanos / NANO)
    return Time((whole[0] * 60 + whole[1]) * 60 * NANO + int(second * NANO), zone)


@builtin("date and time", "from: string|date|date and time")
def date_and_time(value: Any) -> DateTime | None:
    if isinstance(value, str):
        return moment_text.parse_date_and_time(value)
    return DateTime(value, Time(0)) if isinstance(value, Date) else value


@builtin("date and time", "date: date|date and time, time: time")
def date_with_time(day: Date | DateTime, clock: Time) -> DateTime:
    return DateTime(day if isinstance(day, Date) else day.date, clock)


@builtin(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, "
    "offset?: days and time duration~",
)
def date_and_time_of(
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DaysDuration | None = None,
) -> DateTime | None:
    at, clock = date_of(year, month, day), time_of(hour, minute, second, offset)
    return None if at is None or clock is None else DateTime(at, clock)


@builtin(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string",
)
def date_and_time_in(
    year: Decimal, month: Decimal, day: Decimal, hour: Decimal, minute: Decimal, second: Decimal, timezone: str
) -> DateTime | None:
    zone: Zone = moment_text.parse_zone(timezone)
    made = date_and_time_of(year, month, day, hour, minute, second)
    if made is None or not isinstance(zone, (int, ZoneInfo)):
        return None
    return DateTime(made.date, Time(made.time.nanos, zone))


@builtin("duration", "from: string|days and time duration|years and months duration")
def duration(value: Any) -> Duration | None:
    return parse_duration(value) if isinstance(value, str) else value


@builtin("years and months duration", "from: date|date and time, to: date|date and time")
def years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> MonthsDuration:
    """Whole months between, cut towards zero."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return MonthsDuration(months)


@builtin("range", "from: string")
def range_of(text: str) -> Range | None:
    return range_from_text(text)


def _whole(*values: Decimal) -> tuple[int, ...] | None:
    if any(value != value.to_integral_value() or abs(value) > 10**12 for value in values):
        return None
    return tuple(int(value) for value in values)
