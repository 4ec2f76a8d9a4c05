"""A constant that an operation would refuse is told before any case gets there: it says which values it takes.

The constant stands in the parameter itself, in a choice of the form before it, or in the output of a decision that
reaches it or that the house asks.
"""

from collections.abc import Iterator
from typing import Any

from engine.feel import FeelSyntaxError, Possible, compile_expression, decided, shown
from engine.runtime.fact_values import decisions_by_fact, possible_argument
from engine.runtime.model import Element, Model, Process
from engine.runtime.operation import Taken
from engine.runtime.rules.at_once import comes, nearest
from engine.runtime.rules.graph import families
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    told: set[tuple[Any, str]] = set()
    for group in families(model):
        elements = [one for process in group for one in process.elements.values()]
        decisions = decisions_by_fact(elements, model.decisions)
        for process in group:
            for element in process.elements.values():
                _check(element, process, model, decisions, report, told)
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
                report.elsewhere(file, cell, f"The decision ‘{name}’ gets {shown(part)} from here. {why}")


def _check(
    element: Element,
    process: Process,
    model: Model,
    decisions: dict[str, list[Any]],
    report: Report,
    told: set[tuple[Any, str]],
) -> None:
    call = element.call
    operation = (model.operations or {}).get(call.operation) if call else None
    if call is None or operation is None:
        return  # told by operations
    for name, (_, text) in call.parameters.items():
        parameter = operation.parameters.get(name)
        if parameter is None or parameter.takes is None:
            continue
        values = [possible_argument(text, decisions), *_chosen(element, process, text, model, decisions)]
        for value, why, place in (one for given in values for one in parameter.takes.misfits_in(given)):
            once = place or (element.id, name), shown(value)
            if once in told:
                continue
            told.add(once)
            label, what = element.label, shown(value)
            if place is None:
                report.error(element, f"The parameter ‘{name}’ of {label} is given {what}. {why}")
            else:
                file, cell = place
                report.elsewhere(file, cell, f"The parameter ‘{name}’ of {label} gets {what} from here. {why}")


def _chosen(
    element: Element, process: Process, text: str, model: Model, decisions: dict[str, list[Any]]
) -> Iterator[Possible]:
    """What an argument can be for each choice of the forms just before, where that choice leads there at all."""
    if element.loop is not None or not _reads_submission(text):
        return
    for task in nearest(process, element.id):
        fields = model.fields.get(task.properties.get("form", "")) if task else None
        for key, given in (fields or {}).items():
            for choice, known in _choices(key, given):
                if task is not None and comes(process, task.id, element.id, known):
                    submission = Possible(fields={key: choice}, rest=Possible(facts=frozenset(["submission"])))
                    yield possible_argument(text, decisions, submission, known)


def _choices(key: str, given: Possible) -> Iterator[tuple[Possible, dict[str, Any]]]:
    """Each value of a field by itself, with what is known of the facts once it was chosen."""
    for constant in given.constants:
        yield Possible((constant,)), {key: constant[0], f"submission.{key}": constant[0]}
    if given.items:
        yield given, {}


def _reads_submission(text: str) -> bool:
    try:
        return "submission" in {name.partition(".")[0] for name in compile_expression(text).free_names}
    except FeelSyntaxError:
        return False  # told by feel_text
