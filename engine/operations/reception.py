"""How a case comes in: accepted, asked about, refused, filed as another kind, merged, withdrawn."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("cases.accept")
def accept(work: UnitOfWork) -> dict[str, Any]:
    """受理案件，转入待分拨。

    Accept the case; a dispatcher owns it now.
    """
    raise NotNow()


@operation("cases.reject")
def reject(work: UnitOfWork, reason: str) -> dict[str, Any]:
    """不予受理，说明理由。

    Do not accept the case, and say why.
    """
    raise NotNow()


@operation("cases.ask_citizen")
def ask_citizen(work: UnitOfWork, question: str) -> dict[str, Any]:
    """请诉求人补充说明。

    Ask the citizen one question; intake keeps the case.
    """
    raise NotNow()


@operation("cases.refile")
def refile(work: UnitOfWork, kind: str) -> dict[str, Any]:
    """改为另一类诉求，由对应流程继续办理。

    File the case as another kind; the process of that kind takes it over.
    """
    raise NotNow()


@operation("cases.merge")
def merge(work: UnitOfWork, parent: str) -> dict[str, Any]:
    """并入另一案件；诉求人保留自己的编号、通知、查询和评价。

    Merge into an open case; the citizen keeps number, notices, tracking and rating.
    """
    raise NotNow()


@operation("cases.withdraw")
def withdraw(work: UnitOfWork, reason: str | None = None) -> dict[str, Any]:
    """诉求人撤回诉求，案件了结。

    The citizen withdraws; the case ends.
    """
    raise NotNow()


@operation("cases.enter")
def enter(work: UnitOfWork, state: str, owner_role: str, owner_unit: str | None = None) -> dict[str, Any]:
    """进入某一状态，并指明当前唯一的负责方。

    Enter a lawful next state and name the one who owns the case now.
    """
    raise NotNow()
