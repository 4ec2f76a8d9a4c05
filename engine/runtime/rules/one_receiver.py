"""A message reaches exactly one: two that wait for it at once under the same key are refused it, both of them.

Told where the diagram shows that they wait side by side: in branches of a fork, on one host, inside a host, behind one
event gateway, or in the instances of one multi-instance activity. Whether correlations that read differently give the
same key is not asked.
"""

from collections.abc import Iterator
from itertools import combinations

from engine.feel import FeelSyntaxError, compile_expression
from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import Inside, is_fork, reach, successors
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    inside = Inside(model, receives)
    for process in model.processes.values():
        if not report.sound(process):
            continue  # nor is it looked into: a subprocess with the id of its process would hold itself
        waiting = {one.id: found for one in process.elements.values() if (found := inside.of(process, one))}
        if waiting:
            _look_side_by_side(process, waiting, report)
            _look_into_instances(process, waiting, report)


def _look_side_by_side(process: Process, waiting: dict[str, list[Element]], report: Report) -> None:
    told: set[str] = set()
    branches = ([ids & waiting.keys() for ids in beside] for beside in _side_by_side(process))
    for one, other in (pair for beside in branches for pair in combinations(beside, 2)):
        here = [receiver for name in sorted(one - other) for receiver in waiting[name]]
        there = [receiver for name in sorted(other - one) for receiver in waiting[name]]
        for first, second in ((a, b) for a in here for b in there if wants(a) == wants(b) and a is not b):
            if second.id not in told:
                told |= {first.id, second.id}
                report.warning(
                    second,
                    f"{first.label} and {second.label} can wait for ‘{wants(second)[0]}’ at once under the same key, "
                    "and then it reaches neither. Wait for it in one place, or tell them apart by ‘correlation’.",
                )


def _look_into_instances(process: Process, waiting: dict[str, list[Element]], report: Report) -> None:
    for name, receivers in waiting.items():
        element = process.elements[name]
        if element.loop is None or element.loop.kind != "parallel":
            continue
        for one in receivers:
            if (one is not element or _catches(one)) and _is_the_same_for_all(wants(one)[1]):
                report.warning(
                    one,
                    f"The instances of {element.label} wait for ‘{wants(one)[0]}’ at {one.label} under the same key, "
                    "so it reaches none. Name the item in ‘correlation’.",
                )


def _side_by_side(process: Process) -> Iterator[list[set[str]]]:
    """Sets of elements, one for each of several tokens that move beside one another."""

    def behind(element: Element, without: str) -> list[set[str]]:
        return [
            reach([flow.target], lambda at: successors(process, at), without=without)
            for flow in process.outgoing.get(element.id, ())
        ]

    for element in process.elements.values():
        if element.kind == "eventBasedGateway":
            yield [{flow.target} for flow in process.outgoing.get(element.id, ())]
        elif is_fork(process, element):
            yield behind(element, element.id)
        boundaries = process.boundaries.get(element.id, ())
        if boundaries:
            yield [{element.id}, *({one.id} for one in boundaries)]
        for boundary in boundaries:
            if not boundary.interrupting:
                others = {one.id for one in boundaries}
                yield [
                    {element.id}.union(others, *behind(element, boundary.id)),
                    set().union(*behind(boundary, element.id)),
                ]


def receives(element: Element) -> bool:
    return bool(element.properties.get("adds_on")) or _catches(element)


def _catches(element: Element) -> bool:
    caught = element.kind in ("intermediateCatchEvent", "receiveTask", "boundaryEvent")
    return caught and element.event is not None and element.event.kind == "message" and bool(element.event.reference)


def wants(element: Element) -> tuple[str, str]:
    """The message and the text of its key."""
    told = element.properties
    name = told.get("adds_on") or (element.event.reference if element.event else None) or ""
    return name, (told.get("correlation") or "key").strip()


def _is_the_same_for_all(correlation: str) -> bool:
    try:
        return compile_expression(correlation).free_names <= {"key"}
    except FeelSyntaxError:
        return False  # told by feel_text
