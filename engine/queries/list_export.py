"""The responsibility list as a file: imported again, it changes nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.casework.list_table import COLUMNS, cells_of
from engine.casework.sheet import written
from engine.errors import Unusable
from engine.persistence.unit_of_work import Reading
from engine.queries.responsibility_rows import expect_staff

__all__ = ["COLUMNS", "ENDINGS", "ListExport"]
ENDINGS = ("csv", "xlsx")


@dataclass(frozen=True)
class ListLines:
    """The list as its table has it, a line a matter. ``on``: as for ``ListExport``."""

    on: date | None = None

    def answer(self, reading: Reading) -> list[dict[str, str]]:
        """Cells by field of ``COLUMNS``. Raises: NotAllowed for citizens."""
        expect_staff(reading)
        called = {unit.code: unit.name for unit in reading.unit_rows.all()}
        return [cells_of(row, called) for row in reading.responsibility_list.rows(self.on or reading.today)]


@dataclass(frozen=True)
class ListExport:
    """``ending``: csv or xlsx; ``on``: the day whose list it is (district time), None: today."""

    ending: str = "xlsx"
    on: date | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{name, content}``. Raises: NotAllowed for citizens, Unusable for another kind of file."""
        if self.ending not in ENDINGS:
            raise Unusable(f"Expected csv or xlsx, but found {self.ending!r}.")
        day = self.on or reading.today
        rows = ListLines(day).answer(reading)
        name = f"responsibility-list-{day.isoformat()}.{self.ending}"
        content = written(name, list(COLUMNS.values()), ([row[field] for field in COLUMNS] for row in rows))
        return {"name": name, "content": content}
