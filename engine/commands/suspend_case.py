"""A coordinator puts a case aside until a day, for a listed reason; its clocks rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework import budget as budgets
from engine.casework.entitlement import SUSPENDS
from engine.casework.moments import moment_of
from engine.casework.promises import Suspension, ask_suspension
from engine.commands.case_doors import send, staff_case
from engine.errors import NotNow, Unusable
from engine.persistence.deployed import decided
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
            NotFound, NotAllowed, NotNow (suspended or asked for already, or nothing to suspend),
            Unusable (a reason outside the list, a day that has passed, or later than the district allows).
        """
        case = staff_case(work, self.number, SUSPENDS)
        if any(one.resumed_at is None for one in work.suspensions.all(case=case.number)):
            raise NotNow(f"Expected {case.number} to be running, but it is suspended. Resume it first.")
        joint = work.joint_handlings.open_of(case.number)
        if joint is not None:
            raise NotNow(
                f"Expected {case.number} to be with its unit alone, but the units of {joint.number} work on it by "
                "dates of their own. Wait for their reply, or end the joint handling first."
            )
        until = moment_of(self.until, "the day of resumption", work.settings.zone)
        asked = ask_suspension(new_id(), case.number, until=until, reason=self.reason, by=work.by.username, at=work.now)
        _expect_within_policy(work, asked)
        work.suspensions.add(asked)
        payload = {"until": until.isoformat(), "reason": self.reason}
        send(work, "suspend", case.number, payload, "Suspend a case while it is worked on.")
        return {"number": case.number, "until": until.isoformat()}


def _expect_within_policy(work: UnitOfWork, asked: Suspension) -> None:
    """Raises: Unusable when the district's table ends it on an earlier day; docs/domain.md §3, suspensions."""
    limit = decided(work, "suspension_limit", {"reason": asked.reason})
    if limit is None:
        return
    calendar, longest = work.work_calendar, budgets.parse(limit["longest"])
    last = calendar.day_of(calendar.add(asked.asked_at, longest).at)
    if calendar.day_of(asked.until) > last:
        raise Unusable(
            f"Expected a day of resumption within {longest} (suspension_policy.dmn, suspension_limit: "
            f"{limit['source']}), but found {calendar.day_of(asked.until)}. Choose {last} or an earlier day."
        )
