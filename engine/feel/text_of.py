"""How a value looks as text: what ``string()`` gives."""

from decimal import Decimal
from typing import Any

from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.errors import FeelBudgetExceeded
from engine.feel.functions import Function
from engine.feel.moments import Date, DateTime, Time
from engine.feel.names import is_plain
from engine.feel.numbers import to_text
from engine.feel.ranges import Range
from engine.feel.strings import quoted


def text_of(value: Any, limit: int) -> str | None:
    """The text of a value; null for null. Raises FeelBudgetExceeded beyond ``limit`` characters."""
    if value is None or isinstance(value, str):
        return value
    writer = _Writer(limit)
    writer.write(value)
    return "".join(writer.pieces)


class _Writer:
    """Writes piece by piece, so that a small value that holds itself many times over is stopped in time."""

    def __init__(self, limit: int) -> None:
        self.left = self.limit = limit
        self.pieces: list[str] = []

    def put(self, piece: str) -> None:
        self.left -= len(piece)
        if self.left < 0:
            raise FeelBudgetExceeded(f"Expected a text of at most {self.limit} characters, found a longer one.")
        self.pieces.append(piece)

    def write(self, value: Any) -> None:
        if isinstance(value, list):
            self._list(value)
        elif isinstance(value, dict):
            self._context(value)
        else:
            self.put(_plain(value))

    def _list(self, value: list[Any]) -> None:
        self.put("[")
        for index, item in enumerate(value):
            if index:
                self.put(", ")
            self.write(item)
        self.put("]")

    def _context(self, value: dict[str, Any]) -> None:
        self.put("{")
        for index, (key, item) in enumerate(value.items()):
            self.put(f"{', ' if index else ''}{key if is_plain(key) else quoted(key)}: ")
            self.write(item)
        self.put("}")


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return to_text(value)
    if isinstance(value, Range):
        return _range(value)
    return f"function {value.name}" if isinstance(value, Function) else str(value)


def _range(value: Range) -> str:
    if value.sign is not None:
        return f"({value.sign} {_end(value.low if value.high is None else value.high)})"
    opens, closes = "[" if value.has_low else "(", "]" if value.has_high else ")"
    return f"{opens}{_end(value.low)}..{_end(value.high)}{closes}"


def _end(value: Any) -> str:
    return f'@"{value}"' if isinstance(value, _QUOTED) else _plain(value)


_QUOTED = (Date, Time, DateTime, DaysDuration, MonthsDuration)
