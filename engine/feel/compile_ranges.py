"""``range("[1..3]")``: a range from text, whose ends are literals only (DMN 1.5 §10.3.4.1)."""

from typing import Any

from engine.feel import moment_text
from engine.feel import nodes as n
from engine.feel.durations import parse_duration
from engine.feel.equality import less
from engine.feel.errors import FeelSyntaxError
from engine.feel.parser import parse_expression
from engine.feel.ranges import Range

_READERS = {
    "date": moment_text.parse_date,
    "time": moment_text.parse_time,
    "date and time": moment_text.parse_date_and_time,
    "duration": parse_duration,
}


def range_from_text(text: str) -> Range | None:
    """The range, or null when the text is none, an end is no literal, or the end comes before the start."""
    if len(text) > 1000:
        return None
    try:
        node = parse_expression(text, frozenset())
    except FeelSyntaxError:
        return None
    if not isinstance(node, n.Interval):
        return None
    low, high = _end(node.low), _end(node.high)
    if low is None or high is None or less(high, low) is not False:
        return None
    return Range(low, high, node.has_low, node.has_high)


def _end(node: n.Node) -> Any:
    if isinstance(node, n.Literal):
        return None if isinstance(node.value, bool) else node.value
    is_call = isinstance(node, n.Call) and isinstance(node.callee, n.Name) and len(node.values) == 1
    if not is_call or not isinstance(node, n.Call) or not isinstance(node.callee, n.Name):
        return None
    reader, text = _READERS.get(node.callee.name), node.values[0]
    if reader is None or not isinstance(text, n.Literal) or not isinstance(text.value, str):
        return None
    return reader(text.value)
