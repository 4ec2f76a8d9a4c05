"""A unit asks for more time, before its time is over; one request at a time, and no more than the district grants."""

from dataclasses import dataclass
from typing import Any

from engine.casework import budget as budgets
from engine.casework.deadline import HANDLE
from engine.casework.entitlement import ASKS_FOR_TIME
from engine.casework.promises import APPROVE, Extension
from engine.commands.case_doors import send, staff_case
from engine.errors import NotNow, Unusable
from engine.operations.extension_limit import expect_within_limit
from engine.operations.joint_cases import unit_at_work
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RequestExtension:
    """``budget`` is the extra time as text ("3 working days").

    While units handle the case jointly their lead asks, who has it; the dates of the branches stay (docs/domain.md §5).
    """

    number: str
    budget: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, nth}``: the how-manieth extension it would be.

        Raises:
            NotFound, NotAllowed (not the unit that has the case),
            NotNow (its joint handling is being planned, no clock runs, it has run out, a request is open, or as many
            as may be were granted),
            Unusable (the budget, one longer than the district grants, no reason).
        """
        case = staff_case(work, self.number, ASKS_FOR_TIME)
        unit = unit_at_work(work, case)
        clock = work.deadlines.current(case.number, HANDLE)
        if clock is None or clock.due_at is None:
            raise NotNow(f"Expected the clock of {case.number} to run, but it does not. There is nothing to extend.")
        if clock.due_at <= work.now:
            raise NotNow(f"Expected the request before the time of {case.number} was over, but it is. Reply now.")
        if not self.reason.strip():
            raise Unusable("Expected why more time is needed, but found nothing. Give the reason.")
        asked = work.extensions.all(case=case.number, order=("number",))
        if any(one.decision is None for one in asked):
            raise NotNow(f"Expected no open request for {case.number}, but there is one. Wait for its decision.")
        granted = sum(one.decision == APPROVE for one in asked)
        budget = budgets.parse(self.budget)
        expect_within_limit(work, case, granted, budget, clock.due_at)
        reason = work.without_identity(self.reason, case.number)
        request = Extension(new_id(), case.number, len(asked) + 1, budget.text, reason, work.by.username, work.now)
        work.extensions.add(request)
        payload = {"budget": budget.text, "reason": reason, "nth": granted + 1, "unit": unit}
        work.journal.add(key=case.number, kind="case", reason=reason, detail={"what": "ask_extension", "unit": unit})
        send(work, "extension_requested", case.number, payload, "Ask while the unit handles it.")
        return {"number": case.number, "nth": granted + 1}
