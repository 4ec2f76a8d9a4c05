"""The kind of a FEEL value, as one word."""

from decimal import Decimal
from typing import Any

from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.moments import Date, DateTime, Time
from engine.feel.ranges import Range

_KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    type(None): "null",
}


def kind_of(value: Any) -> str:
    """number, string, boolean, date, time, date and time, …, list, context, range, function or null."""
    return _KINDS.get(type(value), "function")
