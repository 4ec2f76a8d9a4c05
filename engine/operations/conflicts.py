"""A unit complained of acts only with a reason and a second person; docs/domain.md §7a."""

from engine.casework.case import Case, State
from engine.casework.joint_handling import RELEASED
from engine.errors import NotAllowed, NotNow, Unusable
from engine.operations.notices import notify
from engine.persistence.conflicts import accused_by
from engine.persistence.unit_of_work import UnitOfWork


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
