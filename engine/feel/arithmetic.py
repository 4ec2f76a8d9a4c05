"""``+ - * / **`` over every kind that has them (DMN 1.5 tables 57 to 60); null elsewhere."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from engine.feel import numbers
from engine.feel.durations import DAY, DaysDuration, MonthsDuration
from engine.feel.moments import Date, DateTime, Time


def add(left: Any, right: Any) -> Any:
    """Addition for what is not two numbers; of texts, joining them."""
    if isinstance(right, (Date, Time, DateTime)) and isinstance(left, (DaysDuration, MonthsDuration)):
        left, right = right, left
    if type(left) is type(right):
        if isinstance(left, str):
            return left + right
        if isinstance(left, DaysDuration):
            return DaysDuration(left.nanos + right.nanos)
        return MonthsDuration(left.months + right.months) if isinstance(left, MonthsDuration) else None
    if isinstance(right, DaysDuration):
        return _later(left, right.nanos)
    return _months_later(left, right.months) if isinstance(right, MonthsDuration) else None


def subtract(left: Any, right: Any) -> Any:
    """Subtraction for what is not two numbers."""
    if isinstance(right, DaysDuration):
        return DaysDuration(left.nanos - right.nanos) if isinstance(left, DaysDuration) else _later(left, -right.nanos)
    if isinstance(right, MonthsDuration):
        if isinstance(left, MonthsDuration):
            return MonthsDuration(left.months - right.months)
        return _months_later(left, -right.months)
    if isinstance(left, Time) and isinstance(right, Time):
        return _between(left, right)
    if isinstance(left, (Date, DateTime)) and isinstance(right, (Date, DateTime)):
        return _between(_midnight(left), _midnight(right))
    return None


def multiply(left: Any, right: Any) -> Any:
    if isinstance(left, Decimal):
        left, right = right, left
    return _scaled(left, right) if isinstance(right, Decimal) else None


def divide(left: Any, right: Any) -> Any:
    if isinstance(right, Decimal):
        return _scaled(left, right, is_division=True)
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration):
        return numbers.divide(Decimal(left.nanos), Decimal(right.nanos))
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration):
        return numbers.divide(Decimal(left.months), Decimal(right.months))
    return None


def power(left: Any, right: Any) -> None:
    """There is no power of anything but numbers."""


def negate(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.copy_negate() if value else value
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanos)
    return MonthsDuration(-value.months) if isinstance(value, MonthsDuration) else None


def _scaled(length: Any, factor: Decimal, *, is_division: bool = False) -> Any:
    if not isinstance(length, (DaysDuration, MonthsDuration)):
        return None
    act = numbers.divide if is_division else numbers.multiply
    whole = length.nanos if isinstance(length, DaysDuration) else length.months
    answer = act(Decimal(whole), factor)
    if answer is None or answer.adjusted() > 40:
        return None
    if isinstance(length, DaysDuration):
        return DaysDuration(int(answer.to_integral_value(ROUND_HALF_EVEN)))
    return MonthsDuration(int(answer))


def _later(moment: Any, nanos: int) -> Any:
    if isinstance(moment, DateTime):
        return moment.plus(nanos)
    if isinstance(moment, Date):
        return Date.of_days(moment.days() + nanos // DAY)
    return Time((moment.nanos + nanos) % DAY, moment.zone) if isinstance(moment, Time) else None


def _months_later(moment: Any, months: int) -> Any:
    day = moment.date if isinstance(moment, DateTime) else moment
    if not isinstance(day, Date):
        return None
    later = day.plus_months(months)
    return DateTime(later, moment.time) if later is not None and isinstance(moment, DateTime) else later


def _midnight(value: Date | DateTime) -> DateTime:
    """A date stands for its midnight of UTC in a subtraction."""
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0))


def _between(left: Time | DateTime, right: Time | DateTime) -> DaysDuration | None:
    if (left.zone is None) != (right.zone is None):
        return None
    return DaysDuration(left.instant() - right.instant())
