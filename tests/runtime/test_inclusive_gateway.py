import itertools

import pytest

from tests.runtime.diagram import drawn


@pytest.mark.parametrize("order", list(itertools.permutations(["law", "repair"])))
def test_it_waits_for_every_branch_that_was_taken(order):
    case = drawn("inclusive_gateway").start(law=True, repair=True)
    for turn in (1, 2, 3):
        assert sorted(case.open) == ["law", "repair"]
        case.do(order[0], **{f"{order[0]}_done": turn})
        assert case.open == [order[1]]
        case.do(order[1], **{f"{order[1]}_done": turn})
        assert case.open == ["check"]
        assert (case.facts["law_done"], case.facts["repair_done"]) == (turn, turn)
        case.do("check", done=turn == 3)
    assert case.status == "completed"


def test_one_branch_alone_goes_straight_through():
    assert drawn("inclusive_gateway").start(law=True, repair=False).do("law").open == ["check"]


def test_no_condition_true_takes_the_default():
    assert drawn("inclusive_gateway").start(law=False, repair=False).do("nobody").open == ["check"]


def test_a_null_condition_is_an_incident():
    assert drawn("inclusive_gateway").start(law=True).stuck == ["which"]
