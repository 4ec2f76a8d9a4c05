"""Whose duty the matter is: classify, dispatch, sign, and the one return a unit has."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("cases.classify")
def classify(
    work: UnitOfWork,
    matter: str,
    urgency: str,
    lead_unit: str | None = None,
    cooperating_units: list[str] | None = None,
) -> dict[str, Any]:
    """按职责清单确定事项、分级、时限、牵头与兜底单位。

    Settle the matter by the responsibility list in force.

    Returns grade, row_limit (budget text or null), fallback_unit, lead_unit, named_units, list_version.
    """
    raise NotNow()


@operation("cases.dispatch")
def dispatch(
    work: UnitOfWork,
    lead_unit: str,
    cooperating_units: list[str] | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """分拨给牵头单位，单位时钟自此起算。

    Send the case to its lead unit, which owns it from now on.
    """
    raise NotNow()


@operation("cases.sign")
def sign(work: UnitOfWork, deemed: bool = False) -> dict[str, Any]:
    """签收，或逾时视为签收。

    The unit signs, or is deemed to have signed; no return is possible afterwards.
    """
    raise NotNow()


@operation("cases.record_return")
def record_return(
    work: UnitOfWork,
    ground: str,
    clause: str,
    evidence: str | None = None,
    suggested_unit: str | None = None,
) -> dict[str, Any]:
    """签收时退件：理由、条款、证据、建议单位；每单位每案一次。

    Record that the unit says "not ours": one return per unit and case, only while signing, never after a ruling.

    Returns return_number, may_return.
    """
    raise NotNow()


@operation("cases.settle_return")
def settle_return(work: UnitOfWork, decision: str, reason: str | None = None) -> dict[str, Any]:
    """审定退件：dispatcher_error、reject、open_dispute 或 withdrawn。

    Decide the open return. Only a dispatcher's error restarts the unit's clock.
    """
    raise NotNow()
