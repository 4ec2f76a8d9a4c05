"""Extensions, suspensions, and who may be merged into whom."""

from dataclasses import replace

import pytest

from engine.casework.case import Owner, State
from engine.casework.merging import expect_mergeable
from engine.casework.promises import Extension, ask_suspension
from engine.errors import NotNow, Unusable
from tests.casework.conftest import a_case, local

AT = local("2026-03-02 10:00")
ASKED = Extension("1", "PS1", 1, "2 working days", "等材料", "h", AT)


def test_an_extension_is_decided_once_and_grants_what_was_asked_unless_said_otherwise() -> None:
    granted = ASKED.decide("approve", None, None, "l", AT)
    assert granted.granted == "2 working days"
    assert ASKED.decide("approve", "1 working day", None, "l", AT).granted == "1 working day"
    assert ASKED.decide("refuse", "1 working day", "不必", "l", AT).granted is None
    with pytest.raises(NotNow):
        granted.decide("refuse", None, None, "l", AT)
    with pytest.raises(Unusable):
        ASKED.decide("perhaps", None, None, "l", AT)


def test_a_suspension_has_a_listed_reason_and_a_day_to_come() -> None:
    with pytest.raises(Unusable, match="reason"):
        ask_suspension("1", "PS1", until=local("2026-04-01 09:00"), reason="holiday", by="c", at=AT)
    with pytest.raises(Unusable, match="passed"):
        ask_suspension("1", "PS1", until=local("2026-03-01 09:00"), reason="season", by="c", at=AT)
    assert ask_suspension("1", "PS1", until=local("2026-04-01 09:00"), reason="season", by="c", at=AT).paused_at is None


def test_a_case_is_not_merged_into_itself() -> None:
    with pytest.raises(Unusable, match="different"):
        expect_mergeable(a_case(), a_case())


def test_a_case_is_merged_only_into_one_of_its_kind_whose_reply_can_close_it() -> None:
    complaint = replace(a_case(), kind="complaint")
    with pytest.raises(Unusable, match="is a complaint and PS2 is a suggestion"):
        expect_mergeable(complaint, replace(a_case(number="PS2"), kind="suggestion"))
    expect_mergeable(complaint, replace(a_case(number="PS2"), kind="complaint"))


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED, State.WITHDRAWN, State.RATING])
def test_a_case_is_not_merged_into_one_that_was_answered_or_has_ended(state: State) -> None:
    parent = replace(a_case(number="PS2"), state=state)
    with pytest.raises(NotNow, match=state.value):
        expect_mergeable(a_case(), parent)
    with pytest.raises(NotNow, match=state.value):
        expect_mergeable(parent, a_case())


def test_merging_into_a_merged_case_names_its_parent() -> None:
    parent = a_case(number="PS2").enter(State.MERGED, Owner("intake"), merged_into="PS3")
    with pytest.raises(NotNow, match="Merge into PS3"):
        expect_mergeable(a_case(), parent)
