"""A case is taken off the unit that has it and is complained of: it is dispatched anew, and not to that unit."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import TAKES_OFF_ACCUSED
from engine.commands.case_doors import staff_case
from engine.errors import NotNow, Unusable
from engine.operations.conflicts import has_it, send_back
from engine.persistence.conflicts import barred_by
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TakeOffAccusedUnit:
    """``unit`` by its code: named before by somebody who may not send cases to units, or while the case rested."""

    number: str
    unit: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, unit, taken_off}``. Clocks run on; docs/domain.md §7a.

        Raises:
            NotFound, NotAllowed, NotNow (not complained of, allowed to act, does not have the case, or the case is
            suspended), Unusable (no reason).
        """
        case = staff_case(work, self.number, TAKES_OFF_ACCUSED)
        case.expect_open()
        unit = work.units.get(self.unit)
        if not self.reason.strip():
            raise Unusable("Expected a reason, but found none. Say why the unit may not go on with it.")
        handled, _ = has_it(work, case)
        if unit.code not in barred_by(work, handled):
            raise NotNow(
                f"Expected a unit that {case.number} complains of and nobody allowed to act, but {unit.name} is none. "
                "Name it first, with what the citizen says."
            )
        if handled.suspended:
            raise NotNow(f"Expected {handled.number} to be running, but it is suspended. Resume it first.")
        reason = work.without_identity(self.reason.strip(), case.number)
        work.journal.add(
            key=case.number, kind="identity", reason=reason, after={"taken_off": unit.code},
            detail={"what": "accused_unit_taken_off"},
        )  # fmt: skip
        if not send_back(work, case, unit.code):
            raise NotNow(
                f"Expected {unit.name} to have {handled.number} now, but it does not. "
                "A branch of a joint handling that it leads or has reported stays; end the joint handling, or leave it."
            )
        return {"number": case.number, "unit": unit.code, "taken_off": True}
