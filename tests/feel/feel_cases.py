"""Evaluates a table's cell the way the tables in this folder write it."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import Surround, compile_expression

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SURROUND = Surround(now=NOON, zone=ZoneInfo("Asia/Shanghai"))


def feel(text: str, context: dict[str, Any] | None = None, names: tuple[str, ...] = ()) -> Any:
    return compile_expression(text, names).evaluate(context or {}, scope=SURROUND)


def agrees(text: str, expected: str) -> bool:
    """Do two expressions have the same value and kind? null only agrees with null."""
    left, right = feel(text), feel(expected)
    return left == right and (left is None) == (right is None) and (type(left) is type(right))
