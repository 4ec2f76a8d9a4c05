"""A unit asks for more time, before its time is over; one request at a time, and no more than the district grants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework import budget as budgets
from engine.casework.budget import Budget
from engine.casework.case import Case
from engine.casework.deadline import HANDLE
from engine.casework.entitlement import ASKS_FOR_TIME
from engine.casework.promises import APPROVE, Extension
from engine.commands.case_doors import send, staff_case
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.deployed import decided
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RequestExtension:
    """``budget`` is the extra time as text ("3 working days")."""

    number: str
    budget: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, nth}``: the how-manieth extension it would be.

        Raises:
            NotFound, NotAllowed (not the unit that has the case),
            NotNow (no clock runs, it has run out, a request is open, or as many as may be were granted),
            Unusable (the budget, one longer than the district grants, no reason).
        """
        case = staff_case(work, self.number, ASKS_FOR_TIME)
        if work.by.kind == "person" and work.by.unit != case.lead_unit:
            raise NotAllowed(
                f"Expected the unit that has {case.number} to ask, but yours is another. Leave it to that unit."
            )
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
        _expect_within_policy(work, case, granted, budget, clock.due_at)
        request = Extension(new_id(), case.number, len(asked) + 1, budget.text, self.reason, work.by.username, work.now)
        work.extensions.add(request)
        payload = {"budget": budget.text, "reason": self.reason, "nth": granted + 1}
        send(work, "extension_requested", case.number, payload, "Ask while the unit handles it.")
        return {"number": case.number, "nth": granted + 1}


def _expect_within_policy(work: UnitOfWork, case: Case, granted: int, asked: Budget, due_at: datetime) -> None:
    """Neither more extensions nor a longer one than the district's table allows; docs/domain.md §3, extensions.

    Budgets of different measures are compared by the moment each would move ``due_at`` to.

    Raises:
        NotNow: as many as may be were granted. Unusable: longer than one may be.
    """
    limit = decided(work, "extension_limit", {"kind": case.kind})
    if limit is None:
        return
    if granted >= limit["most"]:
        raise NotNow(
            f"Expected at most {limit['most']} extensions of a case (extension_policy.dmn, extension_limit: "
            f"{limit['source']}), but {case.number} was granted {granted}. Reply in time, or ask the coordinator."
        )
    calendar, longest = work.work_calendar, budgets.parse(limit["longest"])
    if calendar.add(due_at, asked).at > calendar.add(due_at, longest).at:
        raise Unusable(
            f"Expected at most {longest} more at once (extension_policy.dmn, extension_limit: {limit['source']}), "
            f"but found {asked}. Ask for less."
        )
