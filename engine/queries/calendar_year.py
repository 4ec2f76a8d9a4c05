"""One year of the district's calendar: what differs from Monday to Friday, and the working hours."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class CalendarYear:
    """The year, 1 to 9999."""

    year: int

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{year, announced, hours: [[opens, closes]…], days: [{day, working, name}]}``. Raises: NotAllowed."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff.")
        in_force = reading.work_calendar
        days = reading.calendar.days(self.year)
        return {
            "year": self.year,
            "announced": self.year in in_force.years,
            "hours": [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in in_force.hours],
            "days": [
                {"day": day.isoformat(), "working": one.working, "name": one.name} for day, one in sorted(days.items())
            ],
        }
