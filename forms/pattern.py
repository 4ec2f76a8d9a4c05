"""Regular expressions a form may ask for: only such as cannot run away.

Python's matcher backtracks. The number of ways it can try is bounded by the product, over all choices in a pattern, of
the ways each can go; a pattern is admitted when that product stays under a limit for the longest text its field takes.
"""

import re
import warnings
from functools import lru_cache
from re import _constants as codes
from re import _parser as parser
from typing import Any

MAX_PATTERN = 200
MAX_WAYS = 2_000_000
DEFAULT_LENGTH = 100
_PLAIN = {codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN, codes.AT}


def trouble_with(pattern: str, max_length: int | None) -> str | None:
    """Why the pattern is refused, as a sentence; None when it is admitted.

    ``max_length`` is the longest text the field takes, in characters (100 when the field does not say).
    """
    if len(pattern) > MAX_PATTERN:
        return f"Expected a pattern of at most {MAX_PATTERN} characters, but found {len(pattern)}."
    length = max_length or DEFAULT_LENGTH
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = parser.parse(pattern, re.ASCII.value)
            ways = _ways(tree, length) * (1 if pattern.startswith("^") else length)
    except (re.error, OverflowError, RecursionError, FutureWarning, DeprecationWarning) as error:
        return f"Expected a regular expression, but found: {error}."
    except _Foreign as foreign:
        return f"Expected characters, classes, groups and repetitions only, but found {foreign} in the pattern."
    if ways > MAX_WAYS:
        return (
            f"Expected a pattern quick on every text, but this one can try {ways:.0e} ways on {length} letters. "
            "Use fewer open repetitions, or a smaller maxLength."
        )
    return None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern; it must have passed ``trouble_with``."""
    return re.compile(pattern, re.ASCII)


class _Foreign(Exception):
    """A construct whose cost the bound does not cover."""


def _ways(tree: Any, length: int) -> float:
    ways = 1.0
    for code, argument in tree:
        ways *= _ways_of(code, argument, length)
        if ways > 1e30:
            return 1e30
    return ways


def _ways_of(code: Any, argument: Any, length: int) -> float:
    if code in _PLAIN:
        return 1.0
    if code is codes.SUBPATTERN:
        return _ways(argument[3], length)
    if code is codes.BRANCH:
        return sum(_ways(branch, length) for branch in argument[1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        low, high, body = argument
        turns = min(int(high), length)
        inner = _ways(body, length)
        spread = max(turns - int(low), 0) + 1.0
        return spread if inner <= 1 else min(spread * inner ** min(turns, 200), 1e30)
    raise _Foreign(str(code).lower().replace("_", " "))
