"""Functions that compare points and ranges (DMN 1.5 §10.3.4.9, table 78)."""

from collections.abc import Callable
from typing import Any

from engine.feel.equality import equal, less
from engine.feel.functions import builtin
from engine.feel.kinds import kind_of
from engine.feel.ranges import Range

_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


class _NoOrder(Exception):
    """Two ends cannot be compared: the function answers null."""


def _lt(left: Any, right: Any) -> bool:
    answer = less(left, right)
    if answer is None:
        raise _NoOrder
    return answer


def _eq(left: Any, right: Any) -> bool:
    answer = equal(left, right)
    if answer is None or left is None or right is None:
        raise _NoOrder
    return answer


def _register(name: str, first: str, second: str, act: Callable[[Any, Any], bool]) -> None:
    """One signature of a function; ``first`` and ``second`` name the parameters, those called range… take ranges."""

    def run(left: Any, right: Any) -> bool | None:
        try:
            return act(left, right)
        except _NoOrder:
            return None

    kinds = ["range" if parameter.startswith("range") else _POINT for parameter in (first, second)]
    builtin(name, f"{first}: {kinds[0]}, {second}: {kinds[1]}")(run)


def _inside(point: Any, span: Range) -> bool:
    above = _lt(span.low, point) or (span.has_low and _eq(span.low, point))
    return above and (_lt(point, span.high) or (span.has_high and _eq(span.high, point)))


def _ends_before(one: Range, other: Range) -> bool:
    return _lt(one.high, other.low) or (not (one.has_high and other.has_low) and _eq(one.high, other.low))


def _meets(one: Range, other: Range) -> bool:
    return one.has_high and other.has_low and _eq(one.high, other.low)


def _starts_no_later(one: Range, other: Range) -> bool:
    return _lt(one.low, other.low) or (_eq(one.low, other.low) and (one.has_low or not other.has_low))


def _ends_no_earlier(one: Range, other: Range) -> bool:
    return _lt(other.high, one.high) or (_eq(one.high, other.high) and (one.has_high or not other.has_high))


def _includes(one: Range, other: Range) -> bool:
    return _starts_no_later(one, other) and _ends_no_earlier(one, other)


def _overlaps(one: Range, other: Range) -> bool:
    return not _ends_before(one, other) and not _ends_before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    starts = _lt(one.low, other.low) or (_eq(one.low, other.low) and one.has_low and not other.has_low)
    reaches = _lt(other.low, one.high) or (_eq(one.high, other.low) and one.has_high and other.has_low)
    ends = _lt(one.high, other.high) or (_eq(one.high, other.high) and (not one.has_high or other.has_high))
    return starts and reaches and ends


def _same_low(one: Range, other: Range) -> bool:
    return _eq(one.low, other.low) and one.has_low == other.has_low


def _same_high(one: Range, other: Range) -> bool:
    return _eq(one.high, other.high) and one.has_high == other.has_high


def _starts(one: Range, other: Range) -> bool:
    return _same_low(one, other) and _ends_no_earlier(other, one)


def _finishes(one: Range, other: Range) -> bool:
    return _same_high(one, other) and _starts_no_later(other, one)


def _before_range(point: Any, span: Range) -> bool:
    return _lt(point, span.low) or (not span.has_low and _eq(point, span.low))


def _after_range(point: Any, span: Range) -> bool:
    return _lt(span.high, point) or (not span.has_high and _eq(point, span.high))


def _coincides(one: Any, other: Any) -> bool:
    if kind_of(one) == "range":
        return _same_low(one, other) and _same_high(one, other)
    return _eq(one, other)


_register("before", "point1", "point2", _lt)
_register("before", "point", "range", _before_range)
_register("before", "range", "point", lambda span, point: _after_range(point, span))
_register("before", "range1", "range2", _ends_before)
_register("after", "point1", "point2", lambda one, other: _lt(other, one))
_register("after", "point", "range", _after_range)
_register("after", "range", "point", lambda span, point: _before_range(point, span))
_register("after", "range1", "range2", lambda one, other: _ends_before(other, one))
_register("meets", "range1", "range2", _meets)
_register("met by", "range1", "range2", lambda one, other: _meets(other, one))
_register("overlaps", "range1", "range2", _overlaps)
_register("overlaps before", "range1", "range2", _overlaps_before)
_register("overlaps after", "range1", "range2", lambda one, other: _overlaps_before(other, one))
_register("finishes", "point", "range", lambda point, span: span.has_high and _eq(point, span.high))
_register("finishes", "range1", "range2", _finishes)
_register("finished by", "range", "point", lambda span, point: span.has_high and _eq(point, span.high))
_register("finished by", "range1", "range2", lambda one, other: _finishes(other, one))
_register("includes", "range", "point", lambda span, point: _inside(point, span))
_register("includes", "range1", "range2", _includes)
_register("during", "point", "range", _inside)
_register("during", "range1", "range2", lambda one, other: _includes(other, one))
_register("starts", "point", "range", lambda point, span: span.has_low and _eq(point, span.low))
_register("starts", "range1", "range2", _starts)
_register("started by", "range", "point", lambda span, point: span.has_low and _eq(point, span.low))
_register("started by", "range1", "range2", lambda one, other: _starts(other, one))
_register("coincides", "point1", "point2", _coincides)
_register("coincides", "range1", "range2", _coincides)
