"""An administrator asks for the list itself to be argued over: a draft, everybody's position, adoption."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import KEEPS_THE_LIST
from engine.casework.identity import NOBODY
from engine.casework.tracking import LIST_REVISION, new_number
from engine.commands.case_doors import expect_role
from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RaiseListRevision:
    """``matter``: the code it is about, where it is about one. The draft is the next step, a task of the admin's."""

    reason: str
    matter: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, key}``. Raises: NotAllowed, Unusable (no reason, no such matter)."""
        expect_role(work.by, KEEPS_THE_LIST)
        if not self.reason.strip():
            raise Unusable("Expected why the list is to be revised, but found nothing. Give the reason.")
        if self.matter is not None:
            work.responsibility_list.row(self.matter, work.today)
        number = new_number(work.now, work.settings.zone, LIST_REVISION)
        reason = NOBODY.left_out_of(self.reason.strip())
        work.throw("revise_list", number, {"reason": reason, "matter": self.matter, "case": None})
        return {"number": number, "key": number}
