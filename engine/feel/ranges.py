"""Ranges as values: ``[1..10)``, ``(< 10)``, ``(!= 10)`` (DMN 1.5 §10.3.2.7)."""

from dataclasses import dataclass
from typing import Any

from engine.feel.equality import equal, less, teach_ranges


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends, each inside or not. ``sign`` is the operator of a unary range, whose missing end is open."""

    low: Any
    high: Any
    has_low: bool
    has_high: bool
    sign: str | None = None

    @classmethod
    def of_sign(cls, sign: str, end: Any) -> "Range":
        """The range of a unary operator: < <= > >= = !=."""
        if sign in ("<", "<="):
            return cls(None, end, False, sign == "<=", sign)
        if sign in (">", ">="):
            return cls(end, None, sign == ">=", False, sign)
        return cls(end, end, sign == "=", sign == "=", sign)

    def holds(self, value: Any) -> bool | None:
        """Is the value inside? Null when it cannot be compared with an end."""
        if self.sign is not None:
            return _holds_unary(self.sign, value, self.low if self.high is None else self.high)
        if self.low is None or self.high is None:
            return None
        above = _within(self.low, value, self.has_low)
        below = _within(value, self.high, self.has_high)
        return None if above is None or below is None else above and below


def _within(left: Any, right: Any, closed: bool) -> bool | None:
    before = less(left, right)
    if before is None or before or not closed:
        return before
    return less(right, left) is False


def _holds_unary(sign: str, value: Any, end: Any) -> bool | None:
    if sign in ("=", "!="):
        same = equal(value, end)
        return same if same is None or sign == "=" else not same
    if end is None:
        return None
    if sign[0] == "<":
        return _within(value, end, sign == "<=")
    return _within(end, value, sign == ">=")


teach_ranges(Range)
