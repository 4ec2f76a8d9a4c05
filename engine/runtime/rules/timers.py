"""A timer says in FEEL when it is due; what can be read at deployment is read then."""

import re
from datetime import UTC, datetime
from typing import Any

from engine.feel import Budget, Expression, FeelError, FeelSyntaxError, Surround, compile_expression, shown
from engine.runtime.cycle import TooFar, later, read_cycle, read_length, read_moment
from engine.runtime.limits import FIRST_YEAR, LAST_YEAR, SMALLEST_CYCLE
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
    kinds = {"timeCycle": _cycle, "timeDuration": _duration, "timeDate": _moment}
    try:
        return kinds[form](value)
    except TooFar:
        return (
            f"gives {shown(value)}, which leads too far away. "
            f"Write one that comes between the years {FIRST_YEAR} and {LAST_YEAR}."
        )


def _duration(value: Any) -> str | None:
    length = read_length(value)
    if length is None:
        return f'gives {shown(value)}, which is no duration. Write "PT4H" for four hours, "P2D" for two days.'
    later(NOW, length)
    return None


def _moment(value: Any) -> str | None:
    if read_moment(value) is None:
        return f'gives {shown(value)}, which is no date and time. Write one such as "2026-11-23T12:00:00".'
    return None


def _cycle(value: Any) -> str | None:
    cycle = read_cycle(value)
    if cycle is None:
        return f'gives {shown(value)}, which is no cycle. Write "R3/PT4H" for three times, "R/P1D" for every day.'
    if cycle.first is not None and read_moment(cycle.first) is None:
        return f'gives {shown(value)}, whose first turn is no date and time. Write "R/2026-11-30T08:00:00/P7D".'
    if (later(NOW, cycle.length) - NOW).total_seconds() < SMALLEST_CYCLE:
        return f"gives {shown(value)}, which repeats more often than once a minute. Make the cycle longer."
    return None
