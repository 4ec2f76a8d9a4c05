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
        """``{year, announced, edition, hours: [[opens, closes]…], days: [{day, working, name}], to_import}``.

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
            "hours": [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in in_force.hours],
            "days": [
                {"day": day.isoformat(), "working": one.working, "name": one.name} for day, one in sorted(days.items())
            ],
        }


@dataclass(frozen=True)
class CalendarWarning:
    """Is the calendar behind? For machines that watch, and for the log."""

    def answer(self, reading: Reading) -> int | None:
        """The year whose holidays should be imported by now; None: all is well, or there is no calendar at all."""
        if not reading.calendar.newest():
            return None
        return year_to_import(reading.today, reading.work_calendar.years)
