"""The cases of a joint handling: who has them meanwhile, and what follows when one of them goes another way."""

from dataclasses import replace

from engine.casework.case import Case, Owner
from engine.errors import NotAllowed, NotNow
from engine.operations import clocks
from engine.operations.present import keep
from engine.persistence.unit_of_work import UnitOfWork

NOBODY_WAITS = "案件均已了结或另行办理"


def expect_running(work: UnitOfWork, case: Case) -> None:
    """Units work by dates of their own, so a case that rests is not handed to them. Raises: NotNow."""
    if case.suspended or work.suspensions.all(case=case.number, resumed_at=None):
        raise NotNow(f"Expected {case.number} to be running, but it is suspended. Resume it first.")


def unit_at_work(work: UnitOfWork, case: Case) -> str:
    """The unit whose word counts for a case: its lead unit; while units work jointly, the lead of those.

    Raises:
        NotNow: a coordinator still plans the joint handling. NotAllowed: the actor is of another unit.
    """
    joint = work.joint_handlings.open_of(case.number)
    if joint is not None and joint.lead_unit is None:
        raise NotNow(
            f"Expected a unit that has {case.number}, but a coordinator still plans its joint handling {joint.number}. "
            "Wait for the plan."
        )
    unit = case.lead_unit if joint is None else joint.lead_unit
    if work.by.kind == "person" and work.by.unit != unit:
        raise NotAllowed(
            f"Expected the unit that has {case.number}, {work.units.name(unit)}, but yours is another. "
            "Leave it to that unit."
        )
    return unit or ""


def hand_over(work: UnitOfWork, joint: str, owner: Owner | None, what: str, reason: str | None = None) -> None:
    """Give every case that waits for the reply this owner; None: its own unit, which has it alone again."""
    for one in work.joint_cases.all(joint=joint, left_at=None):
        case = work.cases.get(one.case, lock=True)
        after = case.enter(case.state, owner or case.working_owner)
        keep(work, case, after, what, reason, joint=joint, unit=after.owner.unit)


def leave(work: UnitOfWork, number: str) -> None:
    """A case that ended or goes another way waits for the joint reply no more; the last to leave ends the handling."""
    joint = work.joint_handlings.open_of(number)
    if joint is None:
        return
    joint = work.joint_handlings.get(joint.number, lock=True)
    for one in work.joint_cases.all(joint=joint.number, case=number):
        work.joint_cases.save(replace(one, left_at=work.now))
    clocks.tell_watchers(work, number)
    work.journal.add(key=number, kind="joint", detail={"what": "leave", "joint": joint.number})
    if joint.is_open and not work.joint_cases.all(joint=joint.number, left_at=None):
        call_off(work, joint.number, NOBODY_WAITS)


def call_off(work: UnitOfWork, joint: str, reason: str) -> None:
    """Tell a joint handling, once, that it ends without a reply."""
    work.throw("joint_over", joint, {"reason": reason}, dedup=f"{joint}/over")
