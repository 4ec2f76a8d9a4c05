"""A plan needs units, tasks and days to come; a branch is over once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.casework.joint_handling import RELEASED, REPORTED, Branch, plan_branches, plan_meeting
from engine.casework.unit import Units
from engine.errors import NotNow, Unusable
from tests.casework.conftest import ZONE, local

NOW = local("2026-03-02 10:00")


def planned(units: Units, *branches: dict[str, Any]) -> list[Branch]:
    lead = str(next(iter(branches), {}).get("unit"))
    return plan_branches("JH1", branches, lead=lead, units=units, now=NOW, zone=ZONE)


def a_branch(unit: str = "P1", **changes: Any) -> dict[str, Any]:
    return {"unit": unit, "task": "夜间巡查", "due": "2026-03-05T18:00", **changes}


def test_a_date_without_offset_is_meant_in_the_district(units: Units) -> None:
    assert planned(units, a_branch())[0].due_at == local("2026-03-05 18:00")


@pytest.mark.parametrize(
    "wrong",
    [{"unit": "Z9"}, {"unit": None}, {"task": " "}, {"due": "2026-03-01T18:00"}, {"due": "tomorrow"}, {"due": None}],
)
def test_a_branch_without_unit_task_or_day_to_come_is_refused(units: Units, wrong: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        planned(units, a_branch(**wrong))


def test_no_branch_and_a_unit_twice_are_refused(units: Units) -> None:
    with pytest.raises(Unusable, match="at least one"):
        planned(units)
    with pytest.raises(Unusable, match="交警大队"):
        planned(units, a_branch(), a_branch())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at": "2026-03-01T09:00"}, "passed"),
        ({"at": "2026-03-06T18:01"}, "by 2026-03-06 18:00"),
        ({"at": None, "place": "三楼"}, "only its place"),
    ],
)
def test_a_meeting_in_the_past_after_the_joint_date_or_without_a_time_is_refused(
    wrong: dict[str, Any], said: str
) -> None:
    until = datetime(2026, 3, 6, 10, tzinfo=UTC)
    assert plan_meeting({"at": None, "place": None}, now=NOW, zone=ZONE, until=until) is None
    with pytest.raises(Unusable, match=said):
        plan_meeting(wrong, now=NOW, zone=ZONE, until=until)


def test_a_branch_is_reported_or_released_once(units: Units) -> None:
    branch = planned(units, a_branch())[0]
    assert branch.reported("查处三辆", "h", NOW).state == REPORTED
    assert branch.released("不再需要", NOW).state == RELEASED
    with pytest.raises(NotNow):
        branch.reported("查处三辆", "h", NOW).released(None, NOW)
