"""A second person allows that a unit acts on a request that complains of it: nobody else has the power, say."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import LETS_ACCUSED_ACT
from engine.commands.case_doors import staff_case
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class LetAccusedUnitAct:
    """``unit`` by its code. Whoever sends the case there, or rules so, must then be another person."""

    number: str
    unit: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, unit}``.

        Raises:
            NotFound, NotAllowed (the role, or one's own unit), NotNow (ended, not complained of, or allowed before),
            Unusable (no reason).
        """
        case = staff_case(work, self.number, LETS_ACCUSED_ACT)
        case.expect_open()
        unit = work.units.get(self.unit)
        if work.by.unit == unit.code:
            raise NotAllowed("Expected someone of another unit: this request complains of yours.")
        if not self.reason.strip():
            raise Unusable("Expected a reason, but found none. Say why no other unit can act.")
        accused = work.accused_units.find(case=case.number, unit=unit.code)
        if accused is None:
            raise NotNow(f"Expected a unit complained of, but {case.number} does not complain of {unit.name}.")
        if accused.let_act_by is not None:
            raise NotNow(f"Expected a unit not allowed to act yet, but {unit.name} was. Nothing was changed.")
        reason = work.without_identity(self.reason.strip(), case.number)
        work.accused_units.save(accused.let_act(reason, work.by.username, work.now))
        work.journal.add(
            key=case.number, kind="identity", reason=reason, after={"let_act": unit.code},
            detail={"what": "accused_unit_let_act"},
        )  # fmt: skip
        return {"number": case.number, "unit": unit.code}
