"""Reading dates, times and durations from text: XML Schema's forms, and @Area/City for a named zone."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.durations import NANO, Duration, fraction_nanos, parse_duration
from engine.feel.moments import Date, DateTime, Time, Zone

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]{1,64})?", re.ASCII
)
_WIDEST_OFFSET = 18 * 3600


def parse_date(text: str) -> Date | None:
    found = _DATE.fullmatch(text)
    return Date.checked(int(found[1]), int(found[2]), int(found[3])) if found else None


def parse_time(text: str) -> Time | None:
    read = _read_time(text)
    return read[0] if read else None


def parse_date_and_time(text: str) -> DateTime | None:
    """``2026-11-24T08:00:00@Asia/Shanghai``, or a date alone for its midnight. 24:00:00 is the next day's midnight."""
    day_text, mark, clock_text = text.partition("T")
    day = parse_date(day_text)
    if day is None:
        return None
    if not mark:
        return DateTime(day, Time(0))
    read = _read_time(clock_text)
    if read is None:
        return None
    clock, is_next_day = read
    after = Date.of_days(day.days() + 1) if is_next_day else day
    return None if after is None else DateTime(after, clock)


def parse_moment(text: str) -> Date | Time | DateTime | Duration | None:
    """What the at-literal ``@"…"`` with this text stands for."""
    if "T" in text and not text.lstrip("-").startswith("P"):
        return parse_date_and_time(text)
    return parse_date(text) or parse_time(text) or parse_duration(text)


def read_moments(facts: Mapping[str, Any], asked: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The facts with the texts of those that are ``asked`` for as a date, time or duration read as such.

    JSON has none of them, so facts hold text; read as text a decision that declares the type would only see null
    (DMN 1.5 §10.3.2.9.4). ``asked``: name and type. What cannot be read stays as it is.
    """
    read = {name: _READERS[kind](facts[name]) for name, kind in asked if kind in _READERS and _is_text(facts, name)}
    return {**facts, **{name: value for name, value in read.items() if value is not None}}


def _is_text(facts: Mapping[str, Any], name: str) -> bool:
    return isinstance(facts.get(name), str)


def parse_zone(text: str) -> Zone:
    """Z, +08:00 or @Area/City (or Area/City); None when there is no such zone."""
    if text in ("Z", "z"):
        return 0
    if text[:1] in "+-" and text[1:2].isdigit():
        parts = [int(part) for part in text[1:].split(":")]
        seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
        if seconds > _WIDEST_OFFSET or max(parts[1:]) > 59:
            return None
        return -seconds if text[0] == "-" else seconds
    return _named_zone(text.removeprefix("@"))


@lru_cache(maxsize=1024)
def _named_zone(key: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _read_time(text: str) -> tuple[Time, bool] | None:
    """The time, and whether it was written 24:00:00."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    nanos = fraction_nanos(found[4])
    is_next_day = (hour, minute, second, nanos) == (24, 0, 0, 0)
    if minute > 59 or second > 59 or (hour > 23 and not is_next_day):
        return None
    zone = None if found[5] is None else parse_zone(found[5])
    if found[5] is not None and zone is None:
        return None
    return Time((((hour % 24) * 60 + minute) * 60 + second) * NANO + nanos, zone), is_next_day


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("dateTime", "date and time"), parse_date_and_time),
    **dict.fromkeys(
        ("dayTimeDuration", "days and time duration", "yearMonthDuration", "years and months duration"), parse_duration
    ),
    "date": parse_date,
    "time": parse_time,
}
