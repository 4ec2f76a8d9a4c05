"""The ladder: each rung once, silent while the clock is paused."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("supervision.next")
def next_rung(work: UnitOfWork, rungs: list[dict[str, Any]]) -> dict[str, Any]:
    """计算下一级催督办及其时间。

    Which rung comes next and when, from the rungs of the escalation table.

    Returns rung (null: none left), rung_due (null: none, or the clock is paused), deadline, unit.
    """
    raise NotNow()


@operation("supervision.step")
def step(work: UnitOfWork, rung: str) -> dict[str, Any]:
    """记录已进入某一级；每级只进入一次。

    Take a rung, once.

    Returns rung, first (false when it had been taken before).
    """
    raise NotNow()
