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
class ListExport:
    """``ending``: csv or xlsx; ``on``: the day whose list it is (district time), None: today."""

    ending: str = "xlsx"
    on: date | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{name, content}``. Raises: NotAllowed for citizens, Unusable for another kind of file."""
        expect_staff(reading)
        if self.ending not in ENDINGS:
            raise Unusable(f"Expected csv or xlsx, but found {self.ending!r}.")
        day = self.on or reading.today
        called = {unit.code: unit.name for unit in reading.unit_rows.all()}
        rows = [cells_of(row, called) for row in reading.responsibility_list.rows(day)]
        name = f"responsibility-list-{day.isoformat()}.{self.ending}"
        content = written(name, list(COLUMNS.values()), ([row[field] for field in COLUMNS] for row in rows))
        return {"name": name, "content": content}
