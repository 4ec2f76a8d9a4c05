"""The runner of the public DMN TCK is honest: it can fail."""

import shutil
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
    assert report.lines()[-2].split() == ["total", "3", "1", "1"]


def test_a_case_passes_when_all_its_results_do_and_a_file_that_cannot_be_read_is_errored(tmp_path: Path) -> None:
    shutil.copytree(KIT / "0001-limits", tmp_path / "0001-limits")
    (cases,) = (tmp_path / "0001-limits").glob("*.xml")
    text = cases.read_text(encoding="utf-8")
    first = text.index("<resultNode")
    wrong = text.index("</testCase>", text.index('id="wrong"'))
    right = text[first : text.index("</resultNode>", first) + len("</resultNode>")]
    cases.write_text(text[:wrong] + right * 2 + text[wrong:], encoding="utf-8")
    (tmp_path / "0001-limits" / "torn.xml").write_bytes(b"<testCases><testCase>")
    report = run_tck(tmp_path)
    assert (report.total.passed, report.total.failed, report.total.errored) == (1, 1, 2)
    assert (report.results.passed, report.results.failed, report.results.errored) == (3, 1, 2)
    assert [miss.case for miss in report.misses if miss.state == "errored"] == ["unknown", "torn.xml"]


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
