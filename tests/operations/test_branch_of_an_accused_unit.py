"""A request handled jointly turns out to complain of a unit that has a branch: the unit goes, the others go on."""

import pytest

from engine.actor import SYSTEM, Actor
from engine.commands.name_accused_unit import NameAccusedUnit
from engine.commands.take_off_accused_unit import TakeOffAccusedUnit
from engine.errors import NotFound, NotNow
from engine.persistence.unit_of_work import Reading
from engine.queries.joint_handling_view import JointHandlingView
from tests.operations.desk import Asked
from tests.operations.test_acts_on_running_cases import ANNA, COORDINATOR, INTAKE, Hall, hall, ready
from tests.operations.test_joint_runs import POLICE, Joint

__all__ = ["hall", "ready"]
SHIFT_LEADER = Actor("sina", "希娜", frozenset({"shift_leader"}))


def case_of(joint: Joint) -> str:
    return str(joint.hall.ask(JointHandlingView(joint.number), COORDINATOR)["cases"][0])


def told(hall: Hall, template: str) -> list[str]:
    return hall.ask(Asked(lambda r: [one.recipient for one in r.notices.all(template=template)]), SYSTEM)  # type: ignore[no-any-return]


def releases(hall: Hall, joint: Joint) -> list[tuple[str, str | None]]:
    def read(reading: Reading) -> list[tuple[str, str | None]]:
        entries = [one.details for one in reading.journal.of_key(joint.number)]
        return [(one["unit"], one.get("reason")) for one in entries if one.get("what") == "release"]

    return hall.ask(Asked(read), SYSTEM)  # type: ignore[no-any-return]


def test_the_branch_is_released_with_its_entry_and_the_coordinator_told(hall: Hall) -> None:
    joint = Joint(hall)
    case = case_of(joint)
    answer = hall.act(NameAccusedUnit(case, "P001", "投诉交警不作为"), SHIFT_LEADER)
    assert answer["taken_off"] is True
    assert joint.open() == ["办理分工"]
    assert releases(hall, joint) == [("P001", f"案件 {case} 投诉的正是该单位")]
    assert told(hall, "accused_unit_released") == ["coordinator"] and told(hall, "accused_unit_at_work") == []
    with pytest.raises(NotFound):
        hall.ask(JointHandlingView(joint.number), POLICE)
    joint.reported(ANNA)
    joint.do("形成统一答复", ANNA, outcome="resolved", public_reply="已经整改")


def test_named_by_intake_it_goes_once_somebody_entitled_says_so(hall: Hall) -> None:
    joint = Joint(hall)
    case = case_of(joint)
    assert hall.act(NameAccusedUnit(case, "P001", "投诉交警不作为"), INTAKE)["taken_off"] is False
    assert joint.open() == ["办理分工", "办理分工"]
    assert sorted(told(hall, "accused_unit_at_work")) == ["coordinator", "shift_leader"]
    hall.act(TakeOffAccusedUnit(case, "P001", "不得继续办理"), SHIFT_LEADER)
    assert joint.open() == ["办理分工"] and told(hall, "accused_unit_released") == ["coordinator"]


def test_what_it_has_reported_stays_and_those_who_decide_are_told(hall: Hall) -> None:
    joint = Joint(hall)
    joint.reported(POLICE)
    case = case_of(joint)
    assert hall.act(NameAccusedUnit(case, "P001", "投诉交警不作为"), SHIFT_LEADER)["taken_off"] is False
    assert sorted(told(hall, "accused_unit_at_work")) == ["coordinator", "shift_leader"]
    with pytest.raises(NotNow, match="reported"):
        hall.act(TakeOffAccusedUnit(case, "P001", "不得继续办理"), SHIFT_LEADER)
