"""What does not count, and the figures: raw and adjusted side by side, and no value of nothing."""

from datetime import date
from typing import Any

import pytest

from engine.actor import Actor
from engine.commands.appeal_exclusion import AppealExclusion
from engine.commands.request_exclusion import RequestExclusion
from engine.errors import NotAllowed, NotNow, Unusable
from engine.queries.figures import Figures
from tests.operations.desk import ANNA, NUMBER, RITA, Desk

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


def asked(desk: Desk) -> str:
    made = desk.application.execute(RequestExclusion(NUMBER, "out_of_scope", "超出本区权限"), ANNA)
    desk.do("exclusions.open", key=made["key"], decide_within="3 working days")
    key: str = made["key"]
    return key


def figures(desk: Desk, by: Actor = RITA, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = desk.application.ask(Figures(**query), by)
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
