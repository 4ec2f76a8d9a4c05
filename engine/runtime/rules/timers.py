"""A timer says in FEEL when it is due; what can be read at deployment is read then."""

import re
from datetime import UTC, datetime
from typing import Any

from engine.feel import Budget, Expression, FeelError, FeelSyntaxError, Surround, compile_expression
from engine.runtime.cycle import later, read_cycle, read_length
from engine.runtime.limits import SMALLEST_CYCLE
from engine.runtime.model import Element, Event, Model
from engine.runtime.rules.report import Report

BARE = re.compile(r"(P\d|PT\d|R\d*/P)\S*$")
NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
# counted, so that the verdict is the same on a busy machine: half a second of wall time once refused a good bundle
STEPS = 50_000
FAR = 30.0  # seconds of wall time, a guard only


def check(model: Model, report: Report) -> None:
    surround = Surround(now=NOW, zone=UTC, budget=Budget(STEPS, seconds=FAR))  # one for all of them together
    for process in model.processes.values():
        for element in process.elements.values():
            if element.event is not None and element.event.kind == "timer":
                sentence = _wrong(element, element.event, surround)
                if sentence:
                    report.error(element, f"The timer {element.label} {sentence}")


def _wrong(element: Element, event: Event, surround: Surround) -> str | None:
    text = event.expression or ""
    if event.form is None or not text:
        return 'has no time. Write a date, a duration such as "PT4H" or a cycle such as "R3/PT4H", in FEEL.'
    if BARE.match(text):
        return f'holds {text} without quotes, which FEEL reads as a name. Write "{text}".'
    if event.form == "timeCycle" and element.kind != "startEvent":
        if element.kind != "boundaryEvent":
            return "is a cycle where a token waits once. Use a date or a duration, and draw the repetition as a loop."
        if element.interrupting:
            return (
                "is a cycle that interrupts, so it could fire only once. Make it non-interrupting, or use a duration."
            )
    try:
        expression = compile_expression(text)
    except FeelSyntaxError:
        return None  # told by feel_text
    if not expression.free_names:
        return _unreadable(expression, event.form, surround)
    if element.kind == "startEvent":
        names = ", ".join(sorted(expression.free_names))
        return f"starts the process, where there are no facts yet, but reads {names}. Write the time itself."
    return None


def _unreadable(expression: Expression, form: str, surround: Surround) -> str | None:
    """A timer that depends on no fact has one value, which can be judged now."""
    try:
        value = expression.evaluate({}, scope=surround)
    except FeelError as error:
        return f"cannot be evaluated: {error}"
    if form == "timeCycle":
        return _cycle(value)
    if form == "timeDuration":
        return (
            None
            if read_length(value) is not None
            else f'gives {value!r}, which is no duration such as "PT4H" or "P2D".'
        )
    if isinstance(value, datetime) or (isinstance(value, str) and _date(value)) or type(value).__name__ == "date":
        return None
    return f'gives {value!r}, which is no date and time such as "2026-11-23T12:00:00".'


def _cycle(value: Any) -> str | None:
    cycle = read_cycle(value)
    if cycle is None:
        return f'gives {value!r}, which is no cycle such as "R3/PT4H" or "R/P1D".'
    if cycle.first is not None and not _date(cycle.first):
        return f'gives {value!r}, whose first turn is no date and time such as "2026-11-30T08:00:00".'
    if (later(NOW, cycle.length) - NOW).total_seconds() < SMALLEST_CYCLE:
        return f"repeats every {value}, more often than once a minute. Make the cycle longer."
    return None


def _date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
