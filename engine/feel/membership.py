"""``in`` and the unary tests: does a value fulfil a test (DMN 1.5 tables 55 and 56)?"""

from typing import Any

from engine.feel.equality import equal
from engine.feel.ranges import Range


def holds(value: Any, test: Any) -> bool | None:
    """Is the value the test's value, inside the test's range, or does it fulfil one item of the test's list?"""
    kind = type(test)
    if kind is Range and type(value) is not Range:
        answer: bool | None = test.holds(value)
        return answer
    if kind is list:
        return _holds_one(value, test)
    return equal(value, test)


def _holds_one(value: Any, tests: list[Any]) -> bool | None:
    if isinstance(value, list) and equal(value, tests):
        return True
    answer: bool | None = False
    for test in tests:
        one = holds(value, test) if isinstance(test, Range) else equal(value, test)
        if one:
            return True
        if one is None and isinstance(test, Range):
            answer = None
    return answer
