"""What a joint handling did for a case counts nothing once it went its own way through a merge."""

from engine.actor import Actor
from engine.commands.complete_task import CompleteTask
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.merge_cases import MergeCases
from engine.commands.split_case import SplitCase
from engine.queries.case_file import CaseFile
from engine.queries.joint_handling_view import JointHandlingView
from tests.operations.desk import NOISE
from tests.operations.test_acts_on_running_cases import (
    ANNA,
    COORDINATOR,
    DISPATCHER,
    OTHER,
    REVIEWER,
    Hall,
    _Revision,
    hall,
    ready,
)

__all__ = ["hall", "ready"]
STREET = Actor("stella", "斯黛", frozenset({"handler"}), "S002")
BRANCHES = [{"unit": unit, "task": "夜查", "due": "2026-03-06T18:00"} for unit in ("B001", "S002")]


def answered_jointly(hall: Hall, number: str) -> None:
    joint = hall.act(ConveneJointHandling((number,), "一家办不了"), COORDINATOR)["number"]

    def done(by: Actor, **data: object) -> None:
        task = next(one for one in hall.ask(JointHandlingView(joint), by)["open_tasks"])
        hall.act(CompleteTask(task["id"], hall.ask(_Revision(task["id"])), data), by)

    done(COORDINATOR, lead_unit="B001", branches=BRANCHES)
    for by in (ANNA, STREET):
        done(by, result="done", report="已按分工办理")
    done(ANNA, outcome="resolved", public_reply="已经联合整治")


def test_the_next_unit_of_a_case_answered_jointly_and_merged_signs_it(hall: Hall) -> None:
    parent, number = hall.signed()["number"], hall.dispatched()["number"]
    answered_jointly(hall, number)
    hall.do(number, "reviewer", REVIEWER, decision="send_back", reason="噪声仍超标")
    hall.act(MergeCases(parent, (number,)), DISPATCHER)
    hall.act(SplitCase(number), DISPATCHER)
    hall.do(number, "dispatcher", DISPATCHER, matter=NOISE, urgency="ordinary", lead_unit="B006", reason="按其职能")
    seen = hall.ask(CaseFile(number))
    assert (seen["state"], seen["owner_unit"]) == ("dispatched", "B006")
    hall.do(number, "handler", OTHER, decision="sign")
