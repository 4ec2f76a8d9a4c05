"""A coordinator adds a unit to a running joint handling; the others go on.

The unit joins in this transaction, not by a message on its way: the last of the others could report meanwhile, and
nothing would wait for it any more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.casework.deadline import JOINT
from engine.casework.entitlement import CONVENES
from engine.casework.joint_handling import RUNNING
from engine.casework.moments import moment_of
from engine.commands.case_doors import expect_role
from engine.commands.following import locked_instances
from engine.commands.step import Step
from engine.errors import NotNow
from engine.operations.joint import add_branch
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance

ADDED = "unit_added"


@dataclass(frozen=True)
class AddUnitToJointHandling:
    """``due`` is a moment or ISO text; None: the joint date. A later one moves that, and what waits for it."""

    joint: str
    unit: str
    task: str
    due: datetime | str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, unit, due, joint_due}``.

        Raises:
            NotFound, NotAllowed, NotNow (not running, in it, or every unit has reported), Unusable.
        """
        expect_role(work.by, CONVENES)
        waiting = [step for step in locked_instances(work, self.joint) if _hears(step)]
        joint = work.joint_handlings.get(self.joint, lock=True)
        joint.expect(RUNNING)
        if not waiting:
            raise NotNow(
                f"Expected units that still work on their parts of {joint.number}, but every one has reported. "
                "Write what the unit is to do into the minutes as a decision, or end the joint handling and convene "
                "it anew."
            )
        due = moment_of(self.due, "the date of the branch", work.settings.zone) if self.due else None
        until = work.deadlines.of(joint.number, name=JOINT)[-1].last_due_at
        task = work.without_identity(self.task, joint.number)
        branch, joint_due = add_branch(work, joint, self.unit, task, due)
        payload = {"unit": branch.unit, "task": branch.task, "due": branch.due_at.isoformat()}

        def join(instance: Instance, halt: Halt | None) -> None:
            if joint_due > until:
                instance.move_deadline(JOINT, joint_due)
            instance.deliver(ADDED, joint.number, payload, halt=halt)

        waiting[0].save(waiting[0].act(join), "message", {"message": ADDED, "payload": payload}, name=ADDED)
        return {"number": joint.number, "unit": branch.unit, "due": payload["due"], "joint_due": joint_due.isoformat()}


def _hears(step: Step) -> bool:
    return any(one.message == ADDED for one in step.before.subscriptions)
