"""How a person has arranged their worklist."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.desks import COLUMNS
from engine.persistence.unit_of_work import Reading

USUAL = ("step", "who")


@dataclass(frozen=True)
class DeskOf:
    """The reader's own."""

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{columns, filters: [{name, query}…], choices}``: names of columns shown, and of all there are."""
        desk = reading.desks.of(reading.by.username)
        return {"columns": desk.columns or list(USUAL), "filters": desk.filters, "choices": COLUMNS}
