"""The named deadlines that service tasks begin: only such a one can be followed by a task or a timer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.runtime.fact_values import decisions_by_fact, possible_argument
from engine.runtime.model import Model, Process
from engine.runtime.operation import Operation


@dataclass
class Begun:
    """``is_whole``: no operation begins one whose name only a case can tell."""

    names: set[str] = field(default_factory=set)
    is_whole: bool = True


def begun_deadlines(processes: Iterable[Process], model: Model, operations: Mapping[str, Operation]) -> Begun:
    """Those that the operations called in these processes begin, by what each declares of itself."""
    elements = [one for process in processes for one in process.elements.values()]
    decisions = decisions_by_fact(elements, model.decisions)
    found = Begun()
    for call in (one.call for one in elements if one.call is not None):
        operation = operations.get(call.operation)
        for name in operation.begins if operation else ():
            if not name.startswith("{"):
                found.names.add(name)
            elif parameter := call.parameters.get(name[1:-1]):
                given = possible_argument(parameter[1], decisions)
                found.names |= {*given.fields, *(str(one) for one, _ in given.constants)}
                found.is_whole &= not given.facts and given.rest is None
    return found
