from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtime.merge import changes, merge, park, settle

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from("abc"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=6,
)
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
    settle(left, park(changes(base, left), changes(base, right)))
    assert repr((base, left, right)) == before


def test_two_lists_that_only_grew_are_joined():
    base = {"units": ["A"]}
    rows = [changes(base, {"units": ["A", "B"]}), changes(base, {"units": ["A", "C"]})]
    assert merge(base, rows) == ({"units": ["A", "B", "C"]}, [])
