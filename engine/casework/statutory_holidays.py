"""The holidays every announced year has, and which of them a table of special days forgot; docs/domain.md §3, calendar.

Source: the State Council's regulation on public holidays (全国年节及纪念日放假办法). The yearly notice moves days about
these and never leaves one out; a holiday of the moon is looked for in the weeks it can fall into.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.casework.calendar import SpecialDay

Day = tuple[int, int]  # month, day


@dataclass(frozen=True)
class StatutoryHoliday:
    """On a day of every year (``first`` = ``last``), or between two; ``but`` are the days of another one."""

    zh: str
    en: str
    first: Day
    last: Day
    since: int = 0
    but: tuple[Day, Day] | None = None

    def is_in(self, year: int, days: Mapping[date, SpecialDay]) -> bool:
        """Does a year with these special days keep it?"""
        if self.first == self.last:
            day = date(year, *self.first)
            return not days[day].working if day in days else day.weekday() > 4
        return any(self._may_fall_on(day) for day, one in days.items() if day.year == year and not one.working)

    def _may_fall_on(self, day: date) -> bool:
        of_year = (day.month, day.day)
        is_others = self.but is not None and self.but[0] <= of_year <= self.but[1]
        return self.first <= of_year <= self.last and not is_others


HOLIDAYS = (
    StatutoryHoliday("元旦", "New Year", (1, 1), (1, 1)),
    StatutoryHoliday("春节", "Spring Festival", (1, 20), (2, 27)),
    StatutoryHoliday("清明节", "Qingming", (4, 2), (4, 8), since=2008),
    StatutoryHoliday("劳动节", "Labour Day", (5, 1), (5, 1)),
    StatutoryHoliday("端午节", "Dragon Boat", (5, 26), (6, 28), since=2008),
    StatutoryHoliday("中秋节", "Mid-Autumn", (9, 5), (10, 9), since=2008, but=((10, 1), (10, 7))),
    StatutoryHoliday("国庆节", "National Day", (10, 1), (10, 1)),
)


def forgotten_in(year: int, days: Mapping[date, SpecialDay]) -> list[StatutoryHoliday]:
    """The statutory holidays on which nobody is free in a year with these special days, in order."""
    return [one for one in HOLIDAYS if year >= one.since and not one.is_in(year, days)]
