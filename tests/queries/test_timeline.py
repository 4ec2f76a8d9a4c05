"""What happened: every step of a person with who and when, also in joint handlings and ladders beside the case."""

from datetime import timedelta
from typing import Any

from engine.actor import Actor
from engine.commands.complete_task import CompleteTask
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.merge_cases import MergeCases
from engine.commands.split_case import SplitCase
from engine.queries.case_file import CaseFile
from engine.queries.standing import StandingOf
from engine.queries.tracking import Tracking
from tests.operations.desk import RITA
from tests.operations.test_acts_on_running_cases import (
    ANNA,
    CITIZEN,
    COORDINATOR,
    DISPATCHER,
    INTAKE,
    Hall,
    hall,
    ready,
)

__all__ = ["hall", "ready"]
LEA = Actor("lea", "莉亚", frozenset({"unit_leader"}), "B001")
POLICE = Actor("paul", "保罗", frozenset({"handler"}), "P001")


def told(hall: Hall, number: str) -> list[tuple[str, str]]:
    """(what, who) of the timeline staff see."""
    return [(row["what"], row["who"]) for row in hall.ask(CaseFile(number))["timeline"]]


def tracked(hall: Hall, made: dict[str, str]) -> list[str]:
    return [row["what"] for row in hall.ask(Tracking(made["number"], made["tracking_code"]), CITIZEN)["timeline"]]


def complete(hall: Hall, key: str, by: Actor, **submission: Any) -> None:
    """Complete the open task under a key that this person may take."""
    hall.clock.forward(timedelta(minutes=1))
    task = next(one for one in hall.ask(StandingOf(key)).tasks if one.role in by.roles and one.unit in (None, by.unit))
    hall.act(CompleteTask(task.id, task.revision, submission), by)


def test_a_step_that_changes_nothing_of_the_case_is_told_by_its_name(hall: Hall) -> None:
    made = hall.dispatched()
    hall.clock.forward(timedelta(minutes=1))
    returned = {
        "ground": "not_our_duty",
        "clause": "other",
        "other_clause": "红线外由街道负责",
        "evidence": "红线图与照片",
        "suggested_unit": "S002",
    }
    hall.do(made["number"], "handler", ANNA, decision="return", **returned)
    hall.clock.forward(timedelta(minutes=1))
    hall.do(made["number"], "unit_leader", LEA, decision="cosign")
    assert told(hall, made["number"])[-2:] == [("环境保护和水务局 退件", "安娜"), ("退件会签", "莉亚")]
    english = hall.ask(CaseFile(made["number"]))["timeline"][-1]["what_en"]
    assert english and english.isascii()
    assert tracked(hall, made)[-1] == "分拨给 环境保护和水务局"


def test_a_joint_handling_is_told_with_the_case(hall: Hall) -> None:
    made = hall.signed()
    hall.clock.forward(timedelta(minutes=1))
    joint = hall.act(ConveneJointHandling((made["number"],), "一家办不了"), COORDINATOR)["number"]
    due = "2026-03-05T18:00"
    branches = [{"unit": unit, "task": "现场检查", "due": due} for unit in ("B001", "P001")]
    complete(hall, joint, COORDINATOR, lead_unit="B001", branches=branches, meeting_at="2026-03-04T10:00")
    for person in (ANNA, POLICE):
        complete(hall, joint, person, result="done", report="已到场检查")
    complete(
        hall, joint, COORDINATOR, minutes="三方到场，约定整改时限", decisions=[{"text": "每周巡查", "unit": "B001"}]
    )
    people = dict(told(hall, made["number"]))
    assert people["市交警支队坪山大队 完成联合处置任务"] == "保罗"
    assert people["制定联合处置方案，环境保护和水务局 牵头"] == people["记录会议纪要"] == "coordinator"
    assert "市交警支队坪山大队 完成联合处置任务" in tracked(hall, made)
    assert "记录会议纪要" not in tracked(hall, made)


def test_a_consult_answered_at_once_says_so_to_its_citizen(hall: Hall) -> None:
    made = hall.submit(kind="consult")
    hall.do(made["number"], "intake", INTAKE, decision="answer_now", public_reply="周一至周五上班时间办理")
    seen = ["answers_request", "outcome_honest", "site_photos", "contacted"]
    hall.do(made["number"], "reviewer", RITA, decision="pass", evidence_checked=seen)
    assert tracked(hall, made) == ["诉求已登记", "受理时直接答复", "答复已发出，请评价"]


def test_whose_request_is_merged_follows_what_happens_to_all(hall: Hall) -> None:
    parent, child = hall.dispatched(), hall.submit()
    hall.clock.forward(timedelta(minutes=1))
    hall.act(MergeCases(parent["number"], (child["number"],)), DISPATCHER)
    hall.clock.forward(timedelta(minutes=1))
    hall.do(parent["number"], "handler", ANNA, decision="sign")
    assert tracked(hall, child) == ["诉求已登记", "已受理", "与同类诉求合并办理", "环境保护和水务局 已签收"]
    seen = hall.ask(Tracking(child["number"], child["tracking_code"]), CITIZEN)
    assert (seen["owner_unit"], seen["next_deadline"] is not None) == ("B001", True)
    hall.clock.forward(timedelta(minutes=1))
    hall.act(SplitCase(child["number"]), DISPATCHER)
    hall.clock.forward(timedelta(minutes=1))
    hall.do(parent["number"], "handler", ANNA, outcome="resolved", actions="现场检查", public_reply="已经整改")
    assert not any("答复" in what for what in tracked(hall, child))
