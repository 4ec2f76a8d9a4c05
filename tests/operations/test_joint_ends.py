"""A joint handling ends with its last case, or by a coordinator's word; each case has one owner all the while."""

from datetime import datetime
from typing import Any

import pytest

from engine.actor import Actor
from engine.casework.case import Owner, State
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.end_joint_handling import EndJointHandling
from engine.commands.record_contact import RecordContact
from engine.commands.release_unit import ReleaseUnit
from engine.commands.request_extension import RequestExtension
from engine.commands.suspend_case import SuspendCase
from engine.errors import NotAllowed, NotFound, NotNow, Unusable
from engine.queries.case_file import CaseFile
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.joint_handlings import JointHandlings
from tests.conftest import SHANGHAI
from tests.operations.desk import ANNA, NUMBER, Desk
from tests.operations.test_joint_and_merged import COORDINATOR, JOINT, STRANGER, Convened, a_plan

OTHER = "PS260302-BBBBB"
POLICE = Actor("paul", "保罗", frozenset({"handler"}), "P001")


def convened(desk: Desk, *cases: str) -> None:
    """Two cases at their units, in one joint handling."""
    for number in cases or (NUMBER,):
        desk.register(number)
        desk.dispatched(number)
        desk.do("cases.sign", key=number)
    desk.application.execute(Convened(cases or (NUMBER,)), ANNA)


def joint(desk: Desk) -> dict[str, Any]:
    shown: dict[str, Any] = desk.application.ask(JointHandlingView(JOINT), COORDINATOR)
    return shown


def test_the_last_case_to_end_ends_its_joint_handling(desk: Desk) -> None:
    convened(desk, NUMBER, OTHER)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    desk.do("cases.withdraw")
    assert ("joint_over", JOINT) not in desk.thrown()
    desk.do("cases.withdraw", key=OTHER)
    assert desk.thrown().count(("joint_over", JOINT)) == 1
    with pytest.raises(NotNow, match="every one has gone another way"):
        for unit in ("P001", "B001"):
            desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
        desk.do("joint.reply", key=JOINT, text="统一答复")


def test_a_joint_handling_that_ends_withdraws_its_branches_and_says_so(desk: Desk) -> None:
    convened(desk)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    desk.do("joint.record_branch", key=JOINT, unit="P001", report="已夜查")
    with pytest.raises(Unusable, match="reason"):
        desk.do("joint.end", key=JOINT, reason=" ")
    desk.do("joint.end", key=JOINT, reason="车主已自行搬离")
    shown = joint(desk)
    assert (shown["state"], shown["end_reason"], shown["left"]) == ("ended", "车主已自行搬离", [NUMBER])
    assert {one["unit"]: one["state"] for one in shown["branches"]} == {"P001": "reported", "B001": "released"}
    assert desk.see(lambda r: [one.state for one in r.deadlines.of(JOINT)]) == ["stopped"] * 3
    assert ("joint_ended", NUMBER) in desk.thrown()
    assert desk.case().owner == Owner("handler", "B001")
    told = desk.see(lambda r: [one.details for one in r.journal.of_key(JOINT) if one.details.get("what") == "end"])
    assert [one["reason"] for one in told] == ["车主已自行搬离"]
    with pytest.raises(NotNow, match="ended"):
        desk.do("joint.end", key=JOINT, reason="再次")
    desk.do("notices.send", key=JOINT, to="cooperating_units", template="joint_ended")
    assert "车主已自行搬离" in desk.see(lambda r: r.notices.all(about=JOINT)[-1].text_zh)
    desk.do("cases.record_reply", outcome="resolved", public_reply="已搬离")  # the unit has it alone again


def test_a_case_that_goes_another_way_waits_for_the_joint_reply_no_more(desk: Desk) -> None:
    convened(desk, NUMBER, OTHER)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    desk.do("cases.merge", key=OTHER, parent=NUMBER)
    assert joint(desk)["left"] == [OTHER]
    desk.do("cases.enter", key=OTHER, state="accepted", owner_role="dispatcher")
    desk.dispatched_again(OTHER)
    desk.do("cases.record_reply", key=OTHER, outcome="resolved", public_reply="另行办结")
    for unit in ("P001", "B001"):
        desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
    desk.do("joint.reply", key=JOINT, text="统一答复")
    replied = [to for message, to in desk.thrown() if message == "joint_replied"]
    assert replied == [NUMBER]


def test_a_coordinator_ends_a_joint_handling_with_a_reason_and_nobody_else_does(desk: Desk) -> None:
    convened(desk)
    with pytest.raises(NotAllowed):
        desk.application.execute(EndJointHandling(JOINT, "不再需要"), ANNA)
    with pytest.raises(Unusable, match="reason"):
        desk.application.execute(EndJointHandling(JOINT, " "), COORDINATOR)
    assert joint(desk)["may"]["end"]


def test_one_owner_has_the_work_from_convening_to_the_reply(desk: Desk) -> None:
    convened(desk)
    assert desk.case().owner == Owner("coordinator")  # who plans
    desk.do("notices.send", to="lead_unit", template="remind")
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "S002"))
    assert desk.case().owner == Owner("handler", "P001")
    desk.do("notices.send", to="unit_leader", template="warn")
    sent = desk.see(lambda r: r.notices.all(about=NUMBER, order=("sent_at", "id")))
    assert {one.template: (one.recipient_kind, one.recipient) for one in sent} == {
        "remind": ("role", "coordinator"),
        "warn": ("unit_leader", "P001"),
    }
    rungs = [{"rung": "remind", "left": 0.5}]
    assert desk.do("supervision.next", key=f"{NUMBER}/supervision", rungs=rungs)["unit"] == "P001"


@pytest.mark.parametrize(("limit", "rings"), [("5 working days", "14:30"), ("2 days", "13:30")])
def test_a_branch_is_reminded_of_at_work_but_by_day_and_night_within_such_a_limit(
    desk: Desk, limit: str, rings: str
) -> None:
    """Monday 9:00 to Wednesday 18:00: half of what is worked is over on Tuesday at 14:30, half of the time at 13:30."""
    desk.register()
    desk.do("deadlines.start", name="handle", budget=limit)
    desk.dispatched()
    desk.do("cases.sign")
    desk.application.execute(Convened(), ANNA)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    rungs = [{"rung": "remind", "left": 0.5}]
    at = datetime.fromisoformat(desk.do("supervision.next", key=f"{JOINT}/supervision/P001", rungs=rungs)["rung_due"])
    assert at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") == f"03-03 {rings}"


def test_who_leads_has_a_branch_though_the_plan_names_none(desk: Desk) -> None:
    convened(desk)
    plan = {**a_plan("S002", "B001"), "lead_unit": "P001"}
    facts = desk.do("joint.plan", key=JOINT, **plan)
    assert list(facts["branches"]) == ["S002", "B001", "P001"]
    assert facts["branches"]["P001"]["due"] == facts["joint_due"]
    for unit in ("S002", "B001"):
        desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
    with pytest.raises(NotNow, match="市交警支队坪山大队 still works"):
        desk.do("joint.reply", key=JOINT, text="统一答复")


def test_a_lead_is_not_released_and_the_refusal_names_an_act_there_is(desk: Desk) -> None:
    convened(desk)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    with pytest.raises(NotNow, match="end the joint handling and convene it anew"):
        desk.application.execute(ReleaseUnit(JOINT, "P001", "换人"), COORDINATOR)


def test_a_case_handled_jointly_is_not_suspended_nor_a_suspended_one_convened(desk: Desk) -> None:
    convened(desk)
    with pytest.raises(NotNow, match="end the joint handling first"):
        desk.application.execute(SuspendCase(NUMBER, "2026-03-09T09:00", "court"), COORDINATOR)
    may = desk.application.ask(CaseFile(NUMBER), COORDINATOR)["may"]
    assert (may["suspend"], may["convene"]) == (False, False)
    desk.register(OTHER)
    desk.dispatched(OTHER)
    desk.do("suspensions.pause", key=OTHER, until="2026-03-09T09:00", reason="court")
    with pytest.raises(NotNow, match="suspended"):
        desk.application.execute(ConveneJointHandling((OTHER,), "一并处置"), COORDINATOR)


def test_more_time_and_the_first_contact_are_the_lead_units_while_units_work_jointly(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("deadlines.start_each", budgets={"contact": "24 hours"})
    desk.application.execute(Convened((NUMBER,)), ANNA)
    for act in (RequestExtension(NUMBER, "1 working day", "等材料"), RecordContact(NUMBER, "telephone")):
        with pytest.raises(NotNow, match="a coordinator still plans"):
            desk.application.execute(act, ANNA)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    for act in (RequestExtension(NUMBER, "1 working day", "等材料"), RecordContact(NUMBER, "telephone")):
        with pytest.raises(NotAllowed, match="市交警支队坪山大队, but yours is another"):
            desk.application.execute(act, ANNA)
    assert not desk.application.ask(CaseFile(NUMBER), ANNA)["may"]["contact"]
    seen = desk.application.ask(CaseFile(NUMBER), POLICE)
    assert seen["may"]["contact"] and seen["citizen"]["phone"] == "13800138000"
    assert desk.application.ask(CaseFile(NUMBER), ANNA)["citizen"]["phone"] == "138****8000"
    assert desk.application.execute(RecordContact(NUMBER, "telephone"), POLICE)["in_time"]


def test_a_unit_that_a_meeting_gave_something_to_do_reads_the_joint_handling_and_its_cases(desk: Desk) -> None:
    convened(desk)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "S002"))
    with pytest.raises(NotFound):
        desk.application.ask(JointHandlingView(JOINT), STRANGER)
    decided = [{"text": "每周巡查", "unit": "B004", "due": "2026-03-20"}]
    for _ in range(2):
        desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=decided)
    shown = desk.application.ask(JointHandlingView(JOINT), STRANGER)
    assert shown["decisions"][0]["may_carry_out"]
    assert [one["number"] for one in desk.application.ask(JointHandlings(), STRANGER)["items"]] == [JOINT]
    assert desk.application.ask(CaseFile(NUMBER), STRANGER)["number"] == NUMBER
    outsider = Actor("o", "o", frozenset({"handler"}), "B014")
    with pytest.raises(NotFound):
        desk.application.ask(JointHandlingView(JOINT), outsider)
    assert desk.case().state is State.HANDLING


def test_a_case_taken_off_its_unit_leaves_the_joint_handling_which_ends_with_its_last(desk: Desk) -> None:
    convened(desk)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    desk.do("cases.take_off", unit="P001")
    assert (desk.case().state, desk.case().owner) == (State.ACCEPTED, Owner("dispatcher"))
    assert ("joint_over", JOINT) in desk.thrown()
    with pytest.raises(NotFound):
        desk.application.ask(CaseFile(NUMBER), POLICE)
