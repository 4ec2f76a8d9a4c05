"""A wrong expression is refused with line, column and what was expected."""

import pytest

from engine.errors import Refusal
from engine.feel import FeelSyntaxError, compile_expression


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("1 +", 1, 4, "a value"),
        ("1 + * 2", 1, 5, "a value"),
        ("(1 + 2", 1, 7, ")"),
        ("if a then 1", 1, 12, "else"),
        ("if a\nthen 1\nelse", 3, 5, "a value"),
        ("for i in xs", 1, 12, "return"),
        ("[1, 2", 1, 6, "]"),
        ("{a: 1", 1, 6, "}"),
        ('"abc', 1, 1, 'a closing "'),
        ("a == b", 1, 4, "a value"),
        ("a ; b", 1, 3, "a value or a name or an operator"),
        ("a b c)", 1, 6, "the end"),
        ("", 1, 1, "a value"),
        ("x instance of", 1, 14, "a name"),
        ("f(1, b: 2)", 1, 6, "a value"),
    ],
)
def test_the_place_and_what_was_expected_are_told(text: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)
    error = refused.value
    assert (error.line, error.column) == (line, column)
    assert expected in error.expected
    assert error.message.startswith("Expected")
    assert isinstance(error, Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "[" * 10_000,
        "if true then 1 else " * 3000 + "1",
        "x" + ".a" * 20_000,
        "1" + " < 2" * 5000,
        "function(a) " * 3000 + "1",
        "1 + " * 50_000 + "1",
    ],
)
def test_what_is_nested_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression(text)


def test_a_long_chain_is_not_deep() -> None:
    assert compile_expression("+".join(["1"] * 20_000)).evaluate({}) == 20_000
    assert compile_expression(" and ".join(["true"] * 10_000)).evaluate({}) is True
