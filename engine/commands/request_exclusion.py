"""A unit asks that a closed case does not count in its score; another person decides."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import State
from engine.casework.exclusion import ask_exclusion
from engine.commands.case_doors import staff_case
from engine.errors import NotAllowed, NotNow
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RequestExclusion:
    """``ground``: a word of the closed list; ``explanation``: why the case should not count."""

    number: str
    ground: str
    explanation: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, id, key}``.

        Raises:
            NotFound, NotAllowed (not of the unit that led the case), NotNow (not closed, or asked before),
            Unusable (ground, explanation).
        """
        case = staff_case(work, self.number, ("handler", "unit_leader"))
        if work.by.unit is None or work.by.unit != case.lead_unit:
            raise NotAllowed(f"Expected someone of the unit that led {case.number}; it is its score.")
        case.expect(State.CLOSED)
        if work.exclusions.find(case=case.number, unit=case.lead_unit) is not None:
            raise NotNow(f"Expected no application for {case.number} yet, but there is one. Look at it.")
        explanation = work.without_identity(self.explanation, case.number)
        asked = ask_exclusion(
            new_id(), case.number, case.lead_unit, ground=self.ground, explanation=explanation,
            by=work.by.username, at=work.now,
        )  # fmt: skip
        work.exclusions.add(asked)
        detail = {"what": "ask", "unit": asked.unit, "ground": asked.ground}
        work.journal.add(key=case.number, kind="exclusion", reason=asked.explanation, detail=detail)
        key = f"{case.number}/exclusion/{asked.id}"
        work.throw("exclusion_requested", key, {"ground": asked.ground, "explanation": asked.explanation})
        return {"number": case.number, "id": asked.id, "key": key}
