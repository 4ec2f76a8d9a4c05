"""What leaves the flow, and what somebody named: the discipline organ's hand-off, and key supervision."""

import pytest

from engine.actor import Actor
from engine.casework.cluster import Recurrence
from engine.commands.order_key_supervision import OrderKeySupervision
from engine.commands.raise_referral import RaiseReferral
from engine.commands.receive_referral import ReceiveReferral
from engine.errors import NotAllowed, NotFound, NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_file import CaseFile
from engine.queries.journal_of import JournalOf
from engine.queries.referrals_raised import ReferralsRaised, ReferralView
from tests.operations.desk import ANNA, NUMBER, RITA, Desk

CHILD = "PS260302-BBBBB"
SUPERVISOR = Actor("sven", "斯文", frozenset({"supervisor"}))
ORGAN = Actor("dina", "迪娜", frozenset({"discipline"}))
ADMIN = Actor("ada", "阿达", frozenset({"admin", "designer", "legal", "intake"}))


class CameBack:
    """One case is about what another was closed with."""

    def __init__(self, number: str, earlier: str, nth: int) -> None:
        self.number, self.earlier, self.nth = number, earlier, nth

    def perform(self, work: UnitOfWork) -> None:
        where = ("130801", "坪山街道", "六和社区")
        work.recurrences.add(Recurrence(self.number, self.earlier, *where, 9, self.nth, False, work.now))


def handed_over(desk: Desk) -> str:
    command = RaiseReferral([NUMBER], "repeated_recurrence", "三次办结三次反弹")
    number: str = desk.application.execute(command, SUPERVISOR)["number"]
    return number


def test_a_hand_off_is_seen_by_those_entitled_and_by_nobody_else(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    number = handed_over(desk)
    for who in (SUPERVISOR, ORGAN):
        seen = desk.application.ask(ReferralView(number), who)
        assert (seen["cases"], seen["units"], seen["titles"]) == ([NUMBER], ["B001"], {NUMBER: "夜间噪声"})
        assert len(desk.application.ask(JournalOf(number), who)["items"]) == 1
    for who in (ADMIN, ANNA, RITA):
        with pytest.raises(NotFound):
            desk.application.ask(ReferralView(number), who)
        with pytest.raises(NotFound):
            desk.application.ask(JournalOf(number), who)
        with pytest.raises(NotAllowed):
            desk.application.ask(ReferralsRaised(), who)
        with pytest.raises(NotAllowed):
            desk.application.execute(RaiseReferral([NUMBER], "suspected_misconduct", "x"), who)


def test_the_cases_own_story_is_silent_about_it_and_the_organ_sees_no_case(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    number = handed_over(desk)
    desk.do("referrals.raise", ground="suspected_misconduct", reason="虚假反馈")
    journal = desk.see(lambda reading: str(reading.journal.of_key(NUMBER)))
    assert number not in journal and "referral" not in journal and "虚假反馈" not in journal
    with pytest.raises(NotFound):
        desk.application.ask(CaseFile(NUMBER), ORGAN)


def test_the_same_cases_are_handed_over_once_for_each_ground(desk: Desk) -> None:
    desk.register()
    assert handed_over(desk) == handed_over(desk)
    assert desk.do("referrals.raise", ground="repeated_recurrence", reason="又来了") == {}
    desk.do("referrals.raise", ground="suspected_misconduct", reason="虚假反馈")
    assert len(desk.application.ask(ReferralsRaised(), ORGAN)["items"]) == 2
    first = desk.application.ask(ReferralsRaised(limit=1), ORGAN)
    assert len(desk.application.ask(ReferralsRaised(cursor=first["next"]), ORGAN)["items"]) == 1


def test_what_keeps_coming_back_is_one_hand_off_to_which_each_further_case_is_added(desk: Desk) -> None:
    chain = [NUMBER, "PS260302-BBBBB", "PS260302-CCCCC", "PS260302-DDDDD"]
    for nth, number in enumerate(chain):
        desk.register(number)
        if nth:
            desk.application.execute(CameBack(number, chain[nth - 1], nth), ADMIN)
    for nth in (2, 3, 3):
        desk.do("referrals.raise", key=chain[nth], ground="repeated_recurrence", reason=f"连续第 {nth} 次回潮")
    (referral,) = desk.application.ask(ReferralsRaised(), ORGAN)["items"]
    assert referral["cases"] == sorted(chain)
    entries = desk.see(lambda reading: reading.journal.of_key(referral["number"]))
    assert [one.details["cases"] for one in entries] == [sorted(chain[:3]), chain[3:]]
    assert "连续第 3 次回潮" in str(entries[-1].details)


def test_the_organ_receives_it_once(desk: Desk) -> None:
    desk.register()
    number = handed_over(desk)
    with pytest.raises(NotAllowed):
        desk.application.execute(ReceiveReferral(number, "x"), SUPERVISOR)
    with pytest.raises(Unusable):
        desk.application.execute(ReceiveReferral(number, "  "), ORGAN)
    desk.application.execute(ReceiveReferral(number, "坪纪〔2026〕12号"), ORGAN)
    with pytest.raises(NotNow):
        desk.application.execute(ReceiveReferral(number, "again"), ORGAN)
    assert desk.application.ask(ReferralView(number), SUPERVISOR)["receipt"] == "坪纪〔2026〕12号"


@pytest.mark.parametrize(
    ("cases", "ground", "reason"),
    [([NUMBER], "gossip", "x"), ([NUMBER], "suspected_misconduct", " "), ([], "suspected_misconduct", "x")],
)
def test_a_hand_off_without_ground_reason_or_case_is_refused(
    desk: Desk, cases: list[str], ground: str, reason: str
) -> None:
    desk.register()
    with pytest.raises(Unusable):
        desk.application.execute(RaiseReferral(cases, ground, reason), SUPERVISOR)
    with pytest.raises(NotFound):
        desk.application.execute(RaiseReferral(["PS260302-ZZZZZ"], "suspected_misconduct", "x"), SUPERVISOR)
    assert desk.application.ask(ReferralsRaised(), SUPERVISOR)["items"] == []


def test_a_case_under_key_supervision_is_reported_on_until_it_is_lifted(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    ordered = desk.application.execute(OrderKeySupervision(NUMBER, "反复投诉"), SUPERVISOR)
    with pytest.raises(NotNow, match="under key supervision"):
        desk.application.execute(OrderKeySupervision(NUMBER, "反复投诉"), SUPERVISOR)
    with pytest.raises(NotAllowed):
        desk.application.execute(OrderKeySupervision(NUMBER, "反复投诉"), RITA)
    assert desk.application.ask(CaseFile(NUMBER), RITA)["key_supervision"]
    key = ordered["key"]
    desk.do("key_supervision.begin_round", key=key, report_within="2 working days")
    with pytest.raises(Unusable):
        desk.do("key_supervision.report", by=SUPERVISOR, key=key, decision="continue", report=" ")
    desk.do("key_supervision.report", by=SUPERVISOR, key=key, decision="continue", report="已进场")
    desk.do("key_supervision.report", by=SUPERVISOR, key=key, decision="lift", report="已完成")
    assert not desk.application.ask(CaseFile(NUMBER), RITA)["key_supervision"]
    with pytest.raises(NotNow):
        desk.do("key_supervision.report", by=SUPERVISOR, key=key, decision="lift", report="再报")
    said = desk.see(lambda r: [e.details["reason"] for e in r.journal.of_key(NUMBER) if e.kind == "supervision"])
    assert said == ["反复投诉", "已进场", "已完成"]


def test_key_supervision_ends_with_the_case(desk: Desk) -> None:
    desk.register()
    desk.answered()
    desk.application.execute(OrderKeySupervision(NUMBER, "反复投诉"), SUPERVISOR)
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    desk.do("cases.close")
    assert ("case_closed", f"{NUMBER}/key_supervision") in desk.thrown()
    with pytest.raises(NotNow):
        desk.application.execute(OrderKeySupervision(NUMBER, "晚了"), SUPERVISOR)


def test_called_not_solved_again_a_case_is_put_under_key_supervision_once(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    for _ in range(2):
        assert desk.do("key_supervision.order", reason="诉求人再次评价未解决") == {}
    ordered = ("key_supervision_ordered", f"{NUMBER}/key_supervision")
    assert desk.thrown().count(ordered) == 1
    assert desk.application.ask(CaseFile(NUMBER), RITA)["key_supervision"]
    said = desk.see(lambda r: [e.details["reason"] for e in r.journal.of_key(NUMBER) if e.kind == "supervision"])
    assert said == ["诉求人再次评价未解决"]
    desk.do("key_supervision.report", by=SUPERVISOR, key=ordered[1], decision="lift", report="已办妥")
    desk.do("key_supervision.order", reason="第三次评价未解决")
    assert desk.thrown().count(ordered) == 2


def test_key_supervision_is_ordered_neither_without_a_reason_nor_of_a_case_that_ended(desk: Desk) -> None:
    desk.register()
    with pytest.raises(Unusable, match="Say why"):
        desk.do("key_supervision.order", reason=" ")
    desk.do("cases.reject", reason="不属受理范围")
    with pytest.raises(NotNow):
        desk.do("key_supervision.order", reason="再次评价未解决")
    assert desk.thrown() == []


def test_key_supervision_ordered_for_a_merged_case_is_that_of_the_case_that_is_handled(desk: Desk) -> None:
    desk.register(CHILD)
    desk.register()
    desk.dispatched()
    desk.do("cases.merge", key=CHILD, parent=NUMBER)
    ordered = desk.application.execute(OrderKeySupervision(CHILD, "居民多次来电"), SUPERVISOR)
    assert ordered == {"number": CHILD, "key": f"{NUMBER}/key_supervision"}
    assert ("key_supervision_ordered", f"{CHILD}/key_supervision") not in desk.thrown()
    shown = [desk.application.ask(CaseFile(number), SUPERVISOR) for number in (NUMBER, CHILD)]
    assert [(one["key_supervision"], one["may"]["key_supervise"]) for one in shown] == [(True, False)] * 2
    noted = desk.see(lambda r: [e.details for e in r.journal.of_key(CHILD) if e.kind == "supervision"])
    assert [(one["at"], one["reason"]) for one in noted] == [(NUMBER, "居民多次来电")]
    with pytest.raises(NotNow, match="under key supervision"):
        desk.application.execute(OrderKeySupervision(NUMBER, "再请督办"), SUPERVISOR)
    desk.do("cases.enter", key=CHILD, state="accepted", owner_role="dispatcher")  # split off, it is by itself again
    assert not desk.application.ask(CaseFile(CHILD), SUPERVISOR)["key_supervision"]


def test_key_supervision_goes_with_the_work_when_its_case_is_merged(desk: Desk) -> None:
    desk.register(CHILD)
    desk.register()
    desk.application.execute(OrderKeySupervision(CHILD, "居民多次来电"), SUPERVISOR)
    desk.do("cases.merge", key=CHILD, parent=NUMBER)
    assert ("case_closed", f"{CHILD}/key_supervision") in desk.thrown()
    assert desk.thrown().count(("key_supervision_ordered", f"{NUMBER}/key_supervision")) == 1
    said = desk.see(lambda r: [e.details["reason"] for e in r.journal.of_key(NUMBER) if e.kind == "supervision"])
    assert said == ["居民多次来电"]
    desk.register("PS260302-CCCCC")
    desk.application.execute(OrderKeySupervision("PS260302-CCCCC", "又一户"), SUPERVISOR)
    desk.do("cases.merge", key="PS260302-CCCCC", parent=NUMBER)  # under it already: nothing is ordered twice
    assert desk.thrown().count(("key_supervision_ordered", f"{NUMBER}/key_supervision")) == 1
