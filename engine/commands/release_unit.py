"""A coordinator releases a unit from a running joint handling; the others go on."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import CONVENES
from engine.commands.case_doors import expect_role, send
from engine.errors import NotNow
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReleaseUnit:
    """``joint`` is the number of the joint handling, ``unit`` the code of the unit."""

    joint: str
    unit: str
    reason: str = ""

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, unit}``. Raises: NotFound, NotAllowed, NotNow (it leads, or its branch is over)."""
        expect_role(work.by, CONVENES)
        joint = work.joint_handlings.get(self.joint)
        branch = work.branches.get(joint.number, self.unit, work.units.told)
        if branch.unit == joint.lead_unit:
            raise NotNow(
                f"Expected a cooperating unit, but {work.units.name(self.unit)} leads {joint.number}. "
                "Release another unit, or end the joint handling and convene it anew under another lead."
            )
        branch.released(self.reason, work.now)
        payload = {"unit": branch.unit, "reason": work.without_identity(self.reason, joint.number)}
        send(work, "unit_released", f"{joint.number}/{branch.unit}", payload, "Try again in a moment.")
        return {"number": joint.number, "unit": branch.unit}
