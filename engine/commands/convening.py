"""Bringing units together and joining cases: what convening one case, several, or a whole cluster have in common."""

from collections.abc import Sequence

from engine.casework.case import Owner
from engine.casework.deadline import SIGN
from engine.casework.entitlement import CONVENES, MERGES
from engine.casework.joint_handling import JointCase, JointHandling
from engine.casework.merging import expect_mergeable
from engine.casework.tracking import JOINT_HANDLING, new_number
from engine.commands.case_doors import expect_role, send, staff_case
from engine.errors import NotNow, Unusable
from engine.operations import clocks
from engine.operations.joint_cases import expect_running, hand_over
from engine.operations.reception import expect_no_joint_handling_of_its_own, expect_nothing_on_its_way
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import UnitOfWork


def convene(work: UnitOfWork, cases: Sequence[str], reason: str) -> JointHandling:
    """A joint handling for these cases; its plan is the coordinator's next task.

    Raises:
        NotFound, NotAllowed, NotNow (a case no unit works on, or in a joint handling), Unusable (none, no reason).
    """
    numbers = sorted(set(cases))
    if not numbers:
        raise Unusable("Expected at least one case, but found none. Choose the cases.")
    if not reason.strip():
        raise Unusable("Expected why several units are needed, but found nothing. Say why one cannot do it alone.")
    reason = work.without_identity(reason.strip(), *numbers)
    joint = JointHandling(new_number(work.now, work.settings.zone, JOINT_HANDLING), reason, work.by.username, work.now)
    work.joint_handlings.add(joint)
    for number in numbers:
        case = staff_case(work, number, CONVENES)
        case.expect_open()
        running = work.joint_handlings.open_of(number)
        if running is not None:
            raise NotNow(
                f"Expected {number} to be in no joint handling, but {running.number} is running. Use that one."
            )
        expect_running(work, case)
        work.joint_cases.add(JointCase(joint.number, number))
        told = {"joint": joint.number}
        send(
            work, "joint_convened", number, told, "Convene units for cases a unit has; of merged ones take the parent."
        )
        clocks.pause(work, number, f"联合处置 {joint.number}", SIGN)
    hand_over(work, joint.number, Owner("coordinator"), "convene", reason)
    work.throw("convene_joint", joint.number, {"cases": numbers, "joint": joint.number})
    return joint


def join(work: UnitOfWork, parent: str, children: Sequence[str], reason: str | None) -> list[str]:
    """Tell each of the children to join the parent. Returns the children.

    Raises:
        NotFound, NotAllowed, NotNow (one has ended, is merged or just being merged, answered or suspended),
        Unusable (none, itself, or one of another kind).
    """
    numbers = sorted(set(children))
    if not numbers:
        raise Unusable("Expected at least one case to merge, but found none. Choose the cases.")
    refuse_unless_readable(work, parent)  # by name and before the locks: who hears what hangs on no order of numbers
    expect_role(work.by, MERGES)
    held = {number: staff_case(work, number, MERGES) for number in sorted({parent, *numbers})}  # two that cross wait
    into = held[parent]
    for number in numbers:
        child = held[number]
        expect_mergeable(child, into)
        expect_no_joint_handling_of_its_own(work, child, into)
        expect_nothing_on_its_way(work, number, parent)
        told = work.without_identity(reason, number, into.number) if reason else None
        payload = {"parent": into.number, "reason": told}
        send(work, "merge_into", number, payload, "Merge it while it is worked on.")
    return numbers
