"""Replying, reviewing, rating, doing it again, closing honestly."""

from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("cases.record_reply")
def record_reply(work: UnitOfWork, outcome: str, public_reply: str, actions: str | None = None) -> dict[str, Any]:
    """记录办理结果与公开答复。

    Keep the unit's reply with its outcome and say which reply it is.

    Returns reply_number, outcome.
    """
    raise NotNow()


@operation("cases.review")
def review(work: UnitOfWork, decision: str, reason: str | None = None) -> dict[str, Any]:
    """结案审核：pass 或 send_back；审核人不得是经办人。

    Record the closure review; the reviewer is never the one who handled the case.
    """
    raise NotNow()


@operation("cases.await_rating")
def await_rating(work: UnitOfWork) -> dict[str, Any]:
    """等待诉求人评价。

    The reply is out; the citizen may rate it.
    """
    raise NotNow()


@operation("cases.record_rating")
def record_rating(work: UnitOfWork, rating: dict[str, Any]) -> dict[str, Any]:
    """记录评价：速度、效果、态度（1–5）和是否解决。

    Keep the rating (speed, effect, attitude 1–5, solved, comment).

    Returns solved, redos.
    """
    raise NotNow()


@operation("cases.redo")
def redo(work: UnitOfWork, reason: str | None = None) -> dict[str, Any]:
    """群众不满意，退回重办。

    Open the work again at the same unit.

    Returns redos, the number of times so far.
    """
    raise NotNow()


@operation("cases.close")
def close(work: UnitOfWork, outcome: str | None = None) -> dict[str, Any]:
    """办结归档。

    Close the case with its outcome; supervision of it ends.
    """
    raise NotNow()
