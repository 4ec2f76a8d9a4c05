"""The unit does not accept that its case counts: the coordinator has the last word."""

from dataclasses import dataclass
from typing import Any

from engine.commands.case_doors import send, staff_case
from engine.errors import NotAllowed, NotNow
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AppealExclusion:
    """``reason``: what was overlooked."""

    number: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (nothing refused, or too late), Unusable (no reason)."""
        case = staff_case(work, self.number, ("handler", "unit_leader"))
        if work.by.unit is None or work.by.unit != case.lead_unit:
            raise NotAllowed(f"Expected someone of the unit that led {case.number}; it is its score.")
        refused = work.exclusions.find(case=case.number, unit=case.lead_unit)
        if refused is None:
            raise NotNow(
                f"Expected an application for {case.number} that was refused, but there is none. "
                "Look at the case again."
            )
        appealed = refused.appealed(work.without_identity(self.reason, case.number), work.by.username, work.now)
        send(work, "exclusion_appealed", f"{case.number}/exclusion/{refused.id}", {}, "The time for an appeal is over.")
        work.exclusions.save(appealed)
        detail = {"what": "appeal", "unit": appealed.unit, "ground": appealed.ground}
        work.journal.add(key=case.number, kind="exclusion", reason=appealed.appeal, detail=detail)
        return {"number": case.number}
