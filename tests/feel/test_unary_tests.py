"""The cells of decision tables."""

import pytest

from engine.feel import FeelSyntaxError, compile_unary_tests
from tests.feel.feel_cases import SURROUND


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("-", None, True),
        ("", 5, True),
        ("5", 5, True),
        ("5", 6, False),
        ("5, 6", 6, True),
        ("< 5", 4, True),
        (">= 5", 4, False),
        ("!= 5", 4, True),
        ("= 5", 5, True),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "c", True),
        ('not("a")', "a", False),
        ("not(< 5)", 5, True),
        ("not(null)", 5, True),
        ("null", None, True),
        ("null", 5, False),
        ("< 5", None, False),
        ("not(< 5)", None, False),
        ("? > 5 and ? < 8", 6, True),
        ("? > 5", 5, False),
        ('starts with(?, "a")', "abc", True),
        ("limit", 3, True),
        ("< limit", 3, False),
        ("limits", 2, True),
        ("? in limits", 9, False),
        ("true", True, True),
        ("true", False, False),
        ("true", None, False),
        ("false", False, True),
        ("limit > 2", "anything", True),
        ("[1, 2]", [1, 2], True),
        ("count(?) = 2", [1, 2], True),
        ('date("2024-01-01")', "2024-01-01", False),
        ('> "a"', 5, False),
        ('@"2024-01-01", < @"2023-01-01"', None, False),
        ("not(true)", False, True),
        ("not(flag) = ?", True, True),
    ],
)
def test_a_cell_passes_what_it_should(text: str, value: object, holds: bool) -> None:
    context = {"limit": 3, "limits": [1, 2], "flag": False}
    assert compile_unary_tests(text, tuple(context)).holds(value, SURROUND, context) is holds


@pytest.mark.parametrize("text", ["<", "1,", "> 5 <", "not(", "1 2"])
def test_a_wrong_cell_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(text)
