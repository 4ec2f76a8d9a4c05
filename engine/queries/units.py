"""The units of the district."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class UnitList:
    """Every unit, those no longer in force too."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{code, name, name_en, function, street, community, position, active}]``. Raises: NotAllowed."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff.")
        return [asdict(unit) for unit in reading.unit_rows.all(order=("position", "code"))]
