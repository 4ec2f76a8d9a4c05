"""FEEL numbers: decimal128, that is 34 significant digits rounded half to even (DMN 1.5 §10.3.2.3.1).

Every operation answers null where decimal128 has no finite answer.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
WIDE = Context(prec=13_000, rounding=ROUND_HALF_EVEN, Emin=-19_999, Emax=19_999)
"""Wide enough for any two decimals of 128 bits side by side."""
SMALLEST_SCALE, LARGEST_SCALE = -6111, 6176


def _total(act: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Decimal, Decimal], Decimal | None]:
    def run(left: Decimal, right: Decimal) -> Decimal | None:
        try:
            return act(left, right)
        except DecimalException:
            return None

    return run


add = _total(CONTEXT.add)
subtract = _total(CONTEXT.subtract)
multiply = _total(CONTEXT.multiply)
divide = _total(CONTEXT.divide)


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """``base ** exponent``; null when the answer is not a real number or not finite. 0 ** 0 is 1, as in IEEE 754."""
    if not base and not exponent:
        return Decimal(1)
    try:
        answer = CONTEXT.power(base, exponent)
    except DecimalException:
        return None
    if not answer.is_finite():
        return None
    if answer == answer.to_integral_value() and answer.as_tuple().exponent != 0 and answer.adjusted() < 34:
        return answer.quantize(Decimal(1), context=CONTEXT)
    return answer


def from_text(text: str) -> Decimal | None:
    """A decimal from its literal, rounded to 34 digits; null when it is out of range."""
    try:
        return CONTEXT.create_decimal(text)
    except DecimalException:
        return None


def from_float(value: float) -> Decimal | None:
    """The shortest decimal that reads back as this float; null for infinities and NaN."""
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return Decimal(repr(value))


def to_scale(value: Decimal, scale: int, rounding: str) -> Decimal | None:
    """Rounded to ``scale`` decimals with a rounding mode of the decimal module; null outside decimal128's scales."""
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= scale:
        return value
    try:
        rounded = value.quantize(Decimal(1).scaleb(-scale, WIDE), rounding=rounding, context=WIDE)
        return CONTEXT.plus(rounded)
    except DecimalException:
        return None


def to_text(value: Decimal) -> str:
    """Plain notation without an exponent, as ``string()`` shows a number."""
    return format(value if value else value.copy_abs(), "f")
