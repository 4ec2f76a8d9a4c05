"""A constant that an operation would refuse is told before any case gets there: it says which values it takes.

The constant stands in the parameter itself, or in the output of a decision that reaches it or that the house asks.
"""

from typing import Any

from engine.feel import Possible, decided, shown
from engine.runtime.fact_values import decisions_by_fact, possible_argument
from engine.runtime.model import Element, Model
from engine.runtime.operation import Taken
from engine.runtime.rules.graph import families
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    told: set[tuple[Any, str]] = set()
    for group in families(model):
        elements = [one for process in group for one in process.elements.values()]
        decisions = decisions_by_fact(elements, model.decisions)
        for element in elements:
            _check(element, model, decisions, report, told)
    for name, taken in model.asked.items():
        if name in model.decisions:
            _check_asked(name, taken, decided(model.decisions[name]), report, told)


def _check_asked(name: str, taken: Taken, value: Possible, report: Report, told: set[tuple[Any, str]]) -> None:
    """An answer is taken as a whole, or row by row where a table gives several."""
    for one in (value, *value.items):
        for part, why, place in taken.misfits_in(one):
            if place is not None and (place, shown(part)) not in told:
                told.add((place, shown(part)))
                file, cell = place
                report.in_decision(file, cell, f"The decision ‘{name}’ gets {shown(part)} from here. {why}")


def _check(
    element: Element, model: Model, decisions: dict[str, list[Any]], report: Report, told: set[tuple[Any, str]]
) -> None:
    call = element.call
    operation = (model.operations or {}).get(call.operation) if call else None
    if call is None or operation is None:
        return  # told by operations
    for name, (_, text) in call.parameters.items():
        parameter = operation.parameters.get(name)
        if parameter is None or parameter.takes is None:
            continue
        for value, why, place in parameter.takes.misfits_in(possible_argument(text, decisions)):
            once = place or (element.id, name), shown(value)
            if once in told:
                continue
            told.add(once)
            label, what = element.label, shown(value)
            if place is None:
                report.error(element, f"The parameter ‘{name}’ of {label} is given {what}. {why}")
            else:
                file, cell = place
                report.in_decision(file, cell, f"The parameter ‘{name}’ of {label} gets {what} from here. {why}")
