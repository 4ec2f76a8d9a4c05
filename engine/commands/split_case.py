"""A merged case goes its own way again."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import State
from engine.casework.entitlement import MERGES
from engine.commands.case_doors import send, staff_case
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SplitCase:
    """``reason`` goes with the message."""

    number: str
    reason: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (it is not merged)."""
        case = staff_case(work, self.number, MERGES)
        case.expect(State.MERGED)
        reason = work.without_identity(self.reason, case.number) if self.reason else None
        send(work, "split", case.number, {"reason": reason}, "It has its parent's reply already.")
        return {"number": case.number}
