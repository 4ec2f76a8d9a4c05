"""The district's calendar: working days with statutory holidays and make-up workdays, working hours, and 7×24.

"N working days" means the end of working hours of the Nth working day after the day of the start: the day of the start
does not count (Civil Code of the PRC, art. 201), whatever the hour, and no working day is 24 working hours. Working
hours run along the working intervals only. All three kinds of adding are monotone and additive, and what falls due by
working time falls into it. Beyond the announced years weekends alone are free and a result is *provisional*.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from engine.casework.budget import Budget, Measure
from engine.errors import Unusable

DAY = timedelta(days=1)
Hours = tuple[tuple[time, time], ...]  # the working intervals of a working day in local time, in order
HORIZON = 3660  # days: what does not end in ten years is a mistake in the budget or in the calendar


WARNED_FROM = (11, 1)  # month and day: the State Council's notice for the next year usually comes in November


def year_to_import(today: date, announced: Collection[int]) -> int | None:
    """The next year, from 1 November on while its holidays are not imported; this year, whenever it is missing."""
    if today.year not in announced:
        return today.year
    is_late = (today.month, today.day) >= WARNED_FROM and today.year + 1 not in announced
    return today.year + 1 if is_late else None


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says: a holiday, or a make-up workday."""

    working: bool
    name: str


@dataclass(frozen=True)
class Due:
    """A moment (aware UTC), and whether it may still change when a year's holidays are announced."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """Days, hours and zone of one district.

    Args:
        exceptions: by day, what differs from Monday to Friday.
        years: the years whose holidays are announced.
        hours: the working intervals of a working day in local time, in order, not overlapping; none: not known.
        zone: the district's time zone.
        later: other hours, each from a day on, in order.
    """

    exceptions: Mapping[date, SpecialDay]
    years: frozenset[int]
    hours: Hours
    zone: tzinfo
    later: tuple[tuple[date, Hours], ...] = ()

    def __post_init__(self) -> None:
        for hours in (self.hours, *(hours for _, hours in self.later)):
            edges = [edge for interval in hours for edge in interval]
            if edges != sorted(set(edges)):
                raise Unusable("Expected working hours in order and without overlap. Mend the calendar's hours.")

    def hours_on(self, day: date) -> Hours:
        """The working hours of a day, whether or not people work on it. Raises: Unusable when there are none."""
        hours = next((hours for since, hours in reversed(self.later) if since <= day), self.hours)
        if not hours:
            raise Unusable(
                "Expected working hours, but the calendar has none. "
                "Import a calendar with them (suqiu import-calendar)."
            )
        return hours

    def is_working(self, day: date) -> bool:
        """Is it a working day?"""
        exception = self.exceptions.get(day)
        return exception.working if exception else day.weekday() < 5

    def is_announced(self, day: date) -> bool:
        """Are the holidays of its year known?"""
        return day.year in self.years

    def day_of(self, moment: datetime) -> date:
        """The day of a moment in the district."""
        return moment.astimezone(self.zone).date()

    def add(self, start: datetime, budget: Budget) -> Due:
        """When a budget that starts now is used up.

        Raises:
            Unusable: ten years are not enough.
        """
        if budget.measure is Measure.PLAIN:
            return Due(start.astimezone(UTC) + budget.length)
        if budget.measure is Measure.WORKING_DAYS:
            return self.end_of_working_day(self.day_of(start), budget.days)
        return self.add_working_time(start, budget.length)

    def end_of_working_day(self, day: date, count: int) -> Due:
        """The end of working hours of the ``count``-th working day after ``day``."""
        provisional = False
        for _ in range(HORIZON):
            day += DAY
            provisional = provisional or not self.is_announced(day)
            count -= self.is_working(day)
            if count <= 0:
                return Due(self.closing_of(day), provisional)
        raise Unusable("Expected a time limit that ends within ten years. Mend the limit or the calendar.")

    def closing_of(self, day: date) -> datetime:
        """The end of working hours of a day, whether or not people work on it."""
        return self._moment(day, self.hours_on(day)[-1][1])

    def add_working_time(self, start: datetime, length: timedelta) -> Due:
        """The moment by which ``length`` of working time has passed since ``start``."""
        provisional = False
        for day, opens, closes in self._intervals(start):
            provisional = provisional or not self.is_announced(day)
            begin = max(opens, start)
            if begin >= closes:
                continue
            if length <= closes - begin:
                return Due(begin + length, provisional)
            length -= closes - begin
        raise Unusable("Expected a time limit that ends within ten years. Mend the limit or the calendar.")

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; nothing when the end is not after the start."""
        total = timedelta()
        for _, opens, closes in self._intervals(start):
            if opens >= end:
                break
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def _intervals(self, start: datetime) -> Iterator[tuple[date, datetime, datetime]]:
        day = self.day_of(start)
        for _ in range(HORIZON):
            if self.is_working(day):
                for opens, closes in self.hours_on(day):
                    yield day, self._moment(day, opens), self._moment(day, closes)
            day += DAY

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
