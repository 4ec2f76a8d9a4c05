"""Closing honestly: outcomes that differ, a reviewer who did not handle it, a rating in three dimensions."""

from typing import Any

import pytest

from engine.casework.reply import Rating, Reply, expect_outcome, expect_unrated, read_rating
from engine.errors import NotAllowed, NotNow, Unusable
from tests.casework.conftest import local

AT = local("2026-03-02 10:00")
REPLY = Reply("1", "PS1", 1, "B1", "resolved", "巡查", "已处理", "wang", AT)


def test_the_reviewer_is_never_the_handler() -> None:
    with pytest.raises(NotAllowed, match="did not handle"):
        REPLY.reviewed("pass", None, "wang", ("wang", "li"), AT)
    assert REPLY.reviewed("pass", None, "zhao", ("wang",), AT).decision == "pass"


def test_sending_back_needs_a_reason() -> None:
    with pytest.raises(Unusable, match="reason"):
        REPLY.reviewed("send_back", " ", "zhao", (), AT)
    with pytest.raises(Unusable, match="pass or send_back"):
        REPLY.reviewed("maybe", None, "zhao", (), AT)


def test_only_a_suggestion_is_adopted() -> None:
    assert expect_outcome("suggestion", "adopted") == "adopted"
    assert expect_outcome("suggestion", "explained") == "explained"
    with pytest.raises(Unusable):
        expect_outcome("complaint", "adopted")


def rated(**changes: Any) -> Rating:
    given = {"speed": 5, "effect": 1, "attitude": 3, "solved": False, "comment": "没解决"}
    return read_rating({**given, **changes}, case="PS1", reply_number=1, id_="1", at=AT)


def test_a_rating_has_three_dimensions_and_says_whether_it_is_solved() -> None:
    assert (rated().speed, rated().solved) == (5, False)


@pytest.mark.parametrize("wrong", [{"speed": 0}, {"effect": 6}, {"attitude": 2.5}, {"speed": None}, {"solved": "yes"}])
def test_a_mark_outside_one_to_five_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        rated(**wrong)


def test_a_reply_is_rated_once() -> None:
    expect_unrated(None, "PS1")
    with pytest.raises(NotNow, match="one rating counts"):
        expect_unrated(rated(), "PS1")
