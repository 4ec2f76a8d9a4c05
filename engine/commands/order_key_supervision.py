"""A leader, coordinator or supervisor puts a case under key supervision (重点督办)."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import ORDERS_KEY_SUPERVISION
from engine.commands.case_doors import staff_case
from engine.errors import NotNow
from engine.operations.key_supervision import put_under_key_supervision
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OrderKeySupervision:
    """``reason`` stays in the journal, and the supervisor reads it.

    Of a merged case the one it follows is supervised, since nobody works on the merged one.
    """

    number: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, key}``: the key names the case that is supervised.

        Raises:
            NotFound, NotAllowed, NotNow (ended, or it or the case it follows under it), Unusable (no reason).
        """
        case = staff_case(work, self.number, ORDERS_KEY_SUPERVISION)
        key = put_under_key_supervision(work, case, self.reason)
        if key is None:
            raise NotNow(f"Expected {case.number} not to be under key supervision, but it is. Read its reports.")
        return {"number": case.number, "key": key}
