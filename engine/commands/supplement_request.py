"""A citizen adds to a case, or answers what was asked; whoever has it is told."""

from dataclasses import dataclass, replace
from typing import Any

from engine.casework.case import Owner, State
from engine.casework.merging import Supplement
from engine.commands.case_doors import citizen_case
from engine.errors import Unusable
from engine.operations.notices import notify
from engine.operations.present import keep
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SupplementRequest:
    """Without a tracking code: intake or the call-back officer writes down what the citizen said."""

    number: str
    text: str
    tracking_code: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (the case has ended), Unusable (nothing said)."""
        case = citizen_case(work, self.number, self.tracking_code, ("intake", "callback_officer"))
        case.expect_open()
        if not self.text.strip():
            raise Unusable("Expected what you want to add, but found nothing. Write a sentence.")
        work.supplements.add(Supplement(new_id(), case.number, False, self.text, work.by.username, work.now))
        if case.state is State.ASKED:
            keep(work, case, replace(case, state=State.REGISTERED, owner=Owner("intake")), "supplement")
        else:
            keep(work, case, case, "supplement")
        if work.subscriptions.waiting_for("supplement", case.number):
            work.throw("supplement", case.number, {"text": self.text})
        elif case.lead_unit:
            notify(work, case.number, "lead_unit", "supplemented")
        return {"number": case.number}
