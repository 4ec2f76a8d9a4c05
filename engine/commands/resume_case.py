"""A coordinator takes a suspended case up again before its day."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import SUSPENDS
from engine.commands.case_doors import send, staff_case
from engine.errors import NotNow
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ResumeCase:
    """The clocks go on with what was left."""

    number: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (it is not suspended)."""
        case = staff_case(work, self.number, SUSPENDS)
        if not case.suspended:
            raise NotNow(f"Expected {case.number} to be suspended, but it is running. Nothing was changed.")
        send(work, "resume", case.number, {}, "It is being resumed already.")
        return {"number": case.number}
