"""Who acts is most effective: records with their interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.effectiveness import Done, Share, record_of


def test_a_share_of_nothing_has_no_value() -> None:
    empty = Share(0, 0)
    assert (empty.value, empty.interval) == (None, None)
    record = record_of([])
    assert (record.cases, record.resolved.value, record.days, record.worth) == (0, None, None, 0.0)


def test_the_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval or (0, 0)
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_share_and_stays_a_share(whole: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(0, whole)), whole)
    low, high = share.interval or (1, 0)
    assert 0 <= low <= (share.value or 0) + 1e-9 and (share.value or 0) - 1e-9 <= high <= 1


def test_one_lucky_case_does_not_outrank_many_good_ones() -> None:
    lucky = record_of([Done(on_time=True, resolved=True)])
    steady = record_of([Done(on_time=True, resolved=number % 10 != 0) for number in range(100)])
    assert steady.worth > lucky.worth


def test_what_is_not_known_of_a_case_does_not_count() -> None:
    record = record_of([Done(on_time=True, satisfied=None, days=2.0), Done(on_time=None, satisfied=False, days=4.0)])
    assert (record.on_time.part, record.on_time.whole) == (1, 1)
    assert (record.satisfied.part, record.satisfied.whole, record.days) == (0, 1, 3.0)
