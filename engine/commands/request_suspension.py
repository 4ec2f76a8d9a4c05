"""A unit asks that its case be put aside until a day; the clock runs on until a coordinator grants it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework.entitlement import ASKS_TO_SUSPEND
from engine.casework.moments import moment_of
from engine.casework.promises import SuspensionRequest
from engine.commands.case_doors import send, staff_case
from engine.errors import NotNow, Unusable
from engine.operations.joint_cases import unit_at_work
from engine.operations.suspension_limit import expect_may_suspend
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RequestSuspension:
    """``until`` is a moment or ISO text (district time where no offset is written); ``reason`` is one of the closed
    list, ``text`` what stands in the way, in the unit's own words (docs/domain.md §3, suspensions).
    """

    number: str
    until: datetime | str
    reason: str
    text: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, until}``. What could not be granted is refused at once.

        Raises:
            NotFound, NotAllowed (not the unit that has the case),
            NotNow (a request is open, it is suspended or handled jointly, or nothing to suspend),
            Unusable (a reason outside the list, no text, a day that has passed, or later than the district allows).
        """
        case = staff_case(work, self.number, ASKS_TO_SUSPEND)
        unit = unit_at_work(work, case)
        asked = work.suspension_requests.all(case=case.number)
        if any(one.decision is None for one in asked):
            raise NotNow(f"Expected no open request to suspend {case.number}, but there is one. Wait for its decision.")
        until = moment_of(self.until, "the day of resumption", work.settings.zone)
        expect_may_suspend(work, case, until, self.reason)
        if not self.text.strip():
            raise Unusable("Expected what stands in the way of working on it, but found nothing. Write it down.")
        text = work.without_identity(self.text, case.number)
        work.suspension_requests.add(
            SuspensionRequest(
                new_id(), case.number, len(asked) + 1, self.reason, text, until, work.by.username, work.now
            )
        )
        payload = {"until": until.isoformat(), "reason": self.reason, "text": text, "unit": unit}
        work.journal.add(key=case.number, kind="case", reason=text, detail={"what": "ask_suspension", "unit": unit})
        send(work, "suspension_requested", case.number, payload, "Ask while the unit handles it.")
        return {"number": case.number, "until": until.isoformat()}
