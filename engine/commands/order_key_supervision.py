"""A leader, coordinator or supervisor puts a case under key supervision (重点督办)."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import ORDERS_KEY_SUPERVISION
from engine.casework.supervision import KEY, Supervision
from engine.commands.case_doors import staff_case
from engine.errors import NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OrderKeySupervision:
    """``reason`` stays in the journal, and the supervisor reads it."""

    number: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, key}``. Raises: NotFound, NotAllowed, NotNow (ended, or under it), Unusable (no reason)."""
        case = staff_case(work, self.number, ORDERS_KEY_SUPERVISION)
        case.expect_open()
        if not self.reason.strip():
            raise Unusable("Expected a reason, but found none. Say why the case needs key supervision.")
        key = f"{case.number}/key_supervision"
        known = work.supervisions.find(key=key)
        if known is not None and known.ended_at is None:
            raise NotNow(f"Expected {case.number} not to be under key supervision, but it is. Read its reports.")
        ordered = Supervision(key, case.number, KEY, work.now)
        (work.supervisions.save if known else work.supervisions.add)(ordered)
        detail = {"subject": KEY, "decision": "order"}
        work.journal.add(key=case.number, kind="supervision", reason=self.reason.strip(), detail=detail)
        payload = {"ordered_because": self.reason.strip(), "urgency": case.urgency}
        work.throw("key_supervision_ordered", key, payload)
        return {"number": case.number, "key": key}
