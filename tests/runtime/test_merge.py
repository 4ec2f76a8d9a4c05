import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtime.merge import changes, merge, park, settle

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from("abc"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=6,
)
PLAIN = st.dictionaries(st.sampled_from("pqr"), st.integers(0, 2) | st.lists(st.integers(0, 2), max_size=2), max_size=3)
FACTS = st.dictionaries(st.sampled_from("pqrst"), VALUES, max_size=4)


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS)
def test_one_branch_alone_gives_what_it_made(base, branch):
    assert merge(base, [changes(base, branch)]) == (branch, [])


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS)
def test_a_branch_that_did_nothing_changes_nothing(base, branch):
    assert merge(base, [changes(base, branch), changes(base, dict(base))])[0] == branch


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS, FACTS)
def test_branches_that_touch_different_names_merge_in_any_order_without_a_clash(base, left, right):
    left = {**base, **{f"l{key}": value for key, value in left.items()}}
    right = {**base, **{f"r{key}": value for key, value in right.items()}}
    rows = [changes(base, left), changes(base, right)]
    assert merge(base, rows) == merge(base, rows[::-1]) == ({**left, **right}, [])


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS, FACTS)
def test_the_later_branch_wins_where_both_changed_a_plain_value(base, left, right):
    merged, _ = merge(base, [changes(base, left), changes(base, right)])
    for key, value in right.items():
        if value != base.get(key) and not isinstance(value, (dict, list)):
            assert merged[key] == value


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS)
def test_a_parked_path_is_taken_over_when_the_last_one_changed_nothing(base, ended):
    assert settle(base, changes(base, ended))[0] == ended


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS, FACTS)
def test_what_the_last_path_changed_stays(base, ended, last):
    settled, _ = settle(last, changes(base, ended))
    for key, value in last.items():
        if value != base.get(key) and not isinstance(value, (dict, list)):
            assert settled[key] == value


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS, FACTS)
def test_merging_changes_none_of_its_inputs(base, left, right):
    before = repr((base, left, right))
    merge(base, [changes(base, left), changes(base, right)])
    settle(left, park(changes(base, left), changes(base, right))[0])
    assert repr((base, left, right)) == before


def test_two_lists_that_only_grew_are_joined():
    base = {"units": ["A"]}
    rows = [changes(base, {"units": ["A", "B"]}), changes(base, {"units": ["A", "C"]})]
    assert merge(base, rows) == ({"units": ["A", "B", "C"]}, [])


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS, FACTS, FACTS)
def test_paths_that_end_apart_leave_what_a_join_would_have_made_of_them(base, first, second, last):
    parked, told = park(changes(base, first), changes(base, second))
    facts, more = settle(last, parked)
    merged, clashes = merge(base, [changes(base, first), changes(base, second), changes(base, last)])
    assert bool(told + more) == bool(clashes) and (facts == merged or clashes)


@settings(deadline=None, derandomize=True)
@given(PLAIN, PLAIN, PLAIN, PLAIN)
def test_paths_that_end_apart_clash_as_at_a_join(base, first, second, last):
    parked, _ = park(changes(base, first), changes(base, second))
    changed = [changes(base, branch) for branch in (first, second, last)]
    assert settle(last, parked)[0] == merge(base, changed)[0]


@settings(deadline=None, derandomize=True)
@given(FACTS, FACTS)
def test_what_a_path_wrote_before_it_forked_and_what_its_branch_made_of_it_are_one_change(base, written):
    plain = {key: value for key, value in written.items() if not isinstance(value, dict)}
    more = {key: [*value, 9] if isinstance(value, list) else 9 for key, value in plain.items()}
    branch = {**written, **more, "new": 9}
    inner, outer = changes(written, branch), changes(base, written)
    parked, told = park(inner, outer)  # the branch ended first, then the path it had left
    assert settle(base, parked)[0] == branch and told == []


def test_lists_keep_the_order_in_which_the_paths_ended():
    base = {"units": ["A"]}
    parked, _ = park(changes(base, {"units": ["A", "first"]}), changes(base, {"units": ["A", "second"]}))
    assert settle({"units": ["A", "last"]}, parked) == ({"units": ["A", "first", "second", "last"]}, [])


def test_a_list_appended_before_a_fork_and_behind_it_loses_nothing_whoever_ends_first():
    base, inside = {"units": ["A"]}, {"units": ["A", "trunk"]}
    outer, inner = changes(base, {"units": ["A", "outer"]}), changes(inside, {"units": ["A", "trunk", "inner"]})
    for first, second in [(outer, inner), (inner, outer)]:
        parked, told = park(first, second)
        facts, more = settle({"units": ["A", "trunk", "last"]}, parked)
        ended = [row[2][0] for row in (*first, *second)]
        assert (facts["units"], told, more) == (["A", "trunk", *ended, "last"], [], [])


def test_a_value_that_only_changed_its_kind_is_a_change():
    base = {"l": [1, 0], "o": {"x": [1]}, "n": 1}
    branch = {"l": [True, False], "o": {"x": [True]}, "n": True}
    merged, clashes = merge(base, [changes(base, branch), changes(base, dict(base))])
    assert repr(merged) == repr(branch) and clashes == []
    assert merge(base, [changes(base, branch), changes(base, {**base, "n": 2})])[1] == ["n"]


@pytest.mark.parametrize("instead", ["s", None, [1, 2]])
def test_the_later_branch_keeps_its_whole_context_where_an_earlier_put_something_else(instead):
    base, later = {"x": {"b": 1, "c": 1, "d": 1}}, {"x": {"b": 2, "c": 1, "d": 3}}
    assert merge(base, [changes(base, {"x": instead}), changes(base, later)]) == (later, ["x.b"])
    assert merge(base, [changes(base, later), changes(base, {"x": instead})])[0] == {"x": instead}
    inside = {"y": {"x": instead, "n": 1}}
    deep = {"y": {"x": later["x"], "n": 1}}
    merged, _ = merge({"y": {**base, "n": 1}}, [changes({"y": {**base, "n": 1}}, one) for one in (inside, deep)])
    assert merged == deep
