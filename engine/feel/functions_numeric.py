"""Numeric functions (DMN 1.5 §10.3.4.5)."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import Any

from engine.feel import numbers
from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.functions import builtin
from engine.feel.numbers import CONTEXT, WIDE


def _rounded(n: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    if not numbers.SMALLEST_SCALE <= scale <= numbers.LARGEST_SCALE:
        return None
    return numbers.to_scale(n, int(scale), rounding)


@builtin("decimal", "n: number, scale: number")
def decimal(n: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", "n: number, scale?: number")
def floor(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    return _rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling", "n: number, scale?: number")
def ceiling(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    return _rounded(n, scale, ROUND_CEILING)


@builtin("round up", "n: number, scale?: number")
def round_up(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    return _rounded(n, scale, ROUND_UP)


@builtin("round down", "n: number, scale?: number")
def round_down(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    return _rounded(n, scale, ROUND_DOWN)


@builtin("round half up", "n: number, scale?: number")
def round_half_up(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    return _rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", "n: number, scale?: number")
def round_half_down(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    return _rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", "n: number|days and time duration|years and months duration")
def absolute(n: Any) -> Any:
    if isinstance(n, DaysDuration):
        return DaysDuration(abs(n.nanos))
    return MonthsDuration(abs(n.months)) if isinstance(n, MonthsDuration) else n.copy_abs()


@builtin("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """dividend - divisor * floor(dividend / divisor), so that the answer has the divisor's sign."""
    if not divisor:
        return None
    try:
        rest = CONTEXT.remainder(dividend, divisor)
        return CONTEXT.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest
    except DecimalException:
        return CONTEXT.plus(_exact_rest(dividend, divisor))


def _exact_rest(dividend: Decimal, divisor: Decimal) -> Decimal:
    """As modulo, for two numbers so far apart that their quotient has more than 34 digits."""
    rest = WIDE.remainder(dividend, divisor)
    return WIDE.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number: number")
def sqrt(number: Decimal) -> Decimal | None:
    return CONTEXT.sqrt(number) if number >= 0 else None


@builtin("log", "number: number")
def log(number: Decimal) -> Decimal | None:
    return CONTEXT.ln(number) if number > 0 else None


@builtin("exp", "number: number")
def exp(number: Decimal) -> Decimal | None:
    try:
        return CONTEXT.exp(number)
    except DecimalException:
        return None


@builtin("odd", "number: number")
def odd(number: Decimal) -> bool | None:
    return _rest_of_two(number) == 1


@builtin("even", "number: number")
def even(number: Decimal) -> bool | None:
    return _rest_of_two(number) == 0


def _rest_of_two(number: Decimal) -> Decimal | None:
    return modulo(number, Decimal(2))
