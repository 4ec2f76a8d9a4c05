"""A case moves lawfully and has exactly one owner, who exists, at every moment."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.case import ENDED, Case, Owner, Place, State
from engine.errors import NotNow, Unusable
from tests.casework.conftest import a_case


def test_a_new_case_belongs_to_intake() -> None:
    case = a_case()
    assert (case.state, case.owner) == (State.REGISTERED, Owner("intake"))


@pytest.mark.parametrize(
    "wrong", [{"kind": "praise"}, {"channel": "smoke"}, {"urgency": "now"}, {"title": "  "}, {"text": ""}]
)
def test_a_case_without_kind_channel_or_words_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Unusable):
        a_case(**wrong)


def test_a_place_needs_a_street_and_coordinates_on_earth() -> None:
    with pytest.raises(Unusable, match="street"):
        Place("")
    with pytest.raises(Unusable, match="latitude"):
        Place("坪山街道", latitude=91.0)


def test_an_owner_in_a_unit_names_the_unit() -> None:
    with pytest.raises(Unusable, match="unit"):
        Owner("handler")
    with pytest.raises(Unusable, match="role"):
        Owner("wizard")


def test_a_suspended_case_does_not_move_until_resumed() -> None:
    case = a_case()
    with pytest.raises(NotNow, match="suspended"):
        Case(**{**vars(case), "suspended": True}).enter(State.ACCEPTED, Owner("dispatcher"))


def test_a_closed_case_stays_closed() -> None:
    closed = a_case().enter(State.HANDLING, Owner("handler", "B1")).enter(State.CLOSED, Owner("handler", "B1"))
    assert closed.has_ended
    with pytest.raises(NotNow, match="closed"):
        closed.enter(State.HANDLING, Owner("handler", "B1"))
    with pytest.raises(NotNow):
        closed.expect_open()


@given(st.lists(st.sampled_from(list(State)), max_size=30))
def test_whatever_is_tried_a_case_has_one_owner_and_never_leaves_its_end(states: list[State]) -> None:
    case = a_case(at=datetime(2026, 3, 2, tzinfo=UTC))
    for state in states:
        before = case
        try:
            case = case.enter(state, Owner("handler", "B1"))
        except NotNow:
            assert case is before
        assert isinstance(case.owner, Owner)
        if before.state in ENDED:
            assert case.state is before.state
