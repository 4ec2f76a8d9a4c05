"""Seeing who asked takes a reason and a second person; a unit complained of neither sees nor judges."""

from datetime import timedelta
from typing import Any

import pytest

from engine.actor import CLOCK, Actor
from engine.casework.case import Owner
from engine.clock import VirtualClock
from engine.commands.let_accused_unit_act import LetAccusedUnitAct
from engine.commands.link_accounts import LinkAccounts
from engine.commands.name_accused_unit import NameAccusedUnit
from engine.commands.request_identity import RequestIdentity
from engine.commands.reseal_identities import ResealIdentities
from engine.commands.view_identity import ViewIdentity
from engine.errors import NotAllowed, NotFound, NotNow, Unusable
from engine.persistence.accounts import Account
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_file import CaseFile
from engine.queries.journal_of import JournalOf
from engine.queries.option_lists import OptionLists
from engine.queries.suggestions import Suggestions
from engine.queries.unmasked_identity import UnmaskedIdentity
from tests.operations.desk import ANNA, NOISE, NUMBER, RITA, Desk

DISPATCHER = Actor("dora", "朵拉", frozenset({"dispatcher"}))
SHIFT = Actor("shirin", "希林", frozenset({"shift_leader"}))
LEAD = Actor("lena", "莱娜", frozenset({"unit_leader"}), "B001")
ADMIN = Actor("ada", "阿达", frozenset({"admin"}))


class Opened:
    def __init__(self, *usernames: str, called: str | None = None) -> None:
        self.usernames, self.called = usernames, called

    def perform(self, work: UnitOfWork) -> None:
        for name in self.usernames:
            work.accounts.add(Account(name, self.called or name, "-", ["handler"], None, True, work.now))


def asked(desk: Desk, by: Actor = DISPATCHER) -> dict[str, Any]:
    made: dict[str, Any] = desk.application.execute(RequestIdentity(NUMBER, "地址不清"), by)
    desk.do("identity.open_request", key=made["key"], decide_within="4 working hours")
    return made


def kinds(desk: Desk) -> list[str]:
    return desk.see(lambda r: [e.details["what"] for e in r.journal.of_key(NUMBER) if e.kind == "identity"])


def test_a_granted_look_shows_who_asked_for_a_time_and_every_step_is_in_the_journal(
    desk: Desk, clock: VirtualClock
) -> None:
    desk.register()
    desk.dispatched()
    with pytest.raises(NotAllowed, match="granted"):
        desk.application.execute(ViewIdentity(NUMBER), DISPATCHER)
    made = asked(desk)
    desk.do("identity.decide", by=SHIFT, key=made["key"], decision="grant", window="24 hours")
    look = desk.application.execute(ViewIdentity(NUMBER), DISPATCHER)["look"]
    seen = desk.application.ask(UnmaskedIdentity(NUMBER, look), DISPATCHER)
    assert (seen["name"], seen["phone"]) == ("王芳", "13800138000")
    with pytest.raises(NotAllowed):
        desk.application.ask(UnmaskedIdentity(NUMBER, look), SHIFT)
    assert kinds(desk) == ["identity_asked", "identity_decided", "identity_viewed"]
    clock.forward(timedelta(hours=24))
    with pytest.raises(NotAllowed, match="granted"):
        desk.application.execute(ViewIdentity(NUMBER), DISPATCHER)
    with pytest.raises(NotAllowed, match="over"):
        desk.application.ask(UnmaskedIdentity(NUMBER, look), DISPATCHER)


def test_the_second_person_is_another_one_by_whatever_account(desk: Desk) -> None:
    desk.register()
    desk.application.execute(Opened("dora", "dora2"), ANNA)
    desk.application.execute(LinkAccounts(("dora", "dora2")), ADMIN)
    made = asked(desk)
    for who in (DISPATCHER, Actor("dora2", "x", frozenset({"shift_leader"}))):
        with pytest.raises(NotAllowed, match="second person"):
            desk.do("identity.decide", by=who, key=made["key"], decision="grant", window="24 hours")
    desk.do("identity.decide", by=CLOCK, key=made["key"], decision="lapsed", window="24 hours")
    with pytest.raises(NotNow, match="decided"):
        desk.do("identity.decide", by=SHIFT, key=made["key"], decision="grant", window="24 hours")


class Named:
    def __init__(self, **names: str) -> None:
        self.names = names

    def perform(self, work: UnitOfWork) -> None:
        for username, name in self.names.items():
            work.accounts.add(Account(username, name, "-", ["dispatcher"], None, True, work.now))


def test_two_accounts_of_one_name_are_no_second_person_though_nobody_linked_them(desk: Desk) -> None:
    desk.register()
    desk.application.execute(Named(dora="王 朵拉", d2="王朵拉", shirin="希林"), ANNA)
    made = asked(desk)
    with pytest.raises(NotAllowed, match="bears your name"):
        desk.do(
            "identity.decide", by=Actor("d2", "王朵拉", frozenset({"shift_leader"})), key=made["key"],
            decision="grant", window="24 hours",
        )  # fmt: skip
    desk.do("identity.decide", by=SHIFT, key=made["key"], decision="grant", window="24 hours")


def test_a_request_without_reason_twice_or_from_outside_is_refused(desk: Desk) -> None:
    desk.register()
    with pytest.raises(Unusable, match="reason"):
        desk.application.execute(RequestIdentity(NUMBER, "  "), DISPATCHER)
    with pytest.raises(NotFound):
        desk.application.execute(RequestIdentity(NUMBER, "x"), Actor("p", "p", frozenset({"handler"}), "P001"))
    made = asked(desk)
    with pytest.raises(NotNow, match="open or granted"):
        desk.application.execute(RequestIdentity(NUMBER, "again"), DISPATCHER)
    with pytest.raises(Unusable, match="reason"):
        desk.do("identity.decide", by=SHIFT, key=made["key"], decision="refuse", window="24 hours")


def accuse(desk: Desk, unit: str = "B001") -> None:
    desk.application.execute(NameAccusedUnit(NUMBER, unit, "投诉该局不作为"), DISPATCHER)


def test_a_unit_complained_of_is_not_shown_who_asked_and_cannot_ask(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    before = desk.application.ask(CaseFile(NUMBER), ANNA)["citizen"]
    assert before["name"] == "王芳"
    accuse(desk)
    file = desk.application.ask(CaseFile(NUMBER), ANNA)
    assert (file["citizen"]["name"], file["citizen"]["phone"], file["accused_units"]) == (None, None, [])
    assert not file["may"]["unmask"]
    with pytest.raises(NotAllowed, match="complains"):
        desk.application.execute(RequestIdentity(NUMBER, "想知道"), LEAD)
    with pytest.raises(NotNow, match="named"):
        accuse(desk)
    assert [one["unit"] for one in desk.application.ask(CaseFile(NUMBER), SHIFT)["accused_units"]] == ["B001"]


def identity_entries(desk: Desk, by: Actor) -> list[str]:
    items = desk.application.ask(JournalOf(NUMBER), by)["items"]
    return [one["details"]["what"] for one in items if one["kind"] == "identity"]


def test_the_journal_tells_a_unit_neither_who_accused_it_nor_who_asked_to_see_the_citizen(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    accuse(desk)
    made = asked(desk)
    assert identity_entries(desk, SHIFT) == ["accused_unit", "identity_asked"]
    assert identity_entries(desk, DISPATCHER) == ["accused_unit", "identity_asked"], "what one did oneself"
    assert identity_entries(desk, RITA) == ["accused_unit"], "as the case file shows it"
    for who in (ANNA, LEAD, Actor("b", "b", frozenset({"handler", "shift_leader"}), "B001")):
        assert identity_entries(desk, who) == []
        assert "不作为" not in str(desk.application.ask(JournalOf(NUMBER), who))
    with pytest.raises(NotFound):
        desk.application.ask(JournalOf(made["key"]), ANNA)


def test_who_asked_to_see_the_citizen_reads_the_answer_in_the_journal(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    made = asked(desk, LEAD)
    desk.do("identity.decide", by=SHIFT, key=made["key"], decision="refuse", reason="不需要", window="24 hours")
    assert identity_entries(desk, LEAD) == ["identity_asked", "identity_decided"]
    assert identity_entries(desk, ANNA) == []


@pytest.mark.parametrize("accused", [None, "P001"])
def test_the_reviewer_is_from_elsewhere(desk: Desk, accused: str | None) -> None:
    desk.register()
    if accused:
        accuse(desk, accused)
    desk.answered()
    for unit in ("B001", "S002", *([accused] if accused else [])):
        with pytest.raises(NotAllowed, match="elsewhere"):
            desk.do("cases.review", by=Actor("r", "r", frozenset({"reviewer"}), unit), decision="pass")
    desk.do("cases.review", by=Actor("r", "r", frozenset({"reviewer"}), "B014"), decision="pass")


def test_a_second_account_of_the_handler_does_not_review(desk: Desk) -> None:
    desk.register()
    desk.application.execute(Opened("anna", "anna.reviews"), ANNA)
    desk.application.execute(LinkAccounts(("anna", "anna.reviews")), ADMIN)
    desk.answered()
    with pytest.raises(NotAllowed, match="did not handle"):
        desk.do("cases.review", by=Actor("anna.reviews", "x", frozenset({"reviewer"})), decision="pass")
    desk.do("cases.review", by=RITA, decision="pass")


def test_an_account_that_bears_the_handlers_name_does_not_review_although_nobody_linked_them(desk: Desk) -> None:
    desk.register()
    desk.application.execute(Opened("anna", "anna2", called="安娜"), ANNA)
    desk.answered()
    with pytest.raises(NotAllowed, match="did not handle"):
        desk.do("cases.review", by=Actor("anna2", "安娜", frozenset({"reviewer"})), decision="pass")
    desk.do("cases.review", by=RITA, decision="pass")


def test_the_proposal_names_a_conflict_and_passes_over_a_unit_complained_of(desk: Desk) -> None:
    desk.register(title="工业红线内噪声")
    assert desk.do("cases.propose")["proposed_conflict"] is None
    desk.register("PS260302-BBBBB", title="工业红线内噪声，环境保护和水务局一直不管")
    assert desk.do("cases.propose", key="PS260302-BBBBB")["proposed_conflict"] == "mentioned"
    accuse(desk)
    proposed = desk.do("cases.propose")
    assert (proposed["proposed_lead_unit"], proposed["proposed_conflict"]) == ("B005", "passed_over")
    let_act(desk)
    proposed = desk.do("cases.propose")
    assert (proposed["proposed_lead_unit"], proposed["proposed_conflict"]) == ("B001", "accused")


def let_act(desk: Desk, by: Actor = SHIFT, reason: str = "别无执法单位") -> None:
    desk.application.execute(LetAccusedUnitAct(NUMBER, "B001", reason), by)


def dispatch(desk: Desk, by: Actor = DISPATCHER, lead: str = "B001", **more: Any) -> None:
    desk.do("cases.dispatch", by=by, lead_unit=lead, **more)


def accepted(desk: Desk) -> None:
    desk.register()
    desk.do("cases.accept")
    desk.do("cases.classify", matter=NOISE, urgency="ordinary", lead_unit="B001")


def test_a_dispatch_to_a_unit_complained_of_takes_a_second_person_and_a_reason(desk: Desk) -> None:
    accepted(desk)
    accuse(desk)
    with pytest.raises(NotNow, match="complains of 环境保护和水务局"):
        dispatch(desk, reason="只有它能办")
    with pytest.raises(NotNow, match="complain"):
        dispatch(desk, lead="B005", cooperating_units=["B001"], reason="它来配合")
    let_act(desk)
    with pytest.raises(NotAllowed, match="second person"):
        dispatch(desk, by=SHIFT, reason="只有它能办")
    with pytest.raises(Unusable, match="reason"):
        dispatch(desk)
    dispatch(desk, reason="只有它能办")
    assert desk.case().lead_unit == "B001"


def test_a_unit_named_once_it_has_the_case_does_not_get_it_again_without_leave(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    accuse(desk)
    (one,) = desk.application.ask(CaseFile(NUMBER), SHIFT)["accused_units"]
    assert one["has_the_case"] and one["let_act_by"] is None
    with pytest.raises(NotNow, match="complains"):
        dispatch(desk, reason="再次分拨")


def test_who_allows_it_is_of_another_unit_has_the_role_and_gives_a_reason(desk: Desk) -> None:
    accepted(desk)
    with pytest.raises(NotNow, match="does not complain"):
        let_act(desk)
    accuse(desk)
    for who, refusal in (
        (DISPATCHER, NotAllowed),
        (Actor("s2", "s2", frozenset({"shift_leader"}), "B001"), NotAllowed),
    ):
        with pytest.raises(refusal):
            let_act(desk, by=who)
    with pytest.raises(Unusable, match="reason"):
        let_act(desk, reason=" ")
    may = [desk.application.ask(CaseFile(NUMBER), who)["may"]["let_act"] for who in (SHIFT, DISPATCHER)]
    assert may == [True, False]
    let_act(desk)
    with pytest.raises(NotNow, match="not allowed to act yet"):
        let_act(desk)
    assert identity_entries(desk, SHIFT) == ["accused_unit", "accused_unit_let_act"]
    assert identity_entries(desk, Actor("b", "b", frozenset({"shift_leader"}), "B001")) == []


def test_the_suggestions_say_which_unit_is_complained_of_but_not_to_its_own_people(desk: Desk) -> None:
    accepted(desk)
    accuse(desk)

    def water(by: Actor) -> dict[str, Any]:
        units = desk.application.ask(Suggestions(NUMBER), by)["units"]
        return next(one for one in units if one["unit"] == "B001")

    assert (water(DISPATCHER)["complained_of"], water(DISPATCHER)["barred"]) == (True, True)
    let_act(desk)
    assert (water(DISPATCHER)["complained_of"], water(DISPATCHER)["barred"]) == (True, False)
    of_it = Actor("d", "d", frozenset({"dispatcher"}), "B001")
    assert (water(of_it)["complained_of"], water(of_it)["barred"]) == (False, False)


def test_the_lists_to_choose_from_mark_it_for_those_who_may_know(desk: Desk) -> None:
    accepted(desk)
    accuse(desk)

    def label(by: Actor) -> str:
        rows = desk.application.ask(OptionLists(("lead_units",), NUMBER), by)["lead_units"]
        return str(next(one["label"] for one in rows if one["value"] == "B001"))

    assert label(DISPATCHER) == "环境保护和水务局（被投诉）"
    assert label(LEAD) == "环境保护和水务局"


def test_what_was_merged_into_a_case_counts_too(desk: Desk) -> None:
    accepted(desk)
    child = desk.register("PS260302-CCCCC")
    desk.application.execute(NameAccusedUnit(child, "B001", "投诉该局不作为"), DISPATCHER)
    desk.do("cases.merge", key=child, parent=NUMBER)
    with pytest.raises(NotNow, match=f"{child} does not complain"):
        dispatch(desk, reason="只有它能办")


def argued_over(desk: Desk) -> None:
    """B001 has the case, its return is argued over, and meanwhile the request is found to complain of B001."""
    desk.register()
    desk.dispatched()
    returned = {"ground": "not_our_duty", "clause": "红线外", "evidence": "勘查", "suggested_unit": "S002"}
    desk.do("cases.record_return", **returned)
    desk.do("cases.settle_return", decision="open_dispute", reason="说法不一")
    desk.do("disputes.open")
    accuse(desk)


def told_of_conflict(desk: Desk) -> list[str]:
    sent = desk.see(lambda reading: reading.notices.all(template="accused_unit_at_work"))
    return sorted(one.recipient for one in sent)


def test_a_unit_complained_of_that_has_the_case_replies_only_once_allowed_and_those_who_decide_are_told(
    desk: Desk,
) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    accuse(desk, "P001")
    assert told_of_conflict(desk) == [], "it has nothing to do with the case"
    accuse(desk)
    assert told_of_conflict(desk) == ["coordinator", "shift_leader"]
    with pytest.raises(NotNow, match="A shift leader or coordinator must allow it"):
        desk.do("cases.record_reply", outcome="resolved", public_reply="已整改")
    assert desk.see(lambda reading: reading.replies.latest(NUMBER)) is None and desk.case().owner.unit == "B001"
    let_act(desk)
    desk.do("cases.record_reply", outcome="resolved", public_reply="已整改")


def test_a_unit_that_a_merged_request_complains_of_is_told_about_where_it_works(desk: Desk) -> None:
    desk.register()
    desk.dispatched()
    child = desk.register("PS260302-BBBBB")
    desk.do("cases.merge", key=child, parent=NUMBER)
    desk.application.execute(NameAccusedUnit(child, "S002", "投诉街道不作为"), RITA)  # it cooperates
    assert told_of_conflict(desk) == ["coordinator", "shift_leader"]


def test_a_unit_that_only_cooperates_does_so_no_more_and_does_not_see_the_case(desk: Desk) -> None:
    street = Actor("stella", "斯黛拉", frozenset({"handler"}), "S002")
    desk.register()
    desk.dispatched()
    assert desk.application.ask(CaseFile(NUMBER), street)["number"] == NUMBER
    named = desk.application.execute(NameAccusedUnit(NUMBER, "S002", "投诉街道不作为"), DISPATCHER)
    assert named["taken_off"] and desk.case().owner == Owner("handler", "B001")
    assert desk.case().cooperating_units == () and told_of_conflict(desk) == []
    with pytest.raises(NotFound):
        desk.application.ask(CaseFile(NUMBER), street)


def test_a_ruling_for_a_unit_complained_of_takes_a_second_person(desk: Desk) -> None:
    coordinator = Actor("cora", "可拉", frozenset({"coordinator"}))
    argued_over(desk)
    with pytest.raises(NotNow, match="complains"):
        desk.do("disputes.rule", by=coordinator, lead_unit="B001", reason="由其办理")
    let_act(desk)
    desk.do("disputes.rule", by=coordinator, lead_unit="B001", reason="由其办理")
    assert desk.case().lead_unit == "B001"


def test_the_fallback_is_the_unit_the_request_does_not_complain_of(desk: Desk) -> None:
    argued_over(desk)
    desk.application.execute(NameAccusedUnit(NUMBER, "B005", "投诉该局不作为"), DISPATCHER)
    let_act(desk)
    assert desk.do("disputes.fall_back", by=CLOCK)["lead_unit"] == "B001"


def test_a_new_identity_key_seals_all_anew(desk: Desk) -> None:
    desk.register()
    settings = desk.application.settings
    settings.renew_secret("identity")
    assert desk.application.execute(ResealIdentities(), ADMIN) == {"count": 1, "last": NUMBER}
    (settings.var / "identity.1.key").unlink()
    assert desk.see(lambda reading: reading.parties.contact(NUMBER).name) == "王芳"
