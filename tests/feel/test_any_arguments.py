"""No function and no operator lets a Python error out, whatever it is given."""

import itertools
import random
from contextlib import suppress
from typing import Any

import pytest

from engine.feel import FeelError, compile_expression
from engine.feel.functions import BUILTINS
from tests.feel.feel_cases import SURROUND, feel

TEXTS = """null; true; 0; -1.5; 3; 10 ** 6144; 10 ** -6000; ""; "a(b"; "2024-01-31"; "P1D"; []; [1, 2]; [null, "a"];
[[1], {a: 1}]; {}; {key: "a", value: 1}; [1..3]; (< 3); [null..2]; @"2024-01-31"; @"999999999-12-31"; @"10:00:00";
@"10:00:00@Asia/Shanghai"; @"2024-01-31T10:00:00Z"; @"2024-01-31T10:00:00"; @"-P1DT3H"; @"P14M"; count;
@"P999999999999999999D"; function(a, b) a < b"""
VALUES = [feel(text.strip()) for text in TEXTS.split(";")]
OPERATIONS = (
    *(f"a {sign} b" for sign in ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]),
    *("a[b]", "for i in a..b return i", "if a then b else a", "a between b and a", "[a..b]", "(< a) = (< b)"),
)
OF_ONE = (
    *(
        "a.year",
        "a.weekday",
        "a.hour",
        "a.time offset",
        "a.timezone",
        "a.days",
        "a.months",
        "a.start included",
        "a.end",
    ),
    *("for i in a return string(i)", "some i in a satisfies i", "-a", "a[item > 1]", "a(1)", "a(x: 1)", "{b: a}.b.c"),
)
TYPES = ("Any", "number", "list<number>", "context<a: number>", "range<date>", "function<number> -> Any")


def survives(text: str, **context: Any) -> None:
    with suppress(FeelError):
        compile_expression(text).evaluate(context, scope=SURROUND)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_a_function_takes_anything(name: str) -> None:
    dice = random.Random(name)
    survives(f"{name}()")
    for count in range(1, 5):
        names = [f"v{index}" for index in range(count)]
        for _ in range(300):
            given = dict(zip(names, dice.choices(VALUES, k=count), strict=True))
            survives(f"{name}({', '.join(names)})", **given)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_takes_anything(operation: str) -> None:
    for a, b in itertools.product(VALUES, repeat=2):
        survives(operation, a=a, b=b)


@pytest.mark.parametrize("operation", OF_ONE)
def test_an_operation_on_one_value_takes_anything(operation: str) -> None:
    for a in VALUES:
        survives(operation, a=a)


@pytest.mark.parametrize("kind", TYPES)
def test_anything_is_of_a_type_or_not(kind: str) -> None:
    for a in VALUES:
        assert feel(f"a instance of {kind}", {"a": a}) in (True, False)
