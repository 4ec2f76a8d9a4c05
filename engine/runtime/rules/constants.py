"""What reads no facts is always the same, so whether its place can take it is known before any case runs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import FeelError, FeelSyntaxError, compile_expression, shown
from engine.runtime.model import Model
from engine.runtime.rules.expressions import Text, texts
from engine.runtime.rules.report import Report

TAKEN: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "condition": ("true or false", lambda value: isinstance(value, bool)),
    "collection": ("a list", lambda value: isinstance(value, list)),
    "cardinality": ("a whole number from 0", lambda value: _is_number(value) and value >= 0 and value == int(value)),
}


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for one in texts(process):
            if one.kind in TAKEN:
                _check(one, *TAKEN[one.kind], report)


def _check(one: Text, wanted: str, takes: Callable[[Any], bool], report: Report) -> None:
    try:
        expression = compile_expression(one.text)
        if expression.free_names or expression.unknown_functions:
            return
        value = expression.evaluate({})
    except (FeelSyntaxError, FeelError):
        return  # told by feel_text, or by the incident it becomes
    if not takes(value):
        report.error(
            one.at,
            f"Expected {wanted} in {one.what}, found {shown(value)}, whatever the facts. Let it read a fact.",
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)
