"""What the coordinator reads: the docket, joint handlings with their branches, precedents, notices."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.casework.case import Place, State, register
from engine.casework.duty import Dispute, Opinion, Precedent, Return
from engine.casework.joint_handling import RELEASED, REPORTED, RUNNING, Branch, JointCase, JointHandling
from engine.casework.notices import Notice
from engine.casework.unit import Unit
from engine.errors import NotAllowed, NotFound
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.docket import Docket
from engine.queries.joint_handling_view import JointHandlingView
from engine.queries.joint_handlings import JointHandlings
from engine.queries.notices_sent import NoticesSent
from engine.queries.precedents import Precedents
from tests.conftest import MONDAY

COORDINATOR = Actor("kai", "凯", frozenset({"coordinator"}))
HANDLER = Actor("wang", "王", frozenset({"handler"}), "U1")
STRANGER = Actor("zhao", "赵", frozenset({"handler"}), "U9")
CITIZEN = Actor("C1", "市民", kind="citizen")


@dataclass(frozen=True)
class Keep:
    """Writes what a test needs."""

    writing: Callable[[UnitOfWork], None]

    def perform(self, work: UnitOfWork) -> None:
        self.writing(work)


@pytest.fixture
def number(application: Application) -> str:
    """A case with its two units; its number."""
    place = Place(street="坪山街道", community="和平社区")
    words = {"title": "停车场噪声", "text": "货车夜间进出"}
    case = register(number="PS260302-AAAA1", kind="complaint", **words, place=place, channel="web", at=MONDAY)

    def write(work: UnitOfWork) -> None:
        work.unit_rows.add(Unit("U1", "街道", "Sub-district", "enforcement"), Unit("U2", "交警", "Police", "police"))
        work.cases.add(replace(case, lead_unit="U1"))

    application.execute(Keep(write), SYSTEM)
    return case.number


def open_dispute(case: str, number: str, hours: int = 0) -> Dispute:
    at = MONDAY + timedelta(hours=hours)
    return Dispute(number, case, "R1", "no_power", ["U1", "U2"], "U1", "U2", "kai", at)


@pytest.fixture
def disputed(application: Application, number: str) -> str:
    """A dispute with one opinion of two."""
    raised = Return("R1", number, 1, "U1", "no_power", "备注三", "只能劝导", "U2", "wang", MONDAY)

    def write(work: UnitOfWork) -> None:
        work.returns.add(raised)
        work.disputes.add(open_dispute(number, "D2", 1), open_dispute(number, "D1"))
        work.opinions.add(Opinion("D1", "U1", "not_ours", "没有执法权", "wang", MONDAY))

    application.execute(Keep(write), SYSTEM)
    return number


def joint(number: str, case: str, days: int) -> list[Any]:
    at = MONDAY + timedelta(days=days)
    handling = JointHandling(number, "一家办不了", "kai", at, RUNNING, "U2", decisions=[{"text": "每周巡查"}])
    due = at + timedelta(days=3)
    return [
        handling,
        JointCase(number, case),
        Branch(number, "U1", "劝导", due, REPORTED, "已劝导", "wang", at),
        Branch(number, "U2", "执法", due + timedelta(days=1)),
        Branch(number, "U3", "清理", due + timedelta(days=9), RELEASED, released_at=at, release_reason="不需要"),
    ]


@pytest.fixture
def convened(application: Application, number: str) -> str:
    def write(work: UnitOfWork) -> None:
        for name, days in (("JH1", 0), ("JH2", 1)):
            handling, held, *branches = joint(name, number, days)
            work.joint_handlings.add(handling)
            work.joint_cases.add(held)
            work.branches.add(*branches)

    application.execute(Keep(write), SYSTEM)
    return number


def test_the_docket_shows_both_sides_and_who_has_not_spoken(application: Application, disputed: str) -> None:
    first, second = application.ask(Docket(), COORDINATOR)["items"]
    assert (first["number"], second["number"]) == ("D1", "D2")
    assert (first["case"], first["title"], first["ground"]) == (disputed, "停车场噪声", "no_power")
    assert first["unit_name"] == "街道"
    assert [(one["unit_name"], one["position"]) for one in first["opinions"]] == [("街道", "not_ours"), ("交警", None)]


@pytest.mark.parametrize("state", [State.MERGED, State.WITHDRAWN, State.CLOSED])
def test_the_docket_has_no_dispute_of_a_case_nobody_works_on(
    application: Application, disputed: str, state: State
) -> None:
    def write(work: UnitOfWork) -> None:
        work.cases.save(replace(work.cases.get(disputed, lock=True), state=state))

    application.execute(Keep(write), SYSTEM)
    assert application.ask(Docket(), COORDINATOR)["items"] == []


def test_the_docket_goes_on_where_the_cursor_says(application: Application, disputed: str) -> None:
    first = application.ask(Docket(limit=1), COORDINATOR)
    following = application.ask(Docket(limit=1, cursor=first["next"]), COORDINATOR)
    assert [first["items"][0]["number"], following["items"][0]["number"]] == ["D1", "D2"]
    assert following["next"] is None


def test_a_unit_sees_the_disputes_that_name_it_and_no_other(application: Application, disputed: str) -> None:
    assert len(application.ask(Docket(), HANDLER)["items"]) == 2
    assert application.ask(Docket(), STRANGER)["items"] == []
    with pytest.raises(NotAllowed):
        application.ask(Docket(), CITIZEN)


def test_joint_handlings_are_listed_with_how_far_they_are(application: Application, convened: str) -> None:
    newest, _ = application.ask(JointHandlings(), COORDINATOR)["items"]
    assert (newest["number"], newest["title"], newest["cases"]) == ("JH2", "停车场噪声", [convened])
    assert (newest["branches"], newest["reported"], newest["lead_unit_name"]) == (2, 1, "交警")
    assert newest["due"] == (MONDAY + timedelta(days=5)).isoformat()


def test_the_list_of_joint_handlings_goes_on(application: Application, convened: str) -> None:
    first = application.ask(JointHandlings(limit=1), COORDINATOR)
    following = application.ask(JointHandlings(limit=1, cursor=first["next"]), COORDINATOR)
    assert [following["items"][0]["number"], following["next"]] == ["JH1", None]


def test_a_unit_sees_the_joint_handlings_it_has_a_branch_in(application: Application, convened: str) -> None:
    assert len(application.ask(JointHandlings(), HANDLER)["items"]) == 2
    assert application.ask(JointHandlings(), STRANGER)["items"] == []
    with pytest.raises(NotFound):
        application.ask(JointHandlingView("JH1"), STRANGER)


def test_one_joint_handling_shows_every_branch(application: Application, convened: str) -> None:
    shown = application.ask(JointHandlingView("JH1"), COORDINATOR)
    assert [(one["unit"], one["state"]) for one in shown["branches"]] == [
        ("U1", REPORTED),
        ("U2", "open"),
        ("U3", RELEASED),
    ]
    assert shown["cases"] == [convened]
    nothing = {"add": False, "release": False, "convene_meeting": False, "end": False}
    assert shown["may"] == {**nothing, "end": True}  # the lead alone is open, and no diagram hears of another unit
    assert application.ask(JointHandlingView("JH1"), HANDLER)["may"] == nothing


def test_precedents_are_found_by_matter(application: Application, number: str) -> None:
    def precedent(id_: str, matter: str, days: int) -> Precedent:
        at = MONDAY + timedelta(days=days)
        return Precedent(id_, "D1", number, matter, "坪山街道", None, "U2", ["U1"], "谁出面处置最有效", at)

    made = (precedent("P1", "080103", 0), precedent("P2", "080103", 1), precedent("P3", "130801", 2))
    application.execute(Keep(lambda work: work.precedents.add(*made)), SYSTEM)
    found = application.ask(Precedents(matter="080103"), COORDINATOR)["items"]
    assert [(one["id"], one["lead_unit_name"]) for one in found] == [("P2", "交警"), ("P1", "交警")]
    assert len(application.ask(Precedents(), HANDLER)["items"]) == 3


def test_notices_of_a_case_are_shown_to_the_offices_only(application: Application, number: str) -> None:
    def notice(id_: str, about: str, kind: str, to: str) -> Notice:
        return Notice(id_, about, kind, to, "dispatched", "请签收", "Please sign", MONDAY)

    made = (notice("N1", number, "unit", "U1"), notice("N2", "other", "role", "shift_leader"))
    application.execute(Keep(lambda work: work.notices.add(*made)), SYSTEM)
    (one,) = application.ask(NoticesSent(case=number), COORDINATOR)["items"]
    assert (one["to"], one["to_name"], one["text"], one["delivered_at"]) == ("unit", "街道", "请签收", None)
    assert len(application.ask(NoticesSent(), COORDINATOR)["items"]) == 2
    with pytest.raises(NotAllowed):
        application.ask(NoticesSent(), HANDLER)
