import random
from itertools import permutations

import pytest

from tests.runtime.diagram import Desk, bpmn, drawn, flows, user


def test_what_both_branches_changed_survives_the_join():
    case = drawn("parallel_gateway").start(count=0, units=["A"], nested={"x": 1, "y": 1})
    case.do("left", count=1, units=["A", "L"], nested={"x": 2, "y": 1})
    case.do("right", right=True, units=["A", "R"], nested={"x": 1, "y": 3})
    assert case.facts["count"] == 1 and case.facts["right"] is True
    assert case.facts["units"] == ["A", "L", "R"] and case.facts["nested"] == {"x": 2, "y": 3}
    assert case.last.clashes == []


def test_the_later_of_two_different_changes_wins_and_is_told():
    case = drawn("parallel_gateway").start()
    case.do("right", word="r").do("left", word="l")
    assert case.facts["word"] == "l" and case.last.clashes == ["word"]


def test_in_a_loop_it_counts_only_arrivals_of_this_round():
    case = drawn("parallel_gateway").start()
    for turn in range(1, 30):
        first, second = random.Random(turn).sample(["left", "right"], 2)
        case.do(first, **{first: turn})
        assert case.open == [second]
        case.do(second, **{second: turn})
        assert case.open == ["check"] and (case.facts["left"], case.facts["right"]) == (turn, turn)
        case.do("check", done=turn == 29)
    assert case.status == "completed"


@pytest.mark.parametrize("seed", range(10))
def test_nested_forks_in_a_loop_join_correctly_in_any_order(seed):
    chance = random.Random(seed)
    case = drawn("nested_forks").start()
    for turn in range(1, 15):
        while case.open != ["check"]:
            name = chance.choice(case.open)
            case.do(name, **{name: turn, "last": name})
        assert [case.facts[name] for name in "abc"] == [turn] * 3
        case.do("check", done=turn == 14)
    assert case.status == "completed"


def test_two_paths_that_end_apart_both_leave_their_facts():
    case = drawn("terminate_end").start()
    case.do("b", from_b=1).do("d", from_d=2).do("c", from_c=3)
    assert case.open == ["a", "after"] and case.facts["from_c"] == 3


def forked_in_a_fork(joined: bool):
    """a | (trunk, then b | c): joined in one gateway, or ending each by itself."""
    body = '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="g"/><parallelGateway id="j"/>'
    body += "".join(user(name) for name in ("a", "trunk", "b", "c", "after")) + '<endEvent id="e"/>'
    lines = "s f;f a;f trunk;trunk g;g b;g c;"
    if joined:
        lines += "a j;b j;c j;j after;after e"
    else:
        body = body.replace('<parallelGateway id="j"/>', '<endEvent id="ae"/><endEvent id="be"/><endEvent id="ce"/>')
        body = body.replace(user("after"), "").replace('<endEvent id="e"/>', "")
        lines += "a ae;b be;c ce"
    return Desk(bpmn(body + flows(lines))).start(names=["start"], grade=0)


@pytest.mark.parametrize("order", list(permutations("abc")))
@pytest.mark.parametrize("joined", [True, False], ids=["joined", "ended"])
def test_a_list_keeps_what_every_path_appended_once_in_completion_order(order, joined):
    case = forked_in_a_fork(joined).do("trunk", names=["start", "trunk"])
    for name in order:
        (task,) = [one for one in case.last.user_tasks if one.element == name]
        case.do(name, names=[*task.facts["names"], name])
        assert case.last.clashes == []
    within = ["trunk", *(name for name in order if name != "a")]  # a branch counts as ended with the last inside it
    joined_as = [*within, "a"] if order[-1] == "a" else ["a", *within]
    assert case.facts["names"] == ["start", *(joined_as if joined else ("trunk", *order))]


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_what_paths_that_end_apart_set_differently_is_told_and_the_last_wins(order):
    case, told = forked_in_a_fork(joined=False).do("trunk"), []
    for nth, name in enumerate(order):
        told += case.do(name, grade=nth + 1).last.clashes
    assert case.facts["grade"] == 3 and told == ["grade", "grade"]


def test_what_an_event_that_comes_again_sets_anew_is_no_contradiction():
    case = drawn("message_events").start(unit="U1", parent="K9", text="t")
    for word in ("first", "second"):
        case.deliver("supplement", word=word).do("read_more", read=word)
        assert case.last.clashes == []
    case.do("work").deliver(*case.waits[0].split("|"))
    assert case.status == "completed" and case.facts["read"] == "second"


def test_an_instance_that_rests_with_nothing_to_wait_for_is_an_incident_and_not_silence():
    case = drawn("never_said").start().do("a")
    assert case.status == "running" and case.stuck == ["heard"]
    assert "Nothing is left" in case.last.incidents[0].cause and "join" in case.last.incidents[0].cause
    assert case.skip().status == "completed"
