"""Equality and order of FEEL values (DMN 1.5 tables 53 and 54): three-valued, null where kinds differ."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.durations import NANO, DaysDuration, MonthsDuration
from engine.feel.moments import Date, DateTime, Time, Zone


def equal(left: Any, right: Any) -> bool | None:
    """``=``: true, false, or null for two kinds that have nothing in common. null equals null only."""
    kind = type(left)
    if left is None or right is None:
        return left is right
    if kind is not type(right):
        return None
    special = _EQUAL.get(kind)
    return left == right if special is None else special(left, right)


def same(left: Any, right: Any) -> bool:
    """Is it certain that the two are equal? What list functions and tables ask."""
    return equal(left, right) is True


def less(left: Any, right: Any) -> bool | None:
    """``<``: null for values without an order between them."""
    kind = type(left)
    if kind is not type(right):
        return None
    order = _LESS.get(kind)
    return None if order is None else order(left, right)


def _lists(left: list[Any], right: list[Any]) -> bool | None:
    if len(left) != len(right):
        return False
    return _all(equal(one, other) for one, other in zip(left, right, strict=True))


def _contexts(left: dict[str, Any], right: dict[str, Any]) -> bool | None:
    if left.keys() != right.keys():
        return False
    return _all(equal(value, right[key]) for key, value in left.items())


def _all(answers: Any) -> bool | None:
    found: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            found = None
    return found


def _comparable(left: Zone, right: Zone) -> bool:
    return (left is None) == (right is None)


def _moments(left: Time | DateTime, right: Time | DateTime) -> bool | None:
    """To the second: the standard compares the properties, of which ``second`` is the finest."""
    if not _comparable(left.zone, right.zone):
        return None
    return left.instant() // NANO == right.instant() // NANO


def _ranges(left: Any, right: Any) -> bool | None:
    if (left.sign, left.has_low, left.has_high) != (right.sign, right.has_low, right.has_high):
        return False
    return _all((equal(left.low, right.low), equal(left.high, right.high)))


def _earlier(left: Time | DateTime, right: Time | DateTime) -> bool | None:
    return left.instant() < right.instant() if _comparable(left.zone, right.zone) else None


def _plain(left: Any, right: Any) -> bool:
    answer: bool = left < right
    return answer


_EQUAL: dict[type, Callable[[Any, Any], bool | None]] = {
    list: _lists,
    dict: _contexts,
    Time: _moments,
    DateTime: _moments,
}
_LESS: dict[type, Callable[[Any, Any], bool | None]] = {
    Decimal: _plain,
    str: _plain,
    Date: lambda left, right: left.days() < right.days(),
    Time: _earlier,
    DateTime: _earlier,
    DaysDuration: _plain,
    MonthsDuration: _plain,
}


def teach_ranges(kind: type) -> None:
    """The kind of ranges is told here by its own module, which needs this one."""
    _EQUAL[kind] = _ranges
