"""The runner of the public DMN TCK is honest: it can fail."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.errors import Unusable
from engine.feel import from_json
from engine.feel.tck import run_tck
from engine.feel.tck_values import agrees

KIT = Path(__file__).parent / "kit"


def test_passed_failed_and_errored_are_told_apart() -> None:
    report = run_tck(KIT)
    figures = report.groups["0001-limits"]
    assert (figures.passed, figures.failed, figures.errored, figures.total) == (1, 1, 1, 3)
    assert [(miss.case, miss.state) for miss in report.misses] == [("wrong", "failed"), ("unknown", "errored")]
    assert report.lines()[-1].split() == ["total", "4", "1", "1"]


def test_facts_and_results_of_imported_models_and_functions_are_understood() -> None:
    assert run_tck(KIT / "0002-imports").misses == []


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        run_tck(tmp_path)


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        (Decimal("1.0"), Decimal(1), True),
        (Decimal("0.333"), Decimal("0.3333"), False),
        (Decimal("0.333333333333"), Decimal(1) / Decimal(3), True),
        (Decimal("0.333333333333"), Decimal("0.3333334"), False),
        (None, False, False),
        (False, None, False),
        (None, None, True),
        ([1], 1, False),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ("1", 1, False),
    ],
)
def test_results_are_compared_strictly(expected: Any, found: Any, same: bool) -> None:
    assert agrees(from_json(expected), from_json(found)) is same
