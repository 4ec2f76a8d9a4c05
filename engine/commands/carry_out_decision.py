"""What a meeting of a joint handling decided is done: whoever was to do it says so, and what was done."""

from dataclasses import dataclass
from typing import Any

from engine.casework.joint_handling import may_carry_out
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotAllowed, NotFound
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CarryOutDecision:
    """``joint``: the number of the joint handling; ``nth``: which decision of its meeting, from 1; ``done``: in words.

    Also after the reply: a patrol twice a week outlives it.
    """

    joint: str
    nth: int
    done: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, nth}``.

        Raises:
            NotFound (no such joint handling or decision, or not theirs to see),
            NotAllowed (neither the unit that was to do it, nor the lead, nor a coordinator),
            NotNow (done before), Unusable (not said what was done).
        """
        joint = work.joint_handlings.get(self.joint, lock=True)
        units = {joint.lead_unit, *(one.unit for one in work.branches.all(joint=joint.number))}
        units |= {one.get("unit") for one in joint.decisions or []}
        if not sees_all(work.by) and unit_of(work.by) not in units - {None}:
            raise NotFound(f"Expected a joint handling, but there is none with the number {self.joint}.")
        decision = joint.decision(self.nth)
        if not may_carry_out(decision, joint, work.by):
            raise NotAllowed(
                "Expected the unit that was to do it, the lead unit or a coordinator, but found someone else. "
                "Leave it to them."
            )
        done = work.without_identity(self.done.strip(), joint.number)
        work.joint_handlings.save(joint.carried_out(self.nth, done, work.by.username, work.now))
        detail = {"what": "decision", "nth": self.nth, "unit": decision.get("unit") or joint.lead_unit}
        work.journal.add(key=joint.number, kind="joint", reason=done, detail=detail)
        return {"number": joint.number, "nth": self.nth}
