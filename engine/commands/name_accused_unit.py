"""The request complains of a unit: from now on that unit is not shown who complained, does not review, and where
somebody who may send cases to units says so, has the case no more."""

from dataclasses import dataclass
from typing import Any

from engine.casework.conflict import AccusedUnit
from engine.casework.entitlement import ACCUSES, TAKES_OFF_ACCUSED
from engine.commands.case_doors import staff_case
from engine.errors import NotNow, Unusable
from engine.operations.conflicts import send_back, tell_if_at_work
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NameAccusedUnit:
    """``unit`` by its code. Where it has the case already, the word of a dispatcher, shift leader or coordinator takes
    it off that unit; after anybody else's, and where that cannot be, those who decide are told; docs/domain.md §7a."""

    number: str
    unit: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, unit, taken_off}``: is the case taken off the unit?

        Raises: NotFound, NotAllowed, NotNow (ended, or named before), Unusable (no reason).
        """
        case = staff_case(work, self.number, ACCUSES)
        case.expect_open()
        unit = work.units.get(self.unit)
        if not self.reason.strip():
            raise Unusable("Expected a reason, but found none. Say what the citizen complains of.")
        if work.accused_units.find(case=case.number, unit=unit.code) is not None:
            raise NotNow(f"Expected a unit not named yet, but {unit.name} was. Nothing was changed.")
        reason = work.without_identity(self.reason.strip(), case.number)
        work.accused_units.add(AccusedUnit(case.number, unit.code, reason, work.by.username, work.now))
        work.journal.add(
            key=case.number, kind="identity", reason=reason, after={"accused_unit": unit.code},
            detail={"what": "accused_unit"},
        )  # fmt: skip
        taken_off = work.by.has(*TAKES_OFF_ACCUSED) and send_back(work, case, unit.code)
        if not taken_off:
            tell_if_at_work(work, case, unit.code)
        return {"number": case.number, "unit": unit.code, "taken_off": taken_off}
