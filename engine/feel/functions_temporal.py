"""Functions of the calendar and the clock (DMN 1.5 §10.3.4.7 and §10.3.4.11)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel.functions import builtin
from engine.feel.moments import Date, DateTime, date_from_python, datetime_from_python

if TYPE_CHECKING:
    from engine.feel.scope import Scope

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = "date: date|date and time"


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("day of year", _DAY)
def day_of_year(value: Date | DateTime) -> Decimal:
    day = _day(value)
    return Decimal(day.days() - Date(day.year, 1, 1).days() + 1)


@builtin("day of week", _DAY)
def day_of_week(value: Date | DateTime) -> str:
    return _DAYS[_day(value).weekday() - 1]


@builtin("month of year", _DAY)
def month_of_year(value: Date | DateTime) -> str:
    return _MONTHS[_day(value).month - 1]


@builtin("week of year", _DAY)
def week_of_year(value: Date | DateTime) -> Decimal:
    """The week of ISO 8601: the one with the year's first Thursday is week 1."""
    day = _day(value)
    thursday = Date.of_days(day.days() + 4 - day.weekday()) or day
    return Decimal((thursday.days() - Date(thursday.year, 1, 1).days()) // 7 + 1)


@builtin("now", "", scope=True)
def now(scope: "Scope") -> DateTime | None:
    try:
        return datetime_from_python(scope.root.now())
    except LookupError:
        return None


@builtin("today", "", scope=True)
def today(scope: "Scope") -> Date | None:
    try:
        return date_from_python(scope.root.now())
    except LookupError:
        return None
