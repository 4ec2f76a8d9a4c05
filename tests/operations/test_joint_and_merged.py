"""Joint handling and merging: nobody is lost, nothing closes before its branches."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import Actor
from engine.casework.case import Owner, State
from engine.casework.duty import Precedent
from engine.casework.joint_handling import JointCase, JointHandling
from engine.clock import VirtualClock
from engine.commands.carry_out_decision import CarryOutDecision
from engine.commands.let_accused_unit_act import LetAccusedUnitAct
from engine.commands.name_accused_unit import NameAccusedUnit
from engine.errors import NotAllowed, NotFound, NotNow, Unusable
from engine.operations.joint_cases import hand_over
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.figures import Figures
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.precedents import Precedents
from tests.conftest import MONDAY
from tests.operations.desk import ANNA, NOISE, NUMBER, RITA, Desk

JOINT, CHILD = "JH260302-AAAAA", "PS260302-BBBBB"


DECIDED = [{"text": "设卡", "unit": "P001", "due": "2026-03-03"}, {"text": "巡查", "unit": "S002", "due": "2026-03-20"}]
OF_THE_STREET = Actor("stella", "斯黛", frozenset({"handler"}), "S002")
STRANGER = Actor("uwe", "乌韦", frozenset({"handler"}), "B004")
COORDINATOR = Actor("kai", "凯", frozenset({"coordinator"}))


@dataclass(frozen=True)
class Convened:
    """As a coordinator convenes, without the diagram that would have to listen."""

    cases: tuple[str, ...] = (NUMBER,)

    def perform(self, work: UnitOfWork) -> None:
        work.joint_handlings.add(JointHandling(JOINT, "停车场噪声", "coordinator", work.now))
        work.joint_cases.add(*(JointCase(JOINT, number) for number in self.cases))
        hand_over(work, JOINT, Owner("coordinator"), "convene")


@dataclass(frozen=True)
class Kept:
    precedent: Precedent

    def perform(self, work: UnitOfWork) -> None:
        work.precedents.add(self.precedent)


def a_plan(*units: str) -> dict[str, Any]:
    branches = [{"unit": unit, "task": "夜查", "due": f"2026-03-0{4 + i}T18:00"} for i, unit in enumerate(units)]
    return {"lead_unit": units[0], "branches": branches, "meeting": {"at": "2026-03-03T15:00", "place": "三楼"}}


def reviewer_of(unit: str) -> Actor:
    return Actor("r", "r", frozenset({"reviewer"}), unit)


def planned(desk: Desk) -> dict[str, Any]:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    desk.application.execute(Convened(), ANNA)
    return desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001", "S002"))


def test_a_plan_gives_every_unit_its_branch_and_date(desk: Desk) -> None:
    facts = planned(desk)
    assert list(facts["branches"]) == ["P001", "B001", "S002"]
    assert facts["joint_due"] == facts["branches"]["S002"]["due"] == "2026-03-06T10:00:00+00:00"
    assert desk.see(lambda reading: reading.cases.is_involved("P001", NUMBER))
    with pytest.raises(NotNow, match="running"):
        desk.do("joint.plan", key=JOINT, **a_plan("P001"))


def test_no_unit_a_case_complains_of_gets_a_branch_without_a_second_person(desk: Desk) -> None:
    planned(desk)
    number = desk.see(lambda reading: reading.joint_cases.all(joint=JOINT)[0].case)
    by = Actor("dora", "朵拉", frozenset({"shift_leader"}))
    desk.application.execute(NameAccusedUnit(number, "B005", "投诉该局不作为"), by)
    with pytest.raises(NotNow, match="complains"):
        desk.do("joint.add", key=JOINT, unit="B005", task="现场执法")
    desk.application.execute(LetAccusedUnitAct(number, "B005", "别无执法单位"), by)
    with pytest.raises(NotAllowed, match="second person"):
        desk.do("joint.add", by=by, key=JOINT, unit="B005", task="现场执法")
    assert desk.do("joint.add", key=JOINT, unit="B005", task="现场执法")["unit"] == "B005"


def test_a_unit_complained_of_does_not_report_its_branch_until_a_second_person_allows_it(desk: Desk) -> None:
    planned(desk)
    by = Actor("dora", "朵拉", frozenset({"shift_leader"}))
    desk.application.execute(NameAccusedUnit(NUMBER, "S002", "投诉该街道不作为"), by)
    desk.do("joint.record_branch", key=JOINT, unit="B001", report="已办")
    with pytest.raises(NotNow, match="complains of"):
        desk.do("joint.record_branch", key=JOINT, unit="S002", report="已办")
    desk.application.execute(LetAccusedUnitAct(NUMBER, "S002", "别无执法单位"), by)
    assert desk.do("joint.record_branch", key=JOINT, unit="S002", report="已办")["state"] == "reported"


def test_the_case_waits_for_the_branches_and_takes_the_one_reply(desk: Desk) -> None:
    planned(desk)
    with pytest.raises(NotNow, match="joint handling"):
        desk.do("cases.record_reply", outcome="resolved", public_reply="办了")
    with pytest.raises(NotNow, match="leads"):
        desk.do("joint.release", key=JOINT, unit="P001")
    desk.do("joint.release", key=JOINT, unit="S002", reason="不再需要")
    assert desk.do("joint.add", key=JOINT, unit="B005", task="清理")["due"] == "2026-03-06T10:00:00+00:00"
    with pytest.raises(NotNow, match="城市管理局"):
        desk.do("joint.add", key=JOINT, unit="B005", task="清理")
    desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=["设卡"])
    for unit in ("P001", "B001"):
        desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
    with pytest.raises(NotNow, match="城市管理局"):
        desk.do("joint.reply", key=JOINT, text="统一答复")
    desk.do("joint.record_branch", key=JOINT, unit="B005", report="已清")
    desk.do("joint.reply", key=JOINT, text="统一答复", outcome="resolved")
    assert ("joint_replied", NUMBER) in desk.thrown()
    facts = desk.do("cases.take_joint_reply")
    assert (facts["lead_unit"], facts["outcome"]) == ("P001", "resolved")
    reply = desk.see(lambda reading: reading.replies.latest(NUMBER))
    said = ["统一答复", "各单位办理情况：", "市交警支队坪山大队：已办", "环境保护和水务局：已办", "城市管理局：已清"]
    assert (reply.source, reply.public_reply.splitlines()) == (JOINT, said)
    assert "城市管理局：已清" in reply.actions
    for unit in ("P001", "B001", "B005"):
        with pytest.raises(NotAllowed, match="elsewhere"):
            desk.do("cases.review", by=reviewer_of(unit), decision="pass")
    desk.do("cases.review", by=reviewer_of("B014"), decision="pass")


def test_a_joint_reply_waits_while_the_quarrel_goes_on_beside_it(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", ground="not_our_duty", clause="第三条", suggested_unit="S002")
    desk.do("cases.settle_return", decision="open_dispute", reason="职责不清")
    desk.do("disputes.open")
    desk.application.execute(Convened(), ANNA)
    desk.do("joint.plan", key=JOINT, **a_plan("P001", "B001"))
    for unit in ("P001", "B001"):
        desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
    desk.do("joint.reply", key=JOINT, text="统一答复", outcome="resolved")
    desk.do("cases.take_joint_reply")
    assert (desk.case().state, desk.case().owner) == (State.HANDLING, Owner("handler", "P001"))
    desk.do("disputes.rule", lead_unit="P001", cooperating_units=["B001"], reason="谁出面处置最有效")
    assert (desk.case().state, desk.case().owner) == (State.REVIEW, Owner("reviewer"))


def test_a_decision_of_a_meeting_is_followed_up_and_late_when_its_day_is_over(desk: Desk, clock: VirtualClock) -> None:
    planned(desk)
    desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=DECIDED)

    def late() -> dict[str, bool]:
        return {one["unit"]: one["late"] for one in decided(desk)}

    assert late() == {"P001": False, "S002": False}
    clock.forward(timedelta(days=2))
    assert late() == {"P001": True, "S002": False}


def decided(desk: Desk) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = desk.application.ask(JointHandlingView(JOINT), COORDINATOR)["decisions"]
    return shown


def test_a_decision_is_ticked_off_once_by_the_unit_that_was_to_do_it(desk: Desk, clock: VirtualClock) -> None:
    planned(desk)
    desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=DECIDED)
    with pytest.raises(Unusable, match="what was done"):
        desk.application.execute(CarryOutDecision(JOINT, 2, "  "), OF_THE_STREET)
    with pytest.raises(NotFound, match="none numbered 3"):
        desk.application.execute(CarryOutDecision(JOINT, 3, "已巡查"), OF_THE_STREET)
    desk.application.execute(CarryOutDecision(JOINT, 2, "已巡查四次"), OF_THE_STREET)
    with pytest.raises(NotNow, match="it is done"):
        desk.application.execute(CarryOutDecision(JOINT, 2, "再报"), OF_THE_STREET)
    clock.forward(timedelta(days=30))
    open_one, done_one = decided(desk)
    assert (open_one["late"], open_one["may_carry_out"], open_one.get("done_at")) == (True, True, None)
    assert (done_one["late"], done_one["may_carry_out"], done_one["done"]) == (False, False, "已巡查四次")
    told = desk.see(lambda r: [one.details for one in r.journal.of_key(JOINT) if one.details.get("what") == "decision"])
    assert [(one["nth"], one["unit"], one["reason"]) for one in told] == [(2, "S002", "已巡查四次")]


def test_done_after_its_day_a_decision_stays_late(desk: Desk, clock: VirtualClock) -> None:
    planned(desk)
    desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=DECIDED)
    clock.forward(timedelta(days=2))
    desk.application.execute(CarryOutDecision(JOINT, 1, "已设卡"), COORDINATOR)
    assert [one["late"] for one in decided(desk)] == [True, False]


def test_only_its_unit_the_lead_or_a_coordinator_says_a_decision_is_done(desk: Desk) -> None:
    planned(desk)
    desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=DECIDED)
    for by, refusal in ((OF_THE_STREET, NotAllowed), (RITA, NotAllowed), (ANNA, NotAllowed), (STRANGER, NotFound)):
        with pytest.raises(refusal):
            desk.application.execute(CarryOutDecision(JOINT, 1, "已设卡"), by)
    lead = Actor("paul", "保罗", frozenset({"unit_leader"}), "P001")
    desk.application.execute(CarryOutDecision(JOINT, 2, "街道已巡查"), lead)
    assert [one.get("done_by") for one in decided(desk)] == [None, "paul"]


def test_a_decision_is_ticked_off_after_the_reply_too(desk: Desk) -> None:
    planned(desk)
    desk.do("joint.record_minutes", key=JOINT, minutes="每周联合执法", decisions=DECIDED)
    for unit in ("P001", "B001", "S002"):
        desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
    desk.do("joint.reply", key=JOINT, text="统一答复", outcome="resolved")
    desk.application.execute(CarryOutDecision(JOINT, 2, "已巡查"), OF_THE_STREET)
    shown = desk.application.ask(JointHandlingView(JOINT), COORDINATOR)
    assert (shown["state"], shown["decisions"][1]["done"]) == ("replied", "已巡查") and shown["reply"]


def test_a_joint_handling_is_in_time_when_every_branch_was(desk: Desk, clock: VirtualClock) -> None:
    planned(desk)
    for unit, days in (("P001", 0), ("B001", 0), ("S002", 7)):
        clock.forward(timedelta(days=days))
        desk.do("joint.record_branch", key=JOINT, unit=unit, report="已办")
    desk.do("joint.reply", key=JOINT, text="统一答复", outcome="resolved")
    desk.do("cases.take_joint_reply")
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    desk.do("cases.close")
    rate = desk.application.ask(Figures(), RITA)["raw"]["joint_on_time_rate"]
    assert (rate["part"], rate["whole"], rate["value"]) == (0, 1, 0.0)  # S002 was four days late


def test_precedents_near_a_case_carry_their_distance(desk: Desk) -> None:
    for number, community in ((NUMBER, "六和社区"), (CHILD, "和平社区")):
        desk.register(number)
        desk.dispatched(number)
        made = Precedent(
            number[-5:], "D1", number, NOISE, "坪山街道", community, "P001", [], "谁出面处置最有效", MONDAY
        )
        desk.application.execute(Kept(made), ANNA)
    near = desk.application.ask(Precedents(case=NUMBER), RITA)["items"]
    assert [(one["id"], one["distance"], one["differs"]) for one in near] == [
        ("AAAAA", 0, []),
        ("BBBBB", 1, ["community"]),
    ]
    assert {one["distance"] for one in desk.application.ask(Precedents(), RITA)["items"]} == {None}
    with pytest.raises(NotFound):
        desk.application.ask(Precedents(case="PS260302-ZZZZZ"), RITA)


def test_a_merged_case_follows_its_parent_and_gets_its_reply(desk: Desk) -> None:
    desk.register()
    desk.register(CHILD)
    with pytest.raises(Unusable, match="different"):
        desk.do("cases.merge", parent=NUMBER)
    desk.do("cases.merge", key=CHILD, parent=NUMBER)
    assert (desk.case(CHILD).state, desk.case(CHILD).owner) == (State.MERGED, Owner("intake"))
    desk.answered()
    assert desk.case(CHILD).owner == Owner("reviewer")
    desk.do("cases.review", by=RITA, decision="pass")
    assert ("parent_replied", CHILD) in desk.thrown()
    desk.do("cases.take_parent_reply", key=CHILD)
    assert desk.see(lambda reading: reading.replies.latest(CHILD).source) == NUMBER
    desk.do("cases.review", key=CHILD, by=RITA, decision="pass")
    desk.do("cases.await_rating", key=CHILD)
    rating = {"speed": 1, "effect": 1, "attitude": 1, "solved": False}
    desk.do("cases.record_rating", key=CHILD, rating=rating)
    desk.do("cases.redo", key=CHILD)
    alone = desk.case(CHILD)
    assert (alone.merged_into, alone.owner, alone.state) == (None, Owner("dispatcher"), State.ACCEPTED)
    assert desk.see(lambda reading: reading.merges.all(child=CHILD)[0].split_at) is not None


def test_a_merged_case_rests_until_its_parent_goes_on_whatever_pause_of_its_own_ends(desk: Desk) -> None:
    for number in (NUMBER, CHILD):
        desk.register(number)
        desk.do("deadlines.start", key=number, name="citizen", budget="7 working days")
        desk.dispatched(number)
    desk.do("cases.merge", key=CHILD, parent=NUMBER)
    desk.do("suspensions.pause", until="2026-03-09T09:00:00+08:00", reason="engineering")
    desk.do("suspensions.resume", key=CHILD)
    clock = desk.see(lambda reading: reading.deadlines.current(CHILD, "citizen"))
    assert clock.state == "paused"
    desk.do("suspensions.resume")
    assert desk.see(lambda reading: reading.deadlines.current(CHILD, "citizen")).state == "running"


def test_the_reply_of_a_parent_is_reviewed_by_nobody_of_its_units(desk: Desk) -> None:
    desk.register()
    desk.register(CHILD)
    desk.do("cases.merge", key=CHILD, parent=NUMBER)
    desk.answered()
    desk.do("cases.take_parent_reply", key=CHILD)
    with pytest.raises(NotAllowed, match="elsewhere"):
        desk.do("cases.review", key=CHILD, by=reviewer_of("B001"), decision="pass")
    desk.do("cases.review", key=CHILD, by=reviewer_of("B014"), decision="pass")


def test_a_case_in_a_joint_handling_merges_only_into_a_case_of_the_same(desk: Desk) -> None:
    planned(desk)
    alone = desk.register("PS260302-CCCCC")
    with pytest.raises(NotNow, match="merge the other way round"):
        desk.do("cases.merge", parent=alone)
    desk.do("cases.merge", key=alone, parent=NUMBER)
    assert desk.case(alone).merged_into == NUMBER


def test_merging_a_parent_takes_its_children_along(desk: Desk) -> None:
    top, grandchild = desk.register("PS260302-CCCCC"), desk.register("PS260302-DDDDD")
    desk.register()
    desk.do("cases.merge", key=grandchild, parent=NUMBER)
    desk.do("cases.merge", parent=top)
    assert desk.case(grandchild).merged_into == top
    with pytest.raises(NotNow, match=f"Merge into {top}"):
        desk.do("cases.merge", key=desk.register("PS260302-EEEEE"), parent=NUMBER)


def test_when_a_parent_is_withdrawn_its_children_go_their_own_way(desk: Desk) -> None:
    desk.register()
    desk.register(CHILD)
    desk.do("cases.merge", key=CHILD, parent=NUMBER)
    desk.do("cases.withdraw")
    assert ("split", CHILD) in desk.thrown()
    desk.do("cases.enter", key=CHILD, state="accepted", owner_role="dispatcher")
    assert desk.case(CHILD).merged_into is None
