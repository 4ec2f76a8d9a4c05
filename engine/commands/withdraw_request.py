"""A citizen takes a request back while it is still worked on."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import SPEAKS_FOR_CITIZEN
from engine.commands.case_doors import citizen_case, keep_words, send
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class WithdrawRequest:
    """Without a tracking code: intake or the call-back officer does it on the citizen's word."""

    number: str
    reason: str = ""
    tracking_code: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (the work is done, or the case has ended)."""
        case = citizen_case(work, self.number, self.tracking_code, SPEAKS_FOR_CITIZEN)
        case.expect_open()
        words = keep_words(work, case.number, self.reason)
        send(work, "withdraw", case.number, {"words": words}, "The work is done; rate the reply instead.")
        return {"number": case.number}
