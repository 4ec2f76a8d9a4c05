"""The units of the district, and the names they bore."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class UnitList:
    """Every unit, those no longer in force too."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{code, name, name_en, function, street, community, position, active, names: [{name, since, until}]}]``.

        ``names`` are those it bore or is written under; days that are not known are null.

        Raises: NotAllowed.
        """
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff.")
        names: dict[str, list[dict[str, Any]]] = {}
        for one in reading.aliases.all(order=("until", "name")):
            since, until = (day.isoformat() if day else None for day in (one.since, one.until))
            names.setdefault(one.unit, []).append({"name": one.name, "since": since, "until": until})
        units = reading.unit_rows.all(order=("position", "code"))
        return [{**asdict(unit), "names": names.get(unit.code, [])} for unit in units]
