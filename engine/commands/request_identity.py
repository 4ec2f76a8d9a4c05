"""Somebody whose step does not show it asks to see who asked; a second person decides."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import ASKS_TO_UNMASK
from engine.casework.unmasking import IdentityRequest
from engine.commands.case_doors import staff_case
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.ids import new_id
from engine.persistence.readable import IDENTITY
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RequestIdentity:
    """``reason`` stays in the journal."""

    number: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, id, key}``: the decision is a task of its own under the key.

        Raises:
            NotFound, NotAllowed (the role, or a unit that is itself complained of), NotNow (asked or granted already),
            Unusable (no reason).
        """
        case = staff_case(work, self.number, ASKS_TO_UNMASK)
        if not self.reason.strip():
            raise Unusable("Expected a reason, but found none. Say what you need the identity for.")
        if any(one.unit == work.by.unit for one in work.accused_units.all(case=case.number)):
            raise NotAllowed("Expected someone of another unit: this request complains of yours.")
        mine = work.identity_requests.all(case=case.number, asked_by=work.by.username)
        if any(one.decision is None or one.is_granted_at(work.now) for one in mine):
            raise NotNow(f"Expected no request of yours for {case.number}, but one is open or granted. Use that one.")
        reason = work.without_identity(self.reason.strip(), case.number)
        request = IdentityRequest(new_id(), case.number, reason, work.by.username, work.now)
        work.identity_requests.add(request)
        detail = {"what": "identity_asked", "request": request.id}
        work.journal.add(key=case.number, kind="identity", reason=request.reason, detail=detail)
        key = f"{case.number}/{IDENTITY}{request.id}"
        work.throw("identity_requested", key, {"asked_because": request.reason, "urgency": case.urgency})
        return {"number": case.number, "id": request.id, "key": key}
