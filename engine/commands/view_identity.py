"""Somebody looks at who asked, within a granted window: the look itself is what is written down."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import ASKS_TO_UNMASK
from engine.commands.case_doors import staff_case
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ViewIdentity:
    """Writes down the look; ``UnmaskedIdentity`` then shows it: the answer of a command may be stored."""

    number: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, look}``. Raises: NotFound, NotAllowed (nothing granted, or the window is over)."""
        case = staff_case(work, self.number, ASKS_TO_UNMASK)
        mine = work.identity_requests.all(case=case.number, asked_by=work.by.username)
        granted = next((one for one in mine if one.is_granted_at(work.now)), None)
        if granted is None or any(one.unit == work.by.unit for one in work.accused_units.all(case=case.number)):
            raise NotAllowed(
                f"Expected a granted request of yours to see who asked {case.number}, but found none. Ask for it."
            )
        detail = {"what": "identity_viewed", "request": granted.id}
        work.journal.add(key=case.number, kind="identity", reason=granted.reason, detail=detail)
        return {"number": case.number, "look": granted.id}
