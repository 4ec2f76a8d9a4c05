"""A quarrel about duty: opinions of every named unit, one ruling, or the fallback."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("disputes.open")
def open_dispute(work: UnitOfWork, ground: str | None = None) -> dict[str, Any]:
    """提出职责争议；临时牵头单位先行办理。

    Open a dispute from the open return; the unit that has the case keeps working.

    Returns named_units, fallback_unit, dispute_number.
    """
    raise NotNow()


@operation("disputes.record_opinion")
def record_opinion(work: UnitOfWork, unit: str, position: str, reason: str | None = None) -> dict[str, Any]:
    """记录一个单位的意见。

    Keep the opinion of one named unit (position: ours, not_ours or shared).
    """
    raise NotNow()


@operation("disputes.rule")
def rule(
    work: UnitOfWork,
    lead_unit: str,
    reason: str,
    cooperating_units: list[str] | None = None,
    make_precedent: bool = False,
) -> dict[str, Any]:
    """裁决牵头与配合单位，说明理由；此后不得再退件。

    Rule with a reason; no unit can return the case afterwards.

    Returns lead_unit, cooperating_units.
    """
    raise NotNow()


@operation("disputes.fall_back")
def fall_back(work: UnitOfWork, reason: str | None = None) -> dict[str, Any]:
    """逾期未裁决，由兜底单位办理。

    No ruling in time: the fallback unit takes the case.

    Returns lead_unit, cooperating_units.
    """
    raise NotNow()
