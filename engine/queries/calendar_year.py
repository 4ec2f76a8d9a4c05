"""One year of the district's calendar: what differs from Monday to Friday, and the working hours."""

from dataclasses import dataclass
from typing import Any

from engine.casework.calendar import year_to_import
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class CalendarYear:
    """The year, 1 to 9999."""

    year: int

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{year, announced, edition, hours: [{since, hours: [[opens, closes]…], source}…], days, to_import}``.

        ``hours``: those that hold within the year, each from a day on; ``days``: ``[{day, working, name}]``.
        ``to_import``: the year whose holidays should be imported by now, or null. Raises: NotAllowed.
        """
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff.")
        in_force = reading.work_calendar
        days = reading.calendar.days(self.year)
        return {
            "year": self.year,
            "announced": self.year in in_force.years,
            "edition": reading.calendar.newest(),
            "to_import": year_to_import(reading.today, in_force.years),
            "hours": _hours(reading, self.year),
            "days": [
                {"day": day.isoformat(), "working": one.working, "name": one.name} for day, one in sorted(days.items())
            ],
        }


def _hours(reading: Reading, year: int) -> list[dict[str, Any]]:
    """The hours that hold on its first day, and those that begin later in it."""
    every = [(since, hours, source) for since, (hours, source) in reading.calendar.hours().items()]
    before = [one for one in every if one[0].year < year]
    shown = [*before[-1:], *(one for one in every if one[0].year == year)] or every[:1]
    return [
        {
            "since": since.isoformat(),
            "hours": [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours],
            "source": source,
        }
        for since, hours, source in shown
    ]


@dataclass(frozen=True)
class CalendarWarning:
    """Is the calendar behind? For machines that watch, and for the log."""

    def answer(self, reading: Reading) -> int | None:
        """The year whose holidays should be imported by now; None: all is well, or there is no calendar at all."""
        if not reading.calendar.newest():
            return None
        return year_to_import(reading.today, reading.work_calendar.years)
