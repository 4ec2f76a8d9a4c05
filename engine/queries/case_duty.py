"""The quarrels and joint handlings of a case, as its file shows them."""

from typing import Any

from engine.casework.case import Case
from engine.casework.duty import Dispute, Ruling
from engine.persistence.unit_of_work import Reading


def returns(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """Each return with its ground, clause, suggestion and decision."""
    found = reading.returns.all(case=case.number, order=("raised_at",))
    names = _names(reading, *(unit for one in found for unit in (one.unit, one.suggested_unit)))
    return [
        {
            "number": one.number,
            "unit": one.unit,
            "unit_name": names.get(one.unit),
            "ground": one.ground,
            "clause": one.clause,
            "evidence": one.evidence,
            "suggested_unit": one.suggested_unit,
            "suggested_unit_name": names.get(one.suggested_unit or ""),
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
        names = _names(reading, joint.lead_unit, *(branch.unit for branch in branches))
        rows.append(
            {
                "number": joint.number,
                "state": joint.state,
                "lead_unit": joint.lead_unit,
                "lead_unit_name": names.get(joint.lead_unit or ""),
                "branches": [
                    {
                        "unit": one.unit,
                        "unit_name": names.get(one.unit),
                        "state": one.state,
                        "due": one.due_at.isoformat(),
                    }
                    for one in branches
                ],
            }
        )
    return rows


def _dispute(reading: Reading, dispute: Dispute) -> dict[str, Any]:
    given = {one.unit: one for one in reading.opinions.all(dispute=dispute.number)}
    ruling = reading.rulings.find(dispute=dispute.number)
    names = _names(reading, *dispute.named_units, dispute.fallback_unit, ruling.lead_unit if ruling else None)
    opinions = []
    for unit in dispute.named_units:
        said = given.get(unit)
        opinions.append(
            {
                "unit": unit,
                "unit_name": names.get(unit),
                "position": said.position if said else None,
                "reason": said.reason if said else None,
            }
        )
    return {
        "number": dispute.number,
        "state": dispute.state,
        "ground": dispute.ground,
        "opened_at": dispute.opened_at.isoformat(),
        "fallback_unit": dispute.fallback_unit,
        "fallback_unit_name": names.get(dispute.fallback_unit or ""),
        "opinions": opinions,
        "ruling": _ruling(reading, ruling, names) if ruling else None,
    }


def _ruling(reading: Reading, ruling: Ruling, names: dict[str, str]) -> dict[str, Any]:
    return {
        "lead_unit": ruling.lead_unit,
        "lead_unit_name": names.get(ruling.lead_unit),
        "cooperating_units": ruling.cooperating_units,
        "reason": ruling.reason,
        "fallback": ruling.fallback,
        "by": ruling.ruled_by,
        "by_name": reading.accounts.names({ruling.ruled_by}).get(ruling.ruled_by, ruling.ruled_by),
        "at": ruling.ruled_at.isoformat(),
    }


def _names(reading: Reading, *units: str | None) -> dict[str, str]:
    found = reading.unit_names({unit for unit in units if unit})
    return {code: called["name"] for code, called in found.items()}
