"""Timer cycles such as R3/PT4H or R/2026-11-30T08:00:00+08:00/P7D (ISO 8601), and when their turns come."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.feel import Date, DateTime, MonthsDuration, compile_expression
from engine.runtime.limits import FIRST_YEAR, LAST_YEAR

Length = timedelta | MonthsDuration
_CYCLE = re.compile(r"R(\d{0,9})/(?:(\d[^/]*)/)?(P[^/]+)$")


class TooFar(ValueError):
    """A time before 1900 or after 9998: no clock comes there, and not every zone could show it."""

    def __init__(self) -> None:
        super().__init__(f"a time between the years {FIRST_YEAR} and {LAST_YEAR}")


@dataclass(frozen=True)
class Cycle:
    """``first``: text of its first turn, None: one length from now; ``turns``: how many, None: without end."""

    first: str | None
    length: Length
    turns: int | None


def read_cycle(value: object) -> Cycle | None:
    """What a text says; None when it is no cycle, or one of no turns (R0), which would never come."""
    match = _CYCLE.match(value) if isinstance(value, str) else None
    length = read_length(match[3]) if match else None
    if match is None or length is None or (match[1] and int(match[1]) == 0):
        return None
    return Cycle(match[2], length, int(match[1]) if match[1] else None)


def read_length(value: object) -> Length | None:
    """A duration, or its text; None when it is neither."""
    if isinstance(value, str):
        value = compile_expression("duration(text)").evaluate({"text": value})
    return value if isinstance(value, (timedelta, MonthsDuration)) else None


def read_moment(value: object) -> datetime | None:
    """A FEEL date and time, a date, or ISO text, with its zone if it has one; None when it is none of them.

    Raises TooFar.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return within_years(value) if isinstance(value, (datetime, Date, DateTime)) else None


def later(start: datetime, length: Length, times: int = 1) -> datetime:
    """``start`` and so many lengths. Months are added at once, so that a cycle begun on the 31st comes back to it.

    Raises TooFar.
    """
    if isinstance(length, timedelta):
        try:
            return within_years(start + times * length)
        except OverflowError:
            raise TooFar from None
    months = MonthsDuration(times * length.months)
    return within_years(compile_expression("start + length").evaluate({"start": start, "length": months}))


def within_years(moment: object) -> datetime:
    """A time that can be waited for. Raises TooFar, also for one of FEEL's own kinds: years that Python has not."""
    if not isinstance(moment, datetime) or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise TooFar
    return moment


def turn_after(anchor: datetime, length: Length, moment: datetime) -> tuple[int, datetime]:
    """The number and the time of the first turn later than a moment; turn 0 is at ``anchor``."""
    if anchor > moment:
        return 0, anchor
    if isinstance(length, timedelta):
        number = 1 + (moment - anchor) // length
        return number, anchor + number * length
    there = moment.astimezone(anchor.tzinfo)
    number = ((there.year - anchor.year) * 12 + there.month - anchor.month) // length.months
    while later(anchor, length, number) <= moment:
        number += 1
    return number, later(anchor, length, number)
