"""Messages to people: a row each, delivered after the transaction."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("notices.send")
def send(work: UnitOfWork, to: str, template: str) -> dict[str, Any]:
    """发送通知；to 为 citizen、unit、lead_unit、cooperating_units 或角色代码。

    Send a notice by its template to the citizen, the unit that owns the case, or everyone of a role.

    Returns notices, how many were written.
    """
    raise NotNow()
