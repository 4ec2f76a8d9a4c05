"""Who works here."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Staff:
    """Every account, or those of one unit."""

    unit: str | None = None

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{username, name, roles, unit, active}]``. Raises: NotAllowed for citizens."""
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; who works here is not public.")
        return [
            {"username": one.username, "name": one.name, "roles": one.roles, "unit": one.unit, "active": one.active}
            for one in reading.accounts.all(unit=self.unit)
        ]
