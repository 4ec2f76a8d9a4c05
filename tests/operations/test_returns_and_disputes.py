"""Whose duty it is: one return, act first and argue later, one ruling or the fallback, precedents that propose."""

import pytest

from engine.casework.case import Owner, Place, State
from engine.errors import NotNow, Unusable
from engine.operations.likely_matters import likely_matters
from engine.persistence.options import option_lists
from engine.queries.docket import Docket
from tests.operations.desk import NOISE, NUMBER, RITA, Desk

RETURN = {"ground": "not_our_duty", "clause": "第三条", "evidence": "照片", "suggested_unit": "P001"}


def disputed(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.settle_return", decision="open_dispute", reason="职责不清")


def test_while_a_return_is_reviewed_the_unit_works_on(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    assert desk.do("cases.record_return", **RETURN) == {"return_number": 1, "may_return": False}
    assert (desk.case().state, desk.case().owner) == (State.HANDLING, Owner("handler", "B001"))
    with pytest.raises(NotNow):
        desk.do("cases.record_return", **RETURN)


def test_only_a_dispatchers_error_restarts_the_units_clock(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.settle_return", decision="dispatcher_error", reason="填错街道")
    assert desk.case().owner == Owner("dispatcher")
    desk.do("cases.dispatch", lead_unit="P001", reason="按其现场能力")
    desk.do("deadlines.start", name="handle", budget="3 working days")
    assert desk.see(lambda reading: reading.deadlines.current(NUMBER, "handle").deadline.round) == 2
    desk.do("deadlines.start", name="handle", budget="7 working days")
    assert desk.see(lambda reading: reading.deadlines.current(NUMBER, "handle").deadline.round) == 2


def test_a_lapsed_review_leaves_the_case_and_its_finished_reply_where_they_are(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.record_reply", outcome="resolved", public_reply="先办了")
    assert desk.case().state is State.HANDLING
    desk.do("cases.settle_return", decision="lapsed")
    assert desk.case().state is State.REVIEW


def test_a_dispute_hears_everyone_named_and_ends_in_one_ruling(desk: Desk) -> None:
    disputed(desk)
    facts = desk.do("disputes.open")
    assert facts == {
        "named_units": ["B001", "P001", "S002"],
        "fallback_unit": "B005",
        "dispute_number": f"{NUMBER}-D1",
    }
    desk.do("disputes.record_opinion", unit="P001", position="not_ours", reason="车不归我们")
    with pytest.raises(NotNow, match="one opinion"):
        desk.do("disputes.record_opinion", unit="P001", position="ours")
    with pytest.raises(Unusable, match="Z999"):
        desk.do("disputes.rule", lead_unit="Z999", reason="谁出面最有效")
    ruling = {"lead_unit": "P001", "cooperating_units": ["S002", "B001"], "reason": "谁出面处置最有效"}
    assert desk.do("disputes.rule", by=RITA, make_precedent=True, **ruling)["lead_unit"] == "P001"
    assert (desk.case().state, desk.case().ruled) == (State.ACCEPTED, True)
    assert desk.do("cases.propose")["proposed_because"] == "ruling"
    desk.do("cases.dispatch", lead_unit="P001", reason="按其现场能力")
    with pytest.raises(NotNow, match="ruled"):
        desk.do("cases.record_return", **{**RETURN, "suggested_unit": "B001"})
    with pytest.raises(NotNow, match="open dispute"):
        desk.do("disputes.rule", **ruling)


def test_the_time_for_opinions_is_over_when_a_ruling_is_asked_for(desk: Desk) -> None:
    disputed(desk)
    desk.do("disputes.open")
    desk.do("deadlines.start", name="opinion", budget="3 working days")
    desk.do("deadlines.start", name="ruling", budget="5 working days")
    opinion, ruling = (
        desk.see(lambda reading, name=name: reading.deadlines.current(NUMBER, name)) for name in ("opinion", "ruling")
    )
    assert (opinion.state, ruling.state) == ("stopped", "running")
    (told,) = desk.application.ask(Docket(), RITA)["items"]
    assert told["due"] == ruling.due_at.isoformat()


def test_ruled_for_the_unit_that_has_it_the_case_stays_there(desk: Desk) -> None:
    disputed(desk)
    desk.do("disputes.open")
    desk.do("disputes.rule", lead_unit="B001", reason="清单写明")
    assert (desk.case().state, desk.case().owner, desk.case().ruled) == (
        State.HANDLING,
        Owner("handler", "B001"),
        True,
    )


def test_without_a_ruling_in_time_the_fallback_unit_takes_it(desk: Desk) -> None:
    disputed(desk)
    desk.do("disputes.open")
    assert desk.do("disputes.fall_back")["lead_unit"] == "B005"


def merged_and_split(desk: Desk) -> None:
    """It joined another case, went its own way again, and now P001 returns it too."""
    desk.do("cases.merge", parent=desk.register("PS260302-BBBBB"))
    desk.do("cases.enter", state="accepted", owner_role="dispatcher")
    desk.do("cases.dispatch", lead_unit="P001", reason="按其现场能力")
    desk.do("cases.record_return", **{**RETURN, "suggested_unit": "B001"})


def decisions(desk: Desk) -> dict[str, str | None]:
    return {one.unit: one.decision for one in desk.see(lambda reading: reading.returns.all(case=NUMBER))}


def states(desk: Desk) -> dict[str, str]:
    return {one.number: one.state for one in desk.see(lambda reading: reading.disputes.all(case=NUMBER))}


def lapses(desk: Desk) -> list[tuple[str, str]]:
    """What lapsed, by the journal: (return or dispute, whose)."""
    found = [one.details for one in desk.see(lambda reading: reading.journal.of_key(NUMBER))]
    return [
        (one["what"], one["unit"])
        for one in found
        if one.get("decision") == "moot" or one.get("what") == "dispute_lapsed"
    ]


def test_a_return_lapses_with_the_merge_and_takes_no_later_decision(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    merged_and_split(desk)
    desk.do("cases.settle_return", decision="reject", reason="清单写明")
    assert decisions(desk) == {"B001": "moot", "P001": "reject"}
    assert lapses(desk) == [("settle_return", "B001")]


def test_a_dispute_lapses_with_the_merge_and_hears_no_later_opinion(desk: Desk) -> None:
    disputed(desk)
    desk.do("disputes.open")
    merged_and_split(desk)
    desk.do("cases.settle_return", decision="open_dispute", reason="职责不清")
    assert desk.do("disputes.open")["dispute_number"] == f"{NUMBER}-D2"
    assert states(desk) == {f"{NUMBER}-D1": "lapsed", f"{NUMBER}-D2": "open"}
    desk.do("disputes.record_opinion", unit="B001", position="ours")
    assert [one.dispute for one in desk.see(lambda reading: reading.opinions.all(unit="B001"))] == [f"{NUMBER}-D2"]
    assert lapses(desk) == [("dispute_lapsed", "B001")]


@pytest.mark.parametrize("argued", [False, True])
def test_a_return_nobody_decided_before_a_merge_is_not_the_units_one_return(desk: Desk, argued: bool) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    if argued:
        desk.do("cases.settle_return", decision="open_dispute", reason="职责不清")
        desk.do("disputes.open")
    desk.do("cases.merge", parent=desk.register("PS260302-BBBBB"))
    desk.do("cases.enter", state="accepted", owner_role="dispatcher")
    assert desk.do("cases.dispatch", lead_unit="B001")["may_return"] is True
    assert desk.do("cases.record_return", **RETURN) == {"return_number": 2, "may_return": False}
    desk.do("cases.settle_return", decision="dispatcher_error", reason="填错街道")
    assert desk.do("cases.dispatch", lead_unit="B001")["may_return"] is False
    with pytest.raises(NotNow, match="first return"):
        desk.do("cases.record_return", **RETURN)


@pytest.mark.parametrize("decision", ["reject", "withdrawn", "lapsed"])
def test_a_return_decided_before_a_merge_remains_the_units_one_return(desk: Desk, decision: str) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.settle_return", decision=decision, reason="清单写明")
    desk.do("cases.merge", parent=desk.register("PS260302-BBBBB"))
    desk.do("cases.enter", state="accepted", owner_role="dispatcher")
    assert desk.do("cases.dispatch", lead_unit="B001")["may_return"] is False
    with pytest.raises(NotNow, match="first return"):
        desk.do("cases.record_return", **RETURN)


@pytest.mark.parametrize("argued", [False, True])
def test_a_case_that_is_withdrawn_is_argued_over_no_more(desk: Desk, argued: bool) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    if argued:
        desk.do("cases.settle_return", decision="open_dispute", reason="职责不清")
        desk.do("disputes.open")
    desk.do("cases.withdraw")
    assert decisions(desk) == {"B001": "moot"}
    assert states(desk) == ({f"{NUMBER}-D1": "lapsed"} if argued else {})
    assert lapses(desk) == [("dispute_lapsed" if argued else "settle_return", "B001")]


def test_a_precedent_proposes_for_its_like_before_the_list_does(desk: Desk) -> None:
    disputed(desk)
    desk.do("disputes.open")
    desk.do("disputes.rule", lead_unit="P001", reason="先例", make_precedent=True)
    other = desk.register("PS260302-BBBBB", title="工业红线内噪声扰民")
    proposal = desk.do("cases.propose", key=other)
    assert (proposal["proposed_matter"], proposal["proposed_lead_unit"]) == (NOISE, "P001")
    assert proposal["proposed_because"] == "precedent"


def test_the_nearest_precedent_is_not_outranked_by_a_farther_one_that_names_helpers(desk: Desk) -> None:
    ruled = (
        ("PS260302-NEARX", Place("坪山街道", "六和社区"), "P001", []),
        ("PS260302-NEXTX", Place("坪山街道", "坪环社区"), "B005", ["S002"]),
        ("PS260302-FARXX", Place("坑梓街道"), "P001", ["S002"]),
    )
    for number, place, lead, helpers in ruled:
        desk.register(number, place=place)
        desk.dispatched(number)
        desk.do("cases.record_return", key=number, **RETURN)
        desk.do("cases.settle_return", key=number, decision="open_dispute", reason="职责不清")
        desk.do("disputes.open", key=number)
        ruling = {"lead_unit": lead, "cooperating_units": helpers, "reason": "谁出面处置最有效"}
        desk.do("disputes.rule", key=number, make_precedent=True, **ruling)
    new = desk.register("PS260302-BBBBB", title="工业红线内噪声扰民")
    proposal = desk.do("cases.propose", key=new)
    assert (proposal["proposed_lead_unit"], proposal["proposed_because"]) == ("P001", "precedent")
    assert proposal["proposed_cooperating_units"] == []  # the nearest said that nobody needs to help


def test_a_matter_named_in_the_text_is_proposed_with_the_lists_unit(desk: Desk) -> None:
    desk.register(title="无照经营游商占道")
    proposal = desk.do("cases.propose")
    assert (proposal["proposed_lead_unit"], proposal["proposed_because"]) == ("S002", "list")
    desk.register("PS260302-CCCCC", title="别的事")
    assert desk.do("cases.propose", key="PS260302-CCCCC")["proposed_because"] is None


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("路灯不亮了", "路灯"),
        ("路边乱停车", "机动车乱停放"),
        ("楼下饭馆油烟太大", "油烟污染"),
        ("小区垃圾没人清理", "小区内垃圾清理"),
        ("自来水发黄", "自来水水质发黄等水质问题"),
        ("下水道堵了反味", "下水道堵塞或破损"),
        ("红绿灯坏了", "指示牌及红绿灯设置"),
        ("电梯经常故障", "电梯"),
    ],
)
def test_a_district_without_history_proposes_by_the_names_of_its_list(desk: Desk, title: str, matter: str) -> None:
    desk.register(title=title)
    proposal = desk.do("cases.propose")
    row = desk.see(lambda reading: reading.responsibility_list.row(proposal["proposed_matter"], reading.today))
    assert row.level3 == matter
    assert proposal["proposed_because"] == "list"
    assert proposal["proposed_lead_unit"] is not None


def test_between_the_noise_and_the_dust_of_a_building_site_the_dispatcher_decides(desk: Desk) -> None:
    desk.register(title="工地半夜施工")
    assert desk.do("cases.propose")["proposed_matter"] is None
    matters = desk.see(lambda reading: likely_matters(reading, reading.cases.get(NUMBER)))
    assert {"施工噪音", "社会投资建设工地施工扬尘"} <= {one.row.level3 for one in matters}


@pytest.fixture
def sent_on(desk: Desk) -> Desk:
    """B001 replied while its return was open; the return found a dispatcher's error, and P001 returns it as well."""
    desk.register()
    desk.dispatched()
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.record_reply", outcome="resolved", public_reply="先办了")
    desk.do("cases.settle_return", decision="dispatcher_error", reason="录错单位")
    desk.do("cases.dispatch", lead_unit="P001", reason="按其现场能力")
    desk.do("cases.record_return", **{**RETURN, "suggested_unit": "S002"})
    return desk


@pytest.mark.parametrize("decision", ["reject", "withdrawn", "lapsed"])
def test_a_reply_of_the_unit_before_does_not_answer_for_the_one_that_has_it(sent_on: Desk, decision: str) -> None:
    sent_on.do("cases.settle_return", decision=decision, reason="清单写明")
    assert (sent_on.case().state, sent_on.case().owner) == (State.HANDLING, Owner("handler", "P001"))
    sent_on.do("cases.record_reply", outcome="resolved", public_reply="办好了")
    assert (sent_on.case().state, sent_on.case().owner) == (State.REVIEW, Owner("reviewer"))


def test_ruled_for_the_second_unit_the_reply_of_the_first_is_no_answer(sent_on: Desk) -> None:
    sent_on.do("cases.settle_return", decision="open_dispute", reason="职责不清")
    sent_on.do("disputes.open")
    sent_on.do("disputes.rule", lead_unit="P001", reason="清单写明")
    assert (sent_on.case().state, sent_on.case().owner) == (State.HANDLING, Owner("handler", "P001"))


def test_what_a_unit_may_no_longer_do_is_said_before_it_is_tried(desk: Desk) -> None:
    desk.register()
    assert desk.do("cases.dispatch", lead_unit="B001")["may_return"] is True
    desk.do("cases.record_return", **RETURN)
    desk.do("cases.settle_return", decision="dispatcher_error", reason="填错街道")
    assert desk.do("cases.dispatch", lead_unit="B001")["may_return"] is False  # it returned the case before


def test_after_a_ruling_its_lead_is_the_only_one_to_choose_and_the_one_taken(desk: Desk) -> None:
    disputed(desk)
    every = desk.see(lambda reading: option_lists(reading, ["lead_units"], NUMBER))["lead_units"]
    assert len(every) > 1
    desk.do("disputes.open")
    desk.do("disputes.rule", lead_unit="P001", cooperating_units=[], reason="谁出面处置最有效")
    left = desk.see(lambda reading: option_lists(reading, ["lead_units"], NUMBER))["lead_units"]
    assert [one["value"] for one in left] == ["P001"]
    assert desk.do("cases.classify", matter=NOISE, urgency="ordinary")["lead_unit"] == "P001"
    with pytest.raises(Unusable, match="the ruling names"):
        desk.do("cases.dispatch", lead_unit="B001")
    assert desk.do("cases.dispatch", lead_unit="P001", reason="按其现场能力")["may_return"] is False
