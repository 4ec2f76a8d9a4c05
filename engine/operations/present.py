"""What an operation acts on: the case or joint handling of the instance being moved, and how a change of it is kept.

A case's instance has the case's number as its key; every other instance about it has "<number>/…".
"""

from typing import Any

from engine.casework.case import Case
from engine.persistence.unit_of_work import UnitOfWork


def about(work: UnitOfWork) -> str:
    """The number of the case or joint handling the moved instance is about."""
    return work.business_key.partition("/")[0]


def subject(work: UnitOfWork) -> str:
    """What else the moved instance is about: the third part of its key, else nothing.

    Of "<joint>/supervision/<unit>" the unit whose branch is watched, of a request to see who asked or of an application
    about the score its id.
    """
    parts = work.business_key.split("/")
    return parts[2] if len(parts) > 2 else ""


def current_case(work: UnitOfWork) -> Case:
    """The case being moved, locked until the transaction ends. Raises: NotFound."""
    return work.cases.get(about(work), lock=True)


def keep(work: UnitOfWork, before: Case, after: Case, what: str, reason: str | None = None, **detail: Any) -> Case:
    """Write a changed case, with a journal entry of what became different, and which unit had it then."""
    detail.setdefault("unit", after.lead_unit or before.lead_unit)
    work.cases.save(after)
    if _holder(before) != _holder(after):
        work.deadlines.leave_behind(after.number, _holder(before), work.now)
    was, now = _standing(before), _standing(after)
    changed = [name for name in was if was[name] != now[name]]
    work.journal.add(
        key=after.number,
        kind="case",
        reason=reason,
        before={name: was[name] for name in changed},
        after={name: now[name] for name in changed},
        detail={"what": what, **detail},
    )
    return after


def _holder(case: Case) -> str | None:
    """The unit that has a case: its lead unit, or that of the joint handling it is in."""
    return case.owner.unit or case.lead_unit


def _standing(case: Case) -> dict[str, Any]:
    return {
        "state": case.state.value,
        "owner_role": case.owner.role,
        "owner_unit": case.owner.unit,
        "kind": case.kind,
        "urgency": case.urgency,
        "matter": case.matter.code if case.matter else None,
        "list_version": case.matter.list_version if case.matter else None,
        "asset_owner": case.asset_owner,
        "lead_unit": case.lead_unit,
        "cooperating_units": list(case.cooperating_units),
        "merged_into": case.merged_into,
        "suspended": case.suspended,
        "redos": case.redos,
        "outcome": case.outcome,
    }


def note_registration(work: UnitOfWork, case: Case) -> None:
    """The first entry of a case's journal: what came in by which channel, and never who asked."""
    work.journal.add(
        key=case.number, kind="case", after=_standing(case), detail={"what": "register", "channel": case.channel}
    )
