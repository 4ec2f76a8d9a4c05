"""Equality and order of FEEL values (DMN 1.5 tables 53 and 54): three-valued, null where kinds differ."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.durations import NANO, DaysDuration, MonthsDuration
from engine.feel.errors import FeelBudgetExceeded
from engine.feel.moments import Date, DateTime, Time, Zone

_MOST_PAIRS = 200_000


def equal(left: Any, right: Any) -> bool | None:
    """``=``: true, false, or null for two kinds that have nothing in common. null equals null only.

    Raises FeelBudgetExceeded for two values that are too large to compare.
    """
    kind = type(left)
    if left is None or right is None:
        return left is right
    if kind is not type(right):
        return None
    if kind is list or kind is dict:
        return _Comparison().equal(left, right)
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


class _Comparison:
    """Compares lists and contexts; two that were met before are not compared again, however often they are held."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], bool | None] = {}

    def equal(self, left: Any, right: Any) -> bool | None:
        kind = type(left)
        if kind is not type(right) or (kind is not list and kind is not dict):
            return equal(left, right)
        if left is right:
            return True
        pair = (id(left), id(right))
        if pair not in self.known:
            if len(self.known) > _MOST_PAIRS:
                raise FeelBudgetExceeded("The values are too large to compare.")
            self.known[pair] = self._lists(left, right) if kind is list else self._contexts(left, right)
        return self.known[pair]

    def _lists(self, left: list[Any], right: list[Any]) -> bool | None:
        if len(left) != len(right):
            return False
        return _all(self.equal(one, other) for one, other in zip(left, right, strict=True))

    def _contexts(self, left: dict[str, Any], right: dict[str, Any]) -> bool | None:
        if left.keys() != right.keys():
            return False
        return _all(self.equal(value, right[key]) for key, value in left.items())


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
