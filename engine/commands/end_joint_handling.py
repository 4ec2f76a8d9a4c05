"""A coordinator ends a joint handling that is not to reply: its cases are their units' again."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import CONVENES
from engine.commands.case_doors import expect_role
from engine.errors import NotNow
from engine.operations.joint_cases import call_off
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class EndJointHandling:
    """``joint`` is its number; the units read the ``reason``."""

    joint: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number}``. Raises: NotFound, NotAllowed, NotNow (it has replied or is ended), Unusable (no reason)."""
        expect_role(work.by, CONVENES)
        joint = work.joint_handlings.get(self.joint, lock=True)
        joint.ended(self.reason, work.now)
        if not work.subscriptions.waiting_for("joint_over", joint.number):
            raise NotNow(
                f"Expected {joint.number} to wait for its end, but it has not begun, or began on a diagram that knows "
                "no end. Try again in a moment, or move it to the version in force."
            )
        call_off(work, joint.number, work.without_identity(self.reason.strip(), joint.number))
        return {"number": joint.number}
