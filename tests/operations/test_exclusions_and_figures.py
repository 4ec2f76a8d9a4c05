"""What does not count, and the figures: raw and adjusted side by side, and no value of nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.actor import Actor
from engine.clock import VirtualClock
from engine.commands.appeal_exclusion import AppealExclusion
from engine.commands.request_exclusion import RequestExclusion
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.accounts import Account
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.figures import FigureCases, Figures
from engine.queries.suggestions import Suggestions
from tests.operations.desk import ANNA, NUMBER, RITA, Desk

DISPATCHER = Actor("dora", "朵拉", frozenset({"dispatcher"}))
SUPERVISOR = Actor("sven", "斯文", frozenset({"supervisor"}))
COORDINATOR = Actor("cora", "科拉", frozenset({"coordinator"}))
OF_THE_UNIT = Actor("sue", "苏", frozenset({"supervisor"}), "B001")
SECOND = "PS260302-BBBBB"


def closed(desk: Desk, number: str = NUMBER, *, solved: bool = True, lead: str = "B001") -> None:
    desk.register(number)
    desk.answered(number, lead)
    desk.do("cases.review", by=RITA, key=number, decision="pass")
    desk.do("cases.await_rating", key=number)
    rating = {"speed": 4, "effect": 4, "attitude": 5, "solved": solved, "comment": None}
    desk.do("cases.record_rating", key=number, rating=rating)
    desk.do("cases.close", key=number)


class Named:
    """Accounts of one display name."""

    def __init__(self, *usernames: str) -> None:
        self.usernames = usernames

    def perform(self, work: UnitOfWork) -> None:
        for name in self.usernames:
            work.accounts.add(Account(name, "安娜", "-", ["handler"], None, True, work.now))


def asked(desk: Desk) -> str:
    made = desk.application.execute(RequestExclusion(NUMBER, "out_of_scope", "超出本区权限"), ANNA)
    desk.do("exclusions.open", key=made["key"], decide_within="3 working days")
    key: str = made["key"]
    return key


def figures(desk: Desk, by: Actor = RITA, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = desk.application.ask(Figures(**query), by)
    return found


def behind(desk: Desk, figure: str, by: Actor = RITA, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = desk.application.ask(FigureCases(figure, **query), by)
    return found


def test_a_granted_exclusion_changes_the_adjusted_figures_and_never_the_raw_ones(desk: Desk) -> None:
    closed(desk, NUMBER, solved=False)
    closed(desk, SECOND)
    before = figures(desk)
    assert (before["closed"], before["excluded"]) == (2, 0)
    assert before["raw"]["resolution_rate"]["value"] == before["adjusted"]["resolution_rate"]["value"] == 0.5
    key = asked(desk)
    desk.do("exclusions.decide", by=SUPERVISOR, key=key, decision="exclude", reason="属市级事权", appeal_within="1 day")
    after = figures(desk)
    assert (after["closed"], after["excluded"]) == (2, 1)
    assert after["raw"] == before["raw"]
    assert (after["adjusted"]["resolution_rate"]["part"], after["adjusted"]["resolution_rate"]["value"]) == (1, 1.0)
    (unit,) = after["units"]
    assert (unit["unit"], unit["raw"]["on_time_rate"]["value"]) == ("B001", 1.0)
    assert after["raw"]["hops_per_case"]["value"] == 1.0 and after["raw"]["return_rate"]["value"] == 0.0
    entries = desk.see(lambda r: [e.details for e in r.journal.of_key(NUMBER) if e.kind == "exclusion"])
    assert [(one["what"], one["reason"]) for one in entries] == [("ask", "超出本区权限"), ("decide", "属市级事权")]
    assert entries[1]["before"] == {"excluded": False} and entries[1]["after"] == {"excluded": True}


def test_nothing_to_divide_by_is_no_value(desk: Desk) -> None:
    empty = figures(desk, begin=date(2020, 1, 1), end=date(2020, 1, 31))
    assert {one["value"] for one in empty["raw"].values()} == {None}
    closed(desk)
    assert figures(desk)["raw"]["satisfaction_rate"]["value"] is None  # no table says from which mark
    with pytest.raises(Unusable, match="end"):
        figures(desk, begin=date(2026, 3, 2), end=date(2026, 3, 1))


def test_a_unit_sees_its_own_figures_and_no_others(desk: Desk) -> None:
    closed(desk)
    closed(desk, SECOND, lead="P001")
    assert [one["unit"] for one in figures(desk)["units"]] == ["B001", "P001"]
    assert [one["unit"] for one in figures(desk, ANNA)["units"]] == ["B001"]
    for who, unit in ((ANNA, "P001"), (Actor("d", "d", frozenset({"discipline"})), None)):
        with pytest.raises(NotAllowed):
            figures(desk, who, unit=unit)


def test_only_the_unit_asks_once_for_a_closed_case_on_a_listed_ground(desk: Desk) -> None:
    desk.register()
    desk.answered()
    with pytest.raises(NotNow, match="closed"):
        desk.application.execute(RequestExclusion(NUMBER, "untrue", "查无此事"), ANNA)
    closed(desk, SECOND)
    for command, by, refusal in (
        (RequestExclusion(SECOND, "untrue", "x"), Actor("p", "p", frozenset({"handler"}), "S002"), NotAllowed),
        (RequestExclusion(SECOND, "too hard", "x"), ANNA, Unusable),
        (RequestExclusion(SECOND, "untrue", " "), ANNA, Unusable),
    ):
        with pytest.raises(refusal):
            desk.application.execute(command, by)
    desk.application.execute(RequestExclusion(SECOND, "untrue", "查无此事"), ANNA)
    with pytest.raises(NotNow, match="there is one"):
        desk.application.execute(RequestExclusion(SECOND, "untrue", "查无此事"), ANNA)


def test_another_person_decides_with_a_reason_and_the_appeal_is_anothers_still(desk: Desk) -> None:
    closed(desk)
    key = asked(desk)
    for who in (OF_THE_UNIT, Actor("anna", "x", frozenset({"supervisor"}))):
        with pytest.raises(NotAllowed, match="another person"):
            desk.do("exclusions.decide", by=who, key=key, decision="exclude", reason="可以", appeal_within="1 day")
    with pytest.raises(Unusable, match="reason"):
        desk.do("exclusions.decide", by=SUPERVISOR, key=key, decision="refuse", reason=" ", appeal_within="1 day")
    refused = {"decision": "refuse", "reason": "属本区事权", "appeal_within": "5 working days"}
    facts = desk.do("exclusions.decide", by=SUPERVISOR, key=key, **refused)
    assert facts["judges"] == ["anna", "sven"]
    with pytest.raises(NotNow, match="time for an appeal"):
        desk.application.execute(AppealExclusion(NUMBER, "市级文件明确"), ANNA)  # no diagram waits for it here
    with pytest.raises(NotNow, match="open appeal"):
        desk.do("exclusions.decide_appeal", by=COORDINATOR, key=key, decision="exclude", reason="确属市级")


def test_an_account_that_bears_the_name_of_who_asked_does_not_decide(desk: Desk) -> None:
    closed(desk)
    key = asked(desk)
    desk.application.execute(Named("anna", "anna2"), ANNA)
    twin = Actor("anna2", "安娜", frozenset({"supervisor"}))
    wanted = {"decision": "exclude", "reason": "属市级事权", "appeal_within": "1 day"}
    with pytest.raises(NotAllowed, match="another person"):
        desk.do("exclusions.decide", by=twin, key=key, **wanted)
    desk.do("exclusions.decide", by=SUPERVISOR, key=key, **wanted)


def test_the_days_of_a_units_record_end_with_its_reply_not_with_the_time_a_citizen_takes_to_rate(
    desk: Desk, clock: VirtualClock
) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    clock.forward(timedelta(days=2))
    desk.do("cases.record_reply", outcome="resolved", public_reply="已整改", actions="现场检查")
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    clock.forward(timedelta(days=7))
    desk.do("cases.close")
    desk.register(SECOND, title="工业红线内噪声")
    (unit,) = (u for u in desk.application.ask(Suggestions(SECOND), DISPATCHER)["units"] if u["unit"] == "B001")
    assert (unit["here"]["cases"], unit["here"]["days"]) == (1, 2.0)


def test_the_closure_rate_counts_what_was_due_in_the_period_and_leaves_out_what_rests(
    desk: Desk, clock: VirtualClock
) -> None:
    for number in (NUMBER, SECOND, "PS260302-CCCCC"):
        desk.do("deadlines.start", key=desk.register(number), name="citizen", budget="1 working day")
    desk.dispatched(NUMBER)
    assert figures(desk)["raw"]["closure_rate"]["value"] is None  # nothing is due yet
    clock.forward(timedelta(days=2))
    assert [figures(desk)["raw"]["closure_rate"][name] for name in ("part", "whole", "value")] == [0, 3, 0.0]
    desk.do("cases.withdraw", key=SECOND)
    desk.do("suspensions.pause", key="PS260302-CCCCC", until="2026-03-09T09:00:00+08:00", reason="engineering")
    rate = figures(desk)["raw"]["closure_rate"]
    assert (rate["part"], rate["whole"], rate["value"]) == (0, 1, 0.0)
    assert figures(desk)["raw"]["on_time_rate"]["value"] is None  # of what was closed, and nothing was


def test_who_was_told_of_acceptance_and_result_is_counted_by_the_notices(desk: Desk) -> None:
    closed(desk)
    silent = figures(desk)["raw"]
    assert [silent[code]["value"] for code in ("acceptance_notice_rate", "result_notice_rate")] == [0.0, 0.0]
    desk.do("notices.send", to="citizen", template="accepted")
    told = figures(desk)["raw"]
    assert [told[code]["value"] for code in ("acceptance_notice_rate", "result_notice_rate")] == [1.0, 0.0]
    desk.do("notices.send", to="citizen", template="replied")
    assert figures(desk)["raw"]["result_notice_rate"]["value"] == 1.0


def test_what_came_back_counts_against_the_case_it_came_back_from(desk: Desk) -> None:
    closed(desk)
    assert figures(desk)["raw"]["recurrence_rate"]["value"] == 0.0
    desk.register(SECOND)
    desk.dispatched(SECOND)
    desk.do("recurrences.look_back", key=SECOND, within_days=30, apart_metres=500)
    rate = figures(desk)["raw"]["recurrence_rate"]
    assert (rate["part"], rate["whole"]) == (1, 1)
    (line,) = behind(desk, "recurrence_rate")["items"]
    assert line["number"] == NUMBER


def test_every_figure_opens_the_cases_it_counts(desk: Desk) -> None:
    """One query behind figure and list: as many cases as the number says, for every figure and side."""
    closed(desk, NUMBER, solved=False)
    closed(desk, SECOND)
    for code, one in figures(desk)["raw"].items():
        if one["is_share"]:
            sides = {side: len(behind(desk, code, side=side)["items"]) for side in ("part", "whole", "rest")}
            assert sides == {"part": one["part"], "whole": one["whole"], "rest": one["whole"] - one["part"]}, code
    (unsolved,) = behind(desk, "resolution_rate", side="rest")["items"]
    assert (unsolved["number"], unsolved["unit"], unsolved["excluded"]) == (NUMBER, "B001", False)
    key = asked(desk)
    desk.do("exclusions.decide", by=SUPERVISOR, key=key, decision="exclude", reason="属市级事权", appeal_within="1 day")
    assert [one["number"] for one in behind(desk, "on_time_rate", adjusted=True)["items"]] == [SECOND]
    first = behind(desk, "on_time_rate", limit=1)
    following = behind(desk, "on_time_rate", limit=1, cursor=first["next"])
    assert {first["items"][0]["number"], following["items"][0]["number"]} == {NUMBER, SECOND}
    with pytest.raises(Unusable, match="figure"):
        behind(desk, "applause_rate")
    with pytest.raises(NotAllowed):
        behind(desk, "on_time_rate", ANNA, unit="P001")


def test_a_missed_limit_is_not_healed_by_a_redo_in_time(desk: Desk, clock: VirtualClock) -> None:
    desk.register()
    desk.dispatched()
    desk.do("cases.sign")
    clock.set(clock.now() + timedelta(days=7))
    answered_and_rated(desk, solved=False)
    desk.do("cases.redo")
    desk.do("deadlines.start_each", budgets={"handle": "1 working day"})
    answered_and_rated(desk, solved=True)
    desk.do("cases.close")
    (kept,) = record(desk)
    counted = figures(desk)["raw"]["on_time_rate"]
    assert (kept["part"], kept["whole"]) == (counted["part"], counted["whole"]) == (0, 1)


def test_what_the_unit_before_missed_is_not_in_the_record_of_the_one_that_has_the_case_now(
    desk: Desk, clock: VirtualClock
) -> None:
    desk.register()
    desk.dispatched(lead="S002")
    desk.do("cases.record_return", ground="not_our_place", clause="三")
    clock.set(clock.now() + timedelta(days=7))
    desk.do("cases.settle_return", decision="dispatcher_error", reason="分拨差错")
    desk.do("cases.dispatch", lead_unit="B001")
    desk.do("deadlines.start_each", budgets={"handle": "3 working days"})
    desk.do("cases.sign")
    answered_and_rated(desk, solved=True)
    desk.do("cases.close")
    (kept,) = record(desk)
    assert (kept["part"], kept["whole"]) == (1, 1)


def answered_and_rated(desk: Desk, *, solved: bool) -> None:
    desk.do("cases.record_reply", outcome="resolved", public_reply="已整改")
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    desk.do("cases.record_rating", rating={"speed": 4, "effect": 4, "attitude": 5, "solved": solved, "comment": None})


def record(desk: Desk) -> list[dict[str, Any]]:
    """What B001 kept of the matter here, as the suggestions for another case show it."""
    desk.register(SECOND)
    units = desk.application.ask(Suggestions(SECOND), DISPATCHER)["units"]
    return [one["here"]["on_time"] for one in units if one["unit"] == "B001"]


def test_a_late_case_counts_to_the_unit_that_had_it_as_the_time_passed(desk: Desk, clock: VirtualClock) -> None:
    closed(desk, SECOND, lead="P001")
    desk.register()
    desk.dispatched()
    clock.forward(timedelta(days=10))
    desk.do("cases.dispatch", lead_unit="P001", reason="别的单位来办")
    desk.do("cases.sign")
    desk.do("cases.record_reply", outcome="resolved", public_reply="已整改", actions="现场检查")
    desk.do("cases.review", by=RITA, decision="pass")
    desk.do("cases.await_rating")
    rating = {"speed": 4, "effect": 4, "attitude": 5, "solved": True, "comment": None}
    desk.do("cases.record_rating", rating=rating)
    desk.do("cases.close")
    found = figures(desk)
    shares = {one["unit"]: (one["closed"], *_share(one["raw"]["on_time_rate"])) for one in found["units"]}
    assert shares == {"B001": (0, 0, 1), "P001": (2, 1, 1)}
    assert _share(found["raw"]["on_time_rate"]) == (1, 2)
    assert [one["number"] for one in behind(desk, "on_time_rate", side="rest", unit="B001")["items"]] == [NUMBER]
    assert behind(desk, "on_time_rate", side="rest", unit="P001")["items"] == []


def _share(figure: dict[str, Any]) -> tuple[int, int]:
    return figure["part"], figure["whole"]
