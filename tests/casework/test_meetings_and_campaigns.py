"""What a meeting leaves behind, the one reply with everybody's part, and what a campaign needs."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.casework.campaign import ENDED, Campaign, check_campaign
from engine.casework.joint_handling import consolidated, read_decisions, read_minutes
from engine.casework.unit import Unit, Units
from engine.errors import NotNow, Unusable

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
UNITS = Units([Unit("P001", "交警", "Police", "bureau"), Unit("S002", "街道", "Street", "enforcement")])
AT = {"now": NOW, "zone": ZONE}
MEETING = {**AT, "convened": datetime(2026, 3, 2, 0, 0, 30, tzinfo=UTC)}


def test_minutes_are_of_a_meeting_that_was_held_with_the_units_that_came() -> None:
    held = read_minutes("议定", "2026-03-02T08:30", ["P001", "S002"], units=UNITS, **MEETING)
    assert held == {"held_at": "2026-03-02T00:30:00+00:00", "attendees": ["P001", "S002"]}
    with pytest.raises(Unusable, match="future"):
        read_minutes("议定", "2026-03-03T08:30", [], units=UNITS, **MEETING)
    with pytest.raises(Unusable, match="convening at 2026-03-02 08:00"):
        read_minutes("议定", "2020-01-01T09:00", [], units=UNITS, **MEETING)
    with pytest.raises(Unusable, match="unit"):
        read_minutes("议定", None, ["X999"], units=UNITS, **MEETING)


def test_a_decision_says_who_does_what_by_when() -> None:
    wanted: dict[str, Any] = {"units": UNITS, "zone": ZONE, "held": NOW}
    assert read_decisions([{"text": "夜查", "unit": "P001", "due": "2026-03-10"}, "设卡"], **wanted) == [
        {"text": "夜查", "unit": "P001", "due": "2026-03-10"},
        {"text": "设卡", "unit": None, "due": None},
    ]
    for bad in ({"text": " "}, {"text": "夜查", "unit": "X999"}, {"text": "夜查", "due": "2026-03-01"}):
        with pytest.raises(Unusable):
            read_decisions([bad], **wanted)


def test_the_one_reply_says_what_each_unit_did() -> None:
    said = consolidated("噪声已消除。", [("交警", "夜查四次"), ("街道", "已装限高杆")])
    assert said.splitlines() == ["噪声已消除。", "各单位办理情况：", "交警：夜查四次", "街道：已装限高杆"]
    assert consolidated("噪声已消除。", []) == "噪声已消除。"


GOOD: dict[str, Any] = {
    "name": "夜间噪声整治",
    "matters": ["130801"],
    "streets": [],
    "begins_on": date(2026, 3, 1),
    "ends_on": date(2026, 3, 31),
    "targets": (0.9, None),
    "today": date(2026, 3, 2),
}


@pytest.mark.parametrize(
    "bad",
    [
        {"name": " "},
        {"matters": []},
        {"ends_on": date(2026, 2, 1)},
        {"today": date(2026, 4, 1)},
        {"targets": (0.0,)},
        {"targets": (1.5,)},
    ],
)
def test_a_campaign_has_a_name_a_scope_days_to_come_and_targets_that_are_shares(bad: dict[str, Any]) -> None:
    check_campaign(**GOOD)
    with pytest.raises(Unusable):
        check_campaign(**{**GOOD, **bad})


def test_a_campaign_ends_once_with_what_was_reached() -> None:
    running = Campaign("CP-1", "整治", "P001", ["130801"], [], date(2026, 3, 1), date(2026, 3, 31), "", "cora", NOW)
    with pytest.raises(Unusable):
        running.ended(" ", NOW)
    ended = running.ended("投诉减少六成", NOW)
    assert (ended.state, ended.result) == (ENDED, "投诉减少六成")
    with pytest.raises(NotNow, match="ended"):
        ended.ended("再来", NOW)
