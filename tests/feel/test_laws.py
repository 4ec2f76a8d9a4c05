"""Laws that hold for all values."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Refusal
from engine.feel import from_json, to_json
from engine.feel.moments import Date
from engine.feel.strings import quoted, unescape
from tests.feel.feel_cases import feel

numbers = st.decimals(-(10**12), 10**12, places=4, allow_nan=False)
FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1900, 2200))
lengths = st.timedeltas(timedelta(-9999), timedelta(9999))
tristate = st.sampled_from([True, False, None])
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
settings.register_profile("feel", deadline=None, max_examples=60)
settings.load_profile("feel")


@given(numbers, numbers, numbers)
def test_sums_may_be_taken_in_any_order(a: Decimal, b: Decimal, c: Decimal) -> None:
    context = {"a": a, "b": b, "c": c}
    assert feel("(a + b) + c = c + (b + a)", context) is True


@given(numbers, numbers)
def test_order_is_total_on_numbers(a: Decimal, b: Decimal) -> None:
    assert feel("[a < b, a = b, a > b]", {"a": a, "b": b}).count(True) == 1


@given(tristate, tristate)
def test_de_morgan_holds_with_null(a: bool | None, b: bool | None) -> None:
    context = {"a": a, "b": b}
    assert feel("not(a and b)", context) is feel("not(a) or not(b)", context)
    assert feel("a or b", context) is feel("b or a", context)


@given(numbers, numbers.filter(bool))
def test_modulo_has_the_sign_of_the_divisor(a: Decimal, b: Decimal) -> None:
    rest = feel("modulo(a, b)", {"a": a, "b": b})
    assert rest == 0 or (abs(rest) < abs(b) and (rest < 0) == (b < 0))


@given(st.integers(-(10**11), 10**11))
def test_days_and_dates_are_the_same_line(days: int) -> None:
    found = Date.of_days(days)
    assert found is not None
    assert found.days() == days
    assert Date.checked(found.year, found.month, found.day) == found


@given(st.datetimes(FIRST, LAST), lengths)
def test_a_duration_added_and_taken_away_changes_nothing(moment: datetime, length: timedelta) -> None:
    assert feel("m + d - d = m and (m + d) - m = d", {"m": moment, "d": length}) is True
    assert feel("m + d", {"m": moment, "d": length}) == moment + length


@given(st.text(max_size=40))
def test_a_quoted_text_reads_back(text: str) -> None:
    assert unescape(quoted(text)[1:-1]) == text


@given(json_values)
def test_json_goes_in_and_comes_out_unchanged(value: Any) -> None:
    assert to_json(from_json(value)) == value
    assert to_json(feel("x", {"x": value})) == value
    assert feel("x = x", {"x": value}) is True


@given(st.lists(st.integers(-50, 50), max_size=12))
def test_sorting_and_distinct_values_agree_with_python(items: list[int]) -> None:
    assert feel("sort(x, function(a, b) a < b)", {"x": items}) == sorted(items)
    assert feel("distinct values(x)", {"x": items}) == list(dict.fromkeys(items))
    assert feel("flatten([[x], x])", {"x": items}) == items + items


@given(st.text(alphabet='ab1 +-*/()[]{}<>=!.,:"@?iforn\\', max_size=30))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    with suppress(Refusal):
        feel(text)


@given(st.text(alphabet="ab()[]{}|*+?.^$\\-,01dpP", max_size=14), st.text(alphabet="ab01-", max_size=8))
def test_any_pattern_matches_or_not_or_is_null(pattern: str, text: str) -> None:
    assert feel("matches(t, p)", {"t": text, "p": pattern}) in (True, False, None)
