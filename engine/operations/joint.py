"""Several units in one room: plan, branches, minutes, one consolidated reply."""

from datetime import datetime
from typing import Any

from engine.errors import NotNow
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork


@operation("joint.plan")
def plan(
    work: UnitOfWork,
    lead_unit: str,
    branches: list[dict[str, Any]],
    meeting: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """制定联合处置方案：牵头单位、各单位任务与期限、会议。

    Plan the joint handling.

    Returns branches (by unit code: unit, task, due), lead_unit, joint_due.
    """
    raise NotNow()


@operation("joint.record_branch")
def record_branch(work: UnitOfWork, unit: str, report: str) -> dict[str, Any]:
    """记录一个单位的办理情况。

    Keep what one unit did in its branch.
    """
    raise NotNow()


@operation("joint.release")
def release(work: UnitOfWork, unit: str, reason: str | None = None) -> dict[str, Any]:
    """退出一个单位。

    Release a unit whose branch is not needed any more; never the lead.
    """
    raise NotNow()


@operation("joint.add")
def add(work: UnitOfWork, unit: str, task: str, due: datetime | None = None) -> dict[str, Any]:
    """加派一个单位。

    Add a unit while the joint handling runs.

    Returns unit, task, due.
    """
    raise NotNow()


@operation("joint.record_minutes")
def record_minutes(work: UnitOfWork, minutes: str, decisions: list[Any] | None = None) -> dict[str, Any]:
    """记录会议纪要与决定。

    Keep the minutes and decisions of the meeting.
    """
    raise NotNow()


@operation("joint.reply")
def reply(work: UnitOfWork, text: str) -> dict[str, Any]:
    """形成统一答复，送达每一案件。

    Write the one consolidated reply; every case of the joint handling gets the message joint_replied.
    """
    raise NotNow()
