"""What a time limit may look like, and what is refused."""

import pytest

from engine.casework import budget as budgets
from engine.casework.budget import Measure
from engine.errors import Unusable


@pytest.mark.parametrize(
    ("text", "measure", "zh"),
    [
        ("30 minutes", Measure.PLAIN, "30 分钟"),
        ("1 hour", Measure.PLAIN, "1 小时"),
        ("7 days", Measure.PLAIN, "7 天"),
        ("2 working hours", Measure.WORKING_TIME, "2 个工作时"),
        ("1.5 working hours", Measure.WORKING_TIME, "1.5 个工作时"),
        (" 3  Working Days ", Measure.WORKING_DAYS, "3 个工作日"),
    ],
)
def test_a_limit_is_read_as_it_is_said(text: str, measure: Measure, zh: str) -> None:
    parsed = budgets.parse(text)
    assert parsed.measure is measure
    assert parsed.zh == zh


@pytest.mark.parametrize(
    "text", ["", "soon", "0 days", "-1 days", "half a day", "1.5 working days", "2 weeks", "PT1H", "1"]
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unusable, match="Expected"):
        budgets.parse(text)
