"""How a value looks as text: what ``string()`` gives."""

from decimal import Decimal
from typing import Any

from engine.feel.functions import Function
from engine.feel.moments import Date, DateTime, Time
from engine.feel.names import is_plain
from engine.feel.numbers import to_text
from engine.feel.ranges import Range
from engine.feel.strings import quoted


def text_of(value: Any) -> str | None:
    """The text of a value; null for null."""
    if value is None or isinstance(value, str):
        return value
    return _inner(value)


def _inner(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return to_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(_inner(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_inner(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return _range(value)
    return f"function {value.name}" if isinstance(value, Function) else str(value)


def _key(key: str) -> str:
    return key if is_plain(key) else quoted(key)


def _range(value: Range) -> str:
    if value.sign is not None:
        return f"({value.sign} {_end(value.low if value.high is None else value.high)})"
    opens, closes = "[" if value.has_low else "(", "]" if value.has_high else ")"
    return f"{opens}{_end(value.low)}..{_end(value.high)}{closes}"


def _end(value: Any) -> str:
    return f'@"{value}"' if isinstance(value, (Date, Time, DateTime)) else _inner(value)
