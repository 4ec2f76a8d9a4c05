"""A coordinator puts a case aside until a day, for a listed reason; its clocks rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework.entitlement import SUSPENDS
from engine.casework.moments import moment_of
from engine.casework.promises import ask_suspension
from engine.commands.case_doors import send, staff_case
from engine.errors import NotNow
from engine.operations.suspension_limit import expect_may_suspend
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SuspendCase:
    """``until`` is a moment or ISO text (district time where no offset is written)."""

    number: str
    until: datetime | str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, until}``.

        Raises:
            NotFound, NotAllowed,
            NotNow (suspended, its unit asks for it and waits for the decision, or nothing to suspend),
            Unusable (a reason outside the list, a day that has passed, or later than the district allows).
        """
        case = staff_case(work, self.number, SUSPENDS)
        if work.suspension_requests.all(case=case.number, decision=None):
            raise NotNow(
                f"Expected no open request to suspend {case.number}, but its unit asked for it. Decide that request: "
                "it is in your list."
            )
        until = moment_of(self.until, "the day of resumption", work.settings.zone)
        expect_may_suspend(work, case, until, self.reason)
        asked = ask_suspension(new_id(), case.number, until=until, reason=self.reason, by=work.by.username, at=work.now)
        work.suspensions.add(asked)
        payload = {"until": until.isoformat(), "reason": self.reason}
        send(work, "suspend", case.number, payload, "Suspend a case while it is worked on.")
        return {"number": case.number, "until": until.isoformat()}
