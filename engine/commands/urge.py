"""Someone urges: whoever has the case is told. Nothing moves by it."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import URGES
from engine.commands.case_doors import citizen_case, keep_words
from engine.operations.notices import notify
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Urge:
    """By the citizen with the tracking code, or by staff."""

    number: str
    reason: str | None = None
    tracking_code: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, notices}``. Raises: NotFound, NotAllowed, NotNow (the case has ended)."""
        case = citizen_case(work, self.number, self.tracking_code, URGES)
        case.expect_open()
        to = "lead_unit" if case.owner.unit else case.owner.role
        if self.tracking_code is not None:  # what a citizen wrote stays in its own table
            written = notify(work, case.number, to, "urge")
            words = keep_words(work, case.number, self.reason)
            work.journal.add(key=case.number, kind="urge", detail={"words": words})
        else:
            reason = work.without_identity(self.reason, case.number) if self.reason else None
            written = notify(work, case.number, to, "urge", said=reason)
            work.journal.add(key=case.number, kind="urge", reason=reason)
        return {"number": case.number, "notices": written}
