"""A citizen adds to a case, or answers what was asked; whoever has it is told."""

from dataclasses import dataclass, replace
from typing import Any

from engine.casework.case import Owner, State
from engine.casework.entitlement import SPEAKS_FOR_CITIZEN
from engine.commands.case_doors import citizen_case, keep_words
from engine.errors import Unusable
from engine.operations import clocks
from engine.operations.notices import notify
from engine.operations.present import keep
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SupplementRequest:
    """Without a tracking code: intake or the call-back officer writes down what the citizen said."""

    number: str
    text: str
    tracking_code: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (the case has ended), Unusable (nothing said)."""
        case = citizen_case(work, self.number, self.tracking_code, SPEAKS_FOR_CITIZEN)
        case.expect_open()
        words = keep_words(work, case.number, self.text)
        if words is None:
            raise Unusable("Expected what you want to add, but found nothing. Write a sentence.")
        if case.state is State.ASKED:
            clocks.stop(work, case.number, "supplement")
            keep(work, case, replace(case, state=State.REGISTERED, owner=Owner("intake")), "supplement", words=words)
        else:
            keep(work, case, case, "supplement", words=words)
        if work.subscriptions.waiting_for("supplement", case.number):
            work.throw("supplement", case.number, {"words": words})
        elif case.lead_unit:
            notify(work, case.number, "lead_unit", "supplemented")
        return {"number": case.number}
