"""A joint handling in the shipped diagram: meetings planned, convened later or never; units that join, and the date."""

from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.commands.add_unit_to_joint_handling import AddUnitToJointHandling
from engine.commands.complete_task import CompleteTask
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.convene_meeting import ConveneMeeting
from engine.commands.release_unit import ReleaseUnit
from engine.errors import NotAllowed, NotNow, Unusable
from engine.queries.deadline_explained import DeadlineExplained
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.standing import OpenTasks
from engine.ticker.poll import settle
from tests.operations.desk import Asked
from tests.operations.test_acts_on_running_cases import ANNA, COORDINATOR, Hall, hall, ready

__all__ = ["hall", "ready"]
POLICE = Actor("paul", "保罗", frozenset({"handler"}), "P001")
PLACE_AND_TIME = {"meeting_at": "2026-03-04T10:00", "meeting_place": "区指挥中心"}
THURSDAY, SATURDAY = "2026-03-05T10:00:00+00:00", "2026-03-07T04:00:00+00:00"


class Joint:
    """One joint handling of two units, led by B001, all due on Thursday at six."""

    def __init__(self, hall: Hall, **meeting: str) -> None:
        self.hall = hall
        cases = (hall.signed()["number"],)
        self.number = hall.act(ConveneJointHandling(cases, "一家办不了"), COORDINATOR)["number"]
        branches = [{"unit": unit, "task": "现场检查", "due": "2026-03-05T18:00"} for unit in ("B001", "P001")]
        self.do("制定联合处置方案", COORDINATOR, lead_unit="B001", branches=branches, **meeting)

    def open(self) -> list[str]:
        return sorted(task.name for task in self.hall.ask(OpenTasks()) if task.business_key == self.number)

    def due(self, name: str) -> str:
        return next(task.due_at.isoformat() for task in self._tasks(name))

    def do(self, name: str, by: Actor, **data: Any) -> None:
        task = next(task for task in self._tasks(name) if by.unit is None or task.unit in (None, by.unit))
        self.hall.act(CompleteTask(task.id, task.revision, data), by)

    def reported(self, *by: Actor) -> None:
        for person in by or (ANNA, POLICE):
            self.do("办理分工", person, result="done", report="已到场检查")

    def adds(self, unit: str, due: str | None = None, by: Actor = COORDINATOR) -> Any:
        return self.hall.act(AddUnitToJointHandling(self.number, unit, "清理", due), by)

    def meets(self, at: str = "2026-03-04T10:00", by: Actor = COORDINATOR, **more: str) -> Any:
        return self.hall.act(ConveneMeeting(self.number, at, **more), by)

    def may(self, act: str) -> bool:
        return bool(self.hall.ask(JointHandlingView(self.number), COORDINATOR)["may"][act])

    def told(self) -> list[tuple[str, str]]:
        rows = self.hall.ask(Asked(lambda r: r.notices.all(about=self.number, order=("sent_at", "id"))))
        return [(one.recipient, one.template) for one in rows]

    def journal(self, what: str) -> list[dict[str, Any]]:
        entries = self.hall.ask(Asked(lambda r: r.journal.of_key(self.number)))
        return [one.details for one in entries if one.details.get("what") == what]

    def _tasks(self, name: str) -> list[Any]:
        return [task for task in self.hall.ask(OpenTasks()) if (task.business_key, task.name) == (self.number, name)]


def test_nobody_waits_for_the_minutes_of_a_meeting_nobody_planned(hall: Hall) -> None:
    joint = Joint(hall)
    assert joint.open() == ["办理分工", "办理分工"]
    joint.reported()
    assert joint.open() == ["形成统一答复"]


def test_a_planned_meeting_is_told_to_the_units_and_brings_its_minutes(hall: Hall) -> None:
    joint = Joint(hall, **PLACE_AND_TIME)
    assert [one for one in joint.told() if one[1] == "joint_meeting"] == [
        ("P001", "joint_meeting"),
        ("B001", "joint_meeting"),
    ]
    joint.reported()
    assert (joint.open(), joint.due("记录会议纪要")) == (["记录会议纪要"], THURSDAY)
    joint.do("记录会议纪要", COORDINATOR, minutes="三方到场，约定整改时限")
    assert joint.open() == ["形成统一答复"]


def test_a_meeting_convened_while_units_work_brings_its_minutes_before_the_reply(hall: Hall) -> None:
    joint = Joint(hall)
    assert joint.may("convene_meeting")
    with pytest.raises(NotAllowed):
        joint.meets(by=ANNA)
    for wrong, said in (("2026-03-01T10:00", "passed"), ("2026-03-05T18:30", "by 2026-03-05 18:00")):
        with pytest.raises(Unusable, match=said):
            joint.meets(wrong)
    joint.meets(place="区指挥中心", agenda="夜查")
    said = hall.ask(Asked(lambda r: r.notices.all(about=joint.number, template="joint_meeting")[0].text_zh))
    assert said.endswith("2026年3月4日 10:00，区指挥中心，夜查")
    said = hall.ask(Asked(lambda r: r.notices.all(about=joint.number, template="joint_meeting")[0].text_en))
    assert "4 Mar 2026, 10:00, 区指挥中心, 夜查" in said and "，" not in said
    assert not joint.may("convene_meeting")
    with pytest.raises(NotNow, match="there is one"):
        joint.meets()
    joint.reported()
    assert joint.open() == ["记录会议纪要"]
    joint.do("记录会议纪要", COORDINATOR, minutes="三方到场，约定整改时限")
    assert joint.open() == ["形成统一答复"]


def test_minutes_that_are_late_are_told_once_as_a_late_reply_is(hall: Hall) -> None:
    joint = Joint(hall, **PLACE_AND_TIME)
    joint.reported()
    hall.clock.forward(timedelta(days=4))
    settle(hall.application)
    assert joint.told().count(("coordinator", "minutes_overdue")) == 1
    joint.do("记录会议纪要", COORDINATOR, minutes="三方到场，约定整改时限")
    assert joint.told().count(("coordinator", "joint_overdue")) == 1


def test_once_every_unit_has_reported_none_joins_and_the_page_says_so(hall: Hall) -> None:
    joint = Joint(hall, **PLACE_AND_TIME)
    joint.reported(ANNA)
    assert joint.may("add") and joint.may("release")
    joint.reported(POLICE)
    assert not joint.may("add") and not joint.may("release")
    with pytest.raises(NotNow, match=r"every one has reported\. Write what the unit is to do into the minutes"):
        joint.adds("B005")
    late = Joint(hall)
    late.reported()
    with pytest.raises(NotNow, match="while units still work"):
        late.meets()


def test_a_unit_that_joins_with_a_later_date_moves_the_joint_one_and_what_waits_for_it(hall: Hall) -> None:
    joint = Joint(hall, **PLACE_AND_TIME)
    assert joint.adds("S002")["joint_due"] == joint.due("记录会议纪要") == THURSDAY
    assert joint.journal("move") == []
    added = joint.adds("B005", "2026-03-07T12:00")
    assert added["joint_due"] == joint.due("记录会议纪要") == SATURDAY
    moved = joint.journal("move")
    assert [(one["before"]["due"], one["after"]["due"], one["reason"]) for one in moved] == [
        (THURSDAY, SATURDAY, "加派 城市管理局")
    ]
    explained = hall.ask(DeadlineExplained(joint.number), SYSTEM)
    assert SATURDAY in str(explained)
    hall.clock.forward(timedelta(days=4))  # Friday: the first date is over, the one in force is not
    settle(hall.application)
    assert ("coordinator", "minutes_overdue") not in joint.told()
    for unit in ("B001", "P001", "S002", "B005"):
        joint.reported(Actor(unit, unit, frozenset({"handler"}), unit))
    joint.do("记录会议纪要", COORDINATOR, minutes="三方到场，约定整改时限")
    assert joint.due("形成统一答复") == SATURDAY
    assert ("coordinator", "joint_overdue") not in joint.told()
    hall.clock.forward(timedelta(days=1, hours=3))
    settle(hall.application)
    assert joint.told().count(("coordinator", "joint_overdue")) == 1


def test_a_unit_is_released_right_after_it_was_added(hall: Hall) -> None:
    joint = Joint(hall)
    hall.application.execute(AddUnitToJointHandling(joint.number, "B005", "清理"), COORDINATOR)
    hall.act(ReleaseUnit(joint.number, "B005", "不再需要"), COORDINATOR)
    assert joint.open() == ["办理分工", "办理分工"]
    with pytest.raises(NotNow, match="released"):
        hall.act(ReleaseUnit(joint.number, "B005", "再来一次"), COORDINATOR)
    joint.adds("B005")
    assert joint.open() == ["办理分工"] * 3
