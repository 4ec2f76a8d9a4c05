"""What stands behind a dot: an entry of a context, a property of a moment, a duration or a range (DMN 1.5 table 65)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.durations import NANO, DaysDuration, MonthsDuration
from engine.feel.moments import Date, DateTime, Time
from engine.feel.ranges import Range


def property_of(value: Any, name: str) -> Any:
    """The property, or null; of a list, the list of its items' properties."""
    if type(value) is dict:
        return value.get(name)
    act = _PROPERTIES.get(type(value))
    return None if act is None else act(value, name)


def _of_list(value: list[Any], name: str) -> list[Any]:
    return [property_of(item, name) for item in value]


def _of_date(value: Date, name: str) -> Any:
    if name == "weekday":
        return Decimal(value.weekday())
    return Decimal(getattr(value, name)) if name in ("year", "month", "day") else None


def _of_time(value: Time, name: str) -> Any:
    if name in ("hour", "minute", "second"):
        return Decimal(getattr(value, name))
    return _of_zone(value, name)


def _of_date_time(value: DateTime, name: str) -> Any:
    if name in ("hour", "minute", "second"):
        return Decimal(getattr(value.time, name))
    if name == "date":
        return value.date
    if name == "time":
        return value.time
    return _of_zone(value, name) if name in ("time offset", "timezone") else _of_date(value.date, name)


def _of_zone(value: Time | DateTime, name: str) -> Any:
    if name == "timezone":
        return value.zone.key if isinstance(value.zone, ZoneInfo) else None
    offset = value.offset() if name == "time offset" else None
    return None if offset is None else DaysDuration(offset * NANO)


def _of_duration(value: DaysDuration | MonthsDuration, name: str) -> Decimal | None:
    part = value.part(name)
    return None if part is None else Decimal(part)


def _of_range(value: Range, name: str) -> Any:
    names = {"start": value.low, "end": value.high, "start included": value.has_low, "end included": value.has_high}
    return names.get(name)


_PROPERTIES: dict[type, Callable[[Any, str], Any]] = {
    list: _of_list,
    Date: _of_date,
    Time: _of_time,
    DateTime: _of_date_time,
    DaysDuration: _of_duration,
    MonthsDuration: _of_duration,
    Range: _of_range,
}
