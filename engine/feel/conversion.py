"""Between Python's values and FEEL's, and between FEEL's and JSON's."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from engine.feel import moments
from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.errors import FeelBudgetExceeded, FeelError
from engine.feel.moments import Date, DateTime, Time
from engine.feel.numbers import from_float
from engine.feel.ranges import Range

_MOST_PARTS = 1_000_000


def from_python(value: Any) -> Any:
    """The FEEL value of a Python one, deep. What is no value of either (an object of yours) becomes null."""
    act = _FROM.get(type(value))
    if act is not None:
        return act(value)
    if value is None or isinstance(value, (str, bool, Decimal, *_FEEL)) or hasattr(value, "call_named"):
        return value
    for kind, convert in _FROM_KINDS:
        if isinstance(value, kind):
            return convert(value)
    return None


def to_python(value: Any) -> Any:
    """The Python value of a FEEL one, deep: Decimal, str, bool, None, list, dict, date, time, datetime, timedelta.

    A MonthsDuration, a Range, a Function, and a moment beyond Python's years stay as they are.
    Raises FeelBudgetExceeded for a value of more than a million parts.
    """
    return _Unwrapping().python(value)


class _Unwrapping:
    """Counts, since a list may hold another many times over."""

    def __init__(self) -> None:
        self.left = _MOST_PARTS

    def python(self, value: Any) -> Any:
        if isinstance(value, list):
            self._count(len(value))
            return [self.python(item) for item in value]
        if isinstance(value, dict):
            self._count(len(value))
            return {key: self.python(item) for key, item in value.items()}
        if isinstance(value, (Date, Time, DateTime)):
            return moments.to_python(value)
        return value.to_python() if isinstance(value, DaysDuration) else value

    def _count(self, parts: int) -> None:
        self.left -= parts + 1
        if self.left < 0:
            raise FeelBudgetExceeded(f"Expected a value of at most {_MOST_PARTS} parts, found a larger one.")


def from_json(value: Any) -> Any:
    """The FEEL value of parsed JSON: numbers become Decimal, everything else stays what it is.

    Raises FeelError when it is nested too deep.
    """
    try:
        return from_python(value)
    except RecursionError:
        raise FeelError("Expected a value nested less deep.") from None


def to_json(value: Any) -> Any:
    """Plain JSON of a FEEL or Python value: numbers int or float, moments and durations ISO text.

    Raises FeelError for a function or a range, which JSON cannot say, for a number beyond its doubles, and for a value
    nested too deep.
    """
    try:
        return _json(value)
    except RecursionError:
        raise FeelError("Expected a value nested less deep.") from None


def _json(value: Any) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return _stored(value)
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(_days(value))
    if isinstance(value, (Date, Time, DateTime)):
        plain = moments.to_python(value)
        return str(plain) if isinstance(plain, (Date, DateTime, Time)) else plain.isoformat()
    if isinstance(value, (DaysDuration, MonthsDuration)):
        return str(value)
    kind = "a range" if isinstance(value, Range) else "a function or an object"
    raise FeelError(f"Expected a value that can be stored, found {kind}. Store its result or its ends instead.")


def shown(value: Any) -> str:
    """A value as a sentence quotes it: as FEEL writes it, and of a long one the beginning."""
    try:
        text = json.dumps(to_json(value), ensure_ascii=False)
    except FeelError:
        text = "a range" if isinstance(value, Range) else "a function"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _stored(value: float | Decimal) -> float:
    """FEEL's whole numbers of up to 64 bits as they are, its others as JSON's doubles: a state holds no others."""
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.adjusted() < 20:
        whole = int(value)
        return whole if -(2**63) <= whole < 2**64 else float(whole)
    if isinstance(value, int):
        return value
    number = float(value)
    if not isfinite(number):
        raise FeelError("Expected a number that can be stored, up to 1.79E+308, found one beyond. Make it smaller.")
    return number


def _number(value: int) -> Decimal:
    return Decimal(value)


def _items(value: Any) -> list[Any]:
    return [from_python(item) for item in value]


def _entries(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): from_python(item) for key, item in value.items()}


def _days(value: timedelta) -> DaysDuration:
    return DaysDuration(((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000)


LONGEST_SHOWN = 80  # characters
_FEEL = (Date, Time, DateTime, DaysDuration, MonthsDuration, Range)
_FROM: dict[type, Callable[[Any], Any]] = {
    int: _number,
    float: from_float,
    list: _items,
    tuple: _items,
    dict: _entries,
    datetime: moments.datetime_from_python,
    date: moments.date_from_python,
    time: moments.time_from_python,
    timedelta: _days,
}
_FROM_KINDS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (int, _number),
    (float, from_float),
    (datetime, moments.datetime_from_python),
    (date, moments.date_from_python),
    (time, moments.time_from_python),
    (timedelta, _days),
    (Mapping, _entries),
    ((list, tuple), _items),
)
