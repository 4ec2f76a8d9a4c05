"""A coordinator brings units together for one case or a cluster of them."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import CONVENES
from engine.casework.joint_handling import JointCase, JointHandling
from engine.casework.tracking import new_number
from engine.commands.case_doors import send, staff_case
from engine.errors import NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ConveneJointHandling:
    """The plan is the next step, a user task of the coordinator's."""

    cases: tuple[str, ...] | list[str]
    reason: str = ""

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, key, cases}``: number and key of the joint handling are the same.

        Raises:
            NotFound, NotAllowed, NotNow (a case no unit works on, or in a joint handling), Unusable (none).
        """
        numbers = sorted(set(self.cases))
        if not numbers:
            raise Unusable("Expected at least one case, but found none. Choose the cases.")
        joint = JointHandling(new_number(work.now, "JH"), self.reason, work.by.username, work.now)
        work.joint_handlings.add(joint)
        for number in numbers:
            case = staff_case(work, number, CONVENES)
            case.expect_open()
            running = work.joint_handlings.open_of(number)
            if running is not None:
                raise NotNow(f"Expected {number} to be in no joint handling, but {running.number} is running.")
            work.joint_cases.add(JointCase(joint.number, number))
            hint = "Convene units for cases that a unit signs or handles; of merged cases take the parent."
            send(work, "joint_convened", number, {"joint": joint.number}, hint)
            work.journal.add(
                key=number, kind="joint", reason=self.reason, detail={"what": "convene", "joint": joint.number}
            )
        work.throw("convene_joint", joint.number, {"cases": numbers, "joint": joint.number})
        return {"number": joint.number, "key": joint.number, "cases": numbers}
