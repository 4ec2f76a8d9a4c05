"""The quarrels and joint handlings of a case, as its file shows them."""

from collections.abc import Mapping
from typing import Any

from engine.casework.case import Case
from engine.casework.duty import Dispute, Ruling
from engine.persistence.unit_of_work import Reading
from engine.queries.naming import called

Names = Mapping[str, Mapping[str, Any]]


def returns(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """Each return with its ground, clause, suggestion and decision."""
    found = reading.returns.all(case=case.number, order=("raised_at",))
    names = reading.unit_names({unit for one in found for unit in (one.unit, one.suggested_unit) if unit})
    return [
        {
            "number": one.number,
            **called("unit", one.unit, names),
            "ground": one.ground,
            "clause": one.clause,
            "evidence": one.evidence,
            **called("suggested_unit", one.suggested_unit, names),
            "raised_at": one.raised_at.isoformat(),
            "decision": one.decision,
            "reason": one.reason,
            "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        }
        for one in found
    ]


def disputes(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """Each dispute with everyone's opinion and the ruling."""
    return [_dispute(reading, one) for one in reading.disputes.all(case=case.number, order=("opened_at",))]


def joint_handlings(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """The joint handlings of the case with the state of their branches."""
    rows = []
    for joint in reading.joint_handlings.of_case(case.number):
        branches = reading.branches.all(joint=joint.number)
        names = reading.unit_names({unit for unit in (joint.lead_unit, *(one.unit for one in branches)) if unit})
        rows.append(
            {
                "number": joint.number,
                "state": joint.state,
                **called("lead_unit", joint.lead_unit, names),
                "branches": [
                    {**called("unit", one.unit, names), "state": one.state, "due": one.due_at.isoformat()}
                    for one in branches
                ],
            }
        )
    return rows


def _dispute(reading: Reading, dispute: Dispute) -> dict[str, Any]:
    given = {one.unit: one for one in reading.opinions.all(dispute=dispute.number)}
    ruling = reading.rulings.find(dispute=dispute.number)
    ruled = (ruling.lead_unit, *ruling.cooperating_units) if ruling else ()
    names = reading.unit_names({unit for unit in (*dispute.named_units, dispute.fallback_unit, *ruled) if unit})
    opinions = []
    for unit in dispute.named_units:
        said = given.get(unit)
        opinions.append(
            {
                **called("unit", unit, names),
                "position": said.position if said else None,
                "reason": said.reason if said else None,
            }
        )
    return {
        "number": dispute.number,
        "state": dispute.state,
        "ground": dispute.ground,
        "opened_at": dispute.opened_at.isoformat(),
        **called("fallback_unit", dispute.fallback_unit, names),
        "opinions": opinions,
        "ruling": _ruling(reading, ruling, names) if ruling else None,
    }


def _ruling(reading: Reading, ruling: Ruling, names: Names) -> dict[str, Any]:
    return {
        **called("lead_unit", ruling.lead_unit, names),
        "cooperating_units": ruling.cooperating_units,
        "reason": ruling.reason,
        "fallback": ruling.fallback,
        "by": ruling.ruled_by,
        "by_name": reading.accounts.name(ruling.ruled_by),
        "at": ruling.ruled_at.isoformat(),
    }
