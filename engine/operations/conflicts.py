"""A unit complained of acts only with a reason and a second person; docs/domain.md §7a."""

from dataclasses import replace
from typing import Any

from engine.casework.case import Case, Owner, State
from engine.casework.deadline import CITIZEN, CONTACT, HANDLE
from engine.casework.joint_handling import RELEASED, JointHandling
from engine.errors import NotAllowed, NotNow, Unusable
from engine.operations import clocks
from engine.operations.endings import lapse_quarrels
from engine.operations.joint_cases import leave
from engine.operations.notices import AT_A_UNIT, notify
from engine.operations.present import current_case, keep
from engine.operations.registry import operation
from engine.persistence.conflicts import accused_by, barred_by
from engine.persistence.unit_of_work import Reading, UnitOfWork

ACCUSED_UNIT = "unit_accused"  # the message that takes a case off the unit that has it
COMPLAINED_OF = "案件 {} 投诉的正是该单位"
RUN_ON = frozenset({CITIZEN, HANDLE, CONTACT})  # whoever has the case next has no more time for it


@operation("cases.take_off", gives=("lead_unit", "signed", "return_number", "joint_replied", "joint_ended"))
def take_off(work: UnitOfWork, unit: str) -> dict[str, Any]:
    """案件投诉的正是承办单位：收回，重新分拨；该单位不再看到本案。

    Take a case off the unit that has it and is complained of. The dispatcher owns it, the clocks run on, what the unit
    raised lapses, and the unit reads neither the case nor what is merged into it any more.

    Returns lead_unit, signed, return_number, joint_replied and joint_ended as nothing.
    """
    case = current_case(work)
    case.expect(*AT_A_UNIT)
    clocks.stop(work, case.number, *({one.deadline.name for one in work.deadlines.of(case.number)} - RUN_ON))
    lapse_quarrels(work, case)
    leave(work, case.number)
    work.cases.no_longer_involve(unit, *_all_of(work, case))
    gone: dict[str, Any] = {"lead_unit": None, "signed_at": None, "replied_at": None, "ruled": False}
    after = case.enter(State.ACCEPTED, Owner("dispatcher"), cooperating_units=_without(case, unit), **gone)
    keep(work, case, after, "take_off", unit=unit)
    return dict.fromkeys(("lead_unit", "signed", "return_number", "joint_replied", "joint_ended"))


def has_it(work: Reading, case: Case) -> tuple[Case, str | None]:
    """The case that is worked on, itself or what it is merged into, and the unit that has that now, if one has."""
    merged = case.state is State.MERGED and case.merged_into
    handled = work.cases.get(case.merged_into) if merged and case.merged_into else case
    joint = work.joint_handlings.open_of(handled.number)
    unit = joint.lead_unit if joint else handled.lead_unit
    return handled, unit if handled.state in AT_A_UNIT else None


def may_be_taken_off(work: Reading, case: Case, unit: str) -> bool:
    """Does this unit have the case, barred from it, and does the diagram listen? Not while the case is suspended."""
    handled, at_work = has_it(work, case)
    if unit != at_work or handled.suspended or unit not in barred_by(work, handled):
        return False
    return bool(work.subscriptions.waiting_for(ACCUSED_UNIT, handled.number))


def send_back(work: UnitOfWork, case: Case, unit: str) -> bool:
    """Have the case taken off this unit if it may be; one that only cooperates does so no more, and one with a branch
    of its joint handling is released. Answers whether."""
    if may_be_taken_off(work, case, unit):
        work.throw(ACCUSED_UNIT, has_it(work, case)[0].number, {"unit": unit})
        return True
    handled = work.cases.get(has_it(work, case)[0].number, lock=True)
    if unit not in barred_by(work, handled):
        return False
    joint = work.joint_handlings.open_of(handled.number)
    if joint is not None:
        return _release_branch(work, joint, handled, unit)
    if unit not in handled.cooperating_units:
        return False
    work.cases.no_longer_involve(unit, *_all_of(work, handled))
    keep(work, handled, replace(handled, cooperating_units=_without(handled, unit)), "take_off", unit=unit)
    return True


def _release_branch(work: UnitOfWork, joint: JointHandling, case: Case, unit: str) -> bool:
    """A unit that works on a branch beside others goes out of the joint handling, and its coordinator is told; what it
    has reported stays, and a lead is not released."""
    branch, key = work.branches.find(joint=joint.number, unit=unit), f"{joint.number}/{unit}"
    if branch is None or unit == joint.lead_unit or not work.subscriptions.waiting_for("unit_released", key):
        return False
    work.cases.no_longer_involve(unit, *_all_of(work, case))
    # optional: it may be released by hand, or report, in the same moment
    work.throw("unit_released", key, {"unit": unit, "reason": COMPLAINED_OF.format(case.number)}, optional=True)
    notify(work, joint.number, "coordinator", "accused_unit_released", branch=unit)
    return True


def _without(case: Case, unit: str) -> tuple[str, ...]:
    return tuple(one for one in case.cooperating_units if one != unit)


def _all_of(work: Reading, case: Case) -> list[str]:
    """The numbers of a case and of what is merged into it."""
    return [case.number, *(child.number for child in work.cases.children(case.number))]


def expect_may_speak(work: UnitOfWork, case: Case, unit: str | None) -> None:
    """A unit that has a case when it turns out to be complained of does not reply until a second person allows it.

    Raises:
        NotNow: nobody has.
    """
    for one in accused_by(work, case):
        if one.unit == unit and one.let_act_by is None:
            raise NotNow(
                f"Expected a unit that {one.case} does not complain of, but it complains of "
                f"{work.units.name(one.unit)}. A shift leader or coordinator must allow it, or let another unit act."
            )


def tell_if_at_work(work: UnitOfWork, case: Case, unit: str) -> bool:
    """Tell shift leaders and coordinators when the unit now complained of works on the case. Answers whether."""
    number = case.merged_into if case.state is State.MERGED and case.merged_into else case.number
    handled = work.cases.get(number)
    joint = work.joint_handlings.open_of(number)
    branches = work.branches.all(joint=joint.number) if joint else []
    leads = joint.lead_unit if joint else handled.lead_unit
    if unit not in (leads, *handled.cooperating_units, *(one.unit for one in branches if one.state != RELEASED)):
        return False
    for role in ("shift_leader", "coordinator"):
        notify(work, number, role, "accused_unit_at_work")
    return True


def expect_no_conflict(work: UnitOfWork, case: Case, units: list[str], reason: str | None) -> None:
    """Refuse to let units act of which the request complains, but for those a second person has allowed.

    Args:
        case: the request; what was merged into it counts too.
        units: codes of the units that would lead, cooperate or have a branch.
        reason: why it is so decided, in the words of whoever decides it now.

    Raises:
        NotNow: nobody has allowed it. NotAllowed: whoever allowed it decides now too. Unusable: no reason.
    """
    for one in accused_by(work, case):
        if one.unit not in units:
            continue
        name = work.units.name(one.unit)
        if one.let_act_by is None:
            raise NotNow(
                f"Expected units that {one.case} does not complain of, but it complains of {name}. "
                "Choose another, or have a second person allow it on the page of the case."
            )
        if work.accounts.may_be_same_person(work.by.username, one.let_act_by):
            raise NotAllowed(
                f"Expected a second person, but it was you, or somebody of your name, who allowed {name} to act on "
                f"{one.case}. Leave this decision to someone else."
            )
        if not (reason or "").strip():
            raise Unusable(
                f"Expected a reason, since {one.case} complains of {name}, but found none. "
                "Say why no other unit can act."
            )
