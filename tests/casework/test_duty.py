"""Returns, disputes, opinions: once, in time, by those who are named."""

from dataclasses import replace
from typing import Any

import pytest

from engine.casework.case import Case, Owner, State
from engine.casework.duty import RULED, Return, give_opinion, open_dispute, raise_return
from engine.errors import NotNow, Unusable
from tests.casework.conftest import a_case, local

AT = local("2026-03-02 10:00")


def dispatched(**changes: Any) -> Case:
    case = a_case().enter(State.DISPATCHED, Owner("handler", "B1"), lead_unit="B1")
    return replace(case, **changes)


def returned(case: Case, earlier: list[Return] | None = None, **changes: Any) -> Return:
    given = {"ground": "not_our_duty", "clause": "第三条", "evidence": "照片", "suggested_unit": "P1"}
    return raise_return(case, earlier or [], by="h", at=AT, id_="r1", **{**given, **changes})


def test_a_unit_may_return_a_case_once_while_signing() -> None:
    assert returned(dispatched()).unit == "B1"


def test_a_second_return_by_the_same_unit_is_refused() -> None:
    with pytest.raises(NotNow, match="first return"):
        returned(dispatched(), [returned(dispatched())])


def test_a_return_overtaken_by_events_leaves_the_unit_its_one_return() -> None:
    overtaken = returned(dispatched()).overtaken("dora", AT)
    assert (overtaken.decision, overtaken.is_open_in(dispatched())) == ("moot", False)
    assert returned(dispatched(), [overtaken]).number == 2


def test_another_unit_may_return_it_too() -> None:
    other = dispatched(lead_unit="P1", owner=Owner("handler", "P1"))
    assert returned(other, [returned(dispatched())], suggested_unit="B1").number == 2


def test_after_signing_no_return_is_possible() -> None:
    with pytest.raises(NotNow, match="handling"):
        returned(dispatched(state=State.HANDLING))


def test_after_a_ruling_no_return_is_possible() -> None:
    with pytest.raises(NotNow, match="ruled"):
        returned(dispatched(ruled=True))


@pytest.mark.parametrize("wrong", [{"ground": "tired"}, {"clause": " "}, {"suggested_unit": "B1"}])
def test_a_return_needs_a_ground_a_clause_and_another_unit(wrong: dict[str, str]) -> None:
    with pytest.raises(Unusable):
        returned(dispatched(), **wrong)


def test_a_return_is_decided_once() -> None:
    settled = returned(dispatched()).settle("reject", "属你单位", "leader", AT)
    assert settled.decision == "reject"
    with pytest.raises(NotNow):
        settled.settle("open_dispute", None, "leader", AT)
    with pytest.raises(Unusable):
        returned(dispatched()).settle("shrug", None, "leader", AT)


def test_a_dispute_names_everyone_with_a_part_once_and_hears_only_them() -> None:
    case = dispatched(cooperating_units=("S1", "P1"))
    dispute = open_dispute(
        case, returned(case), number="D1", ground=None, list_lead="B1", fallback_unit="S2", by="x", at=AT
    )
    assert dispute.named_units == ["B1", "P1", "S1"]
    assert dispute.provisional_unit == "B1"
    assert dispute.ground == "not_our_duty"
    opinion = {"position": "not_ours", "reason": None, "by": "h", "at": AT}
    assert give_opinion(dispute, unit="P1", **opinion).position == "not_ours"
    with pytest.raises(Unusable, match="S9"):
        give_opinion(dispute, unit="S9", **opinion)
    with pytest.raises(NotNow, match="ruled"):
        give_opinion(replace(dispute, state=RULED), unit="P1", **opinion)
