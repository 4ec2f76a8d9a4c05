"""Timer cycles such as R3/PT4H or R/2026-11-30T08:00:00+08:00/P7D (ISO 8601), and when their turns come."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.feel import MonthsDuration, compile_expression

Length = timedelta | MonthsDuration
_CYCLE = re.compile(r"R(\d*)/(?:(\d[^/]*)/)?(P[^/]+)$")


@dataclass(frozen=True)
class Cycle:
    """``first``: text of its first turn, None: one length from now; ``turns``: how many, None: without end."""

    first: str | None
    length: Length
    turns: int | None


def read_cycle(value: object) -> Cycle | None:
    """What a text says; None when it is no cycle."""
    match = _CYCLE.match(value) if isinstance(value, str) else None
    length = read_length(match[3]) if match else None
    if match is None or length is None:
        return None
    return Cycle(match[2], length, int(match[1]) if match[1] else None)


def read_length(value: object) -> Length | None:
    """A duration, or its text; None when it is neither."""
    if isinstance(value, str):
        value = compile_expression("duration(text)").evaluate({"text": value})
    return value if isinstance(value, (timedelta, MonthsDuration)) else None


def later(start: datetime, length: Length, times: int = 1) -> datetime:
    """``start`` and so many lengths. Months are added at once, so that a cycle begun on the 31st comes back to it."""
    if isinstance(length, timedelta):
        return start + times * length
    months = MonthsDuration(times * length.months)
    found: datetime = compile_expression("start + length").evaluate({"start": start, "length": months})
    return found


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
