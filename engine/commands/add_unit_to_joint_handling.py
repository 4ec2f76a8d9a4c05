"""A coordinator adds a unit to a running joint handling; the others go on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework.entitlement import CONVENES
from engine.casework.moments import moment_of
from engine.commands.case_doors import expect_role, send
from engine.operations.joint import add_branch
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AddUnitToJointHandling:
    """``due`` is a moment or ISO text; None: the joint date."""

    joint: str
    unit: str
    task: str
    due: datetime | str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, unit, due}``. Raises: NotFound, NotAllowed, NotNow (not running, or in it), Unusable."""
        expect_role(work.by, CONVENES)
        joint = work.joint_handlings.get(self.joint)
        due = moment_of(self.due, "the date of the branch", work.settings.zone) if self.due else None
        branch = add_branch(work, joint, self.unit, self.task, due)
        payload = {"unit": branch.unit, "task": branch.task, "due": branch.due_at.isoformat()}
        send(work, "unit_added", joint.number, payload, "Add units while the branches are at work.")
        return {"number": joint.number, "unit": branch.unit, "due": branch.due_at.isoformat()}
