"""What outlives or moves a reply: commitments, extensions, suspensions."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("commitments.record")
def record_commitment(work: UnitOfWork, text: str, due: str) -> dict[str, Any]:
    """登记承诺及其期限，独立跟踪。

    Keep a promise that outlives the reply.

    Returns commitment_number, commitment_due.
    """
    raise NotNow()


@operation("commitments.report")
def report_commitment(work: UnitOfWork, kept: bool, text: str) -> dict[str, Any]:
    """报告承诺是否兑现。

    Say whether the promise was kept.
    """
    raise NotNow()


@operation("extensions.decide")
def decide_extension(
    work: UnitOfWork,
    decision: str,
    new_budget: str | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """审批延期：approve 或 refuse。

    Decide the open request for an extension; approved, the deadline moves by the extra budget.

    Returns approved, handle_due, extensions.
    """
    raise NotNow()


@operation("suspensions.pause")
def pause(work: UnitOfWork, until: str, reason: str) -> dict[str, Any]:
    """挂起：理由取自清单，必须有恢复日期；时钟停走。

    Suspend the case; its clocks rest.

    Returns resume_at.
    """
    raise NotNow()


@operation("suspensions.resume")
def resume(work: UnitOfWork) -> dict[str, Any]:
    """恢复办理，时钟继续。

    Resume; the clocks go on with what was left.

    Returns handle_due.
    """
    raise NotNow()
