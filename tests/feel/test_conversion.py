"""Between JSON, Python and FEEL."""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.feel import FeelError, MonthsDuration, Surround, compile_expression, from_json, to_json
from tests.feel.feel_cases import NOON, feel


def test_numbers_are_decimals_inside_and_plain_in_json() -> None:
    assert feel("x + 0.1", {"x": 0.2}) == Decimal("0.3")
    assert from_json({"a": [1, 2.5, "x", True, None]}) == {"a": [Decimal(1), Decimal("2.5"), "x", True, None]}
    plain = to_json({"a": [Decimal("1.0"), Decimal("2.5"), Decimal("1E+3")]})
    assert plain == {"a": [1, 2.5, 1000]}
    assert type(plain["a"][0]) is int
    assert feel("x", {"x": math.inf}) is None
    assert feel("x", {"x": math.nan}) is None


def test_moments_and_durations_become_iso_text() -> None:
    assert to_json(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00+00:00"
    assert to_json([date(2026, 1, 2), time(3, 4), timedelta(hours=36)]) == ["2026-01-02", "03:04:00", "P1DT12H"]
    assert to_json(feel('@"P14M"')) == "P1Y2M"
    assert feel('@"P14M"') == MonthsDuration(14)


@pytest.mark.parametrize("text", ["[1..2]", "function(a) a", "[count]"])
def test_what_json_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(FeelError):
        to_json(feel(text))


def test_booleans_stay_booleans() -> None:
    assert feel("x", {"x": True}) is True
    assert feel("x + 1", {"x": True}) is None


def test_python_functions_of_the_surroundings_take_and_give_python_values() -> None:
    def later(start: date, days: Decimal) -> date:
        return start + timedelta(days=int(days))

    surround = Surround(now=NOON, functions={"add working days": later})
    expression = compile_expression('add working days(@"2026-01-02", 3) = @"2026-01-05"')
    assert expression.evaluate({}, scope=surround) is True
    named = compile_expression('add working days(days: 3, start: @"2026-01-02").day')
    assert named.evaluate({}, scope=surround) == 5


def test_a_number_is_stored_so_that_it_comes_back_or_is_refused() -> None:
    assert to_json([feel("10**20"), feel("2**63"), feel("-3"), 2.5]) == [1e20, 2**63, -3, 2.5]
    for beyond in (feel("9**729"), float("inf"), float("nan")):
        with pytest.raises(FeelError, match="Make it smaller"):
            to_json(beyond)
