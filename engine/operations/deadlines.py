"""Named deadlines of the case being moved."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("deadlines.start")
def start(work: UnitOfWork, name: str, budget: str) -> dict[str, Any]:
    """起算一个时限；诉求人时钟只起算一次，单位时钟只在分拨差错后重起。

    Start a named deadline from now.

    Returns <name>_due as ISO text.
    """
    raise NotNow()


@operation("deadlines.stop")
def stop(work: UnitOfWork, name: str) -> dict[str, Any]:
    """时限停止计时。

    Stop a named deadline; whether it was kept is remembered.
    """
    raise NotNow()
