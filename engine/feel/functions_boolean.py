"""``not`` and ``is`` (DMN 1.5 §10.3.4.2 and §10.3.4.7)."""

from typing import Any

from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.equality import same
from engine.feel.functions import builtin
from engine.feel.kinds import kind_of
from engine.feel.moments import Date, DateTime, Time


@builtin("not", "negand: any~")
def negated(negand: Any) -> bool | None:
    return not negand if isinstance(negand, bool) else None


@builtin("is", "value1: any~, value2: any~")
def is_identical(value1: Any, value2: Any) -> bool:
    """The same kind and the same parts: two times of one instant in different zones are not the same."""
    if kind_of(value1) != kind_of(value2):
        return False
    if isinstance(value1, (Date, Time, DateTime, DaysDuration, MonthsDuration)):
        return bool(value1 == value2)
    return same(value1, value2)
