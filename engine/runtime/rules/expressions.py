"""Where a diagram holds FEEL, each with the words a sentence needs to point at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.runtime.model import Element, Flow, Process

FEEL_PROPERTIES = ("unit", "assignee", "not_by", "due", "correlation", "to", "adds_key")


@dataclass(frozen=True)
class Text:
    """``what`` reads as: the condition of ‘yes’ (flow_1)."""

    at: Element | Flow
    what: str
    text: str
    kind: str


def texts(process: Process) -> Iterator[Text]:
    """Every FEEL text of a process."""
    for flow in process.flows.values():
        if flow.condition is not None:
            name = f"‘{flow.name}’ ({flow.id})" if flow.name else flow.id
            yield Text(flow, f"the condition of {name}", flow.condition, "condition")
    for element in process.elements.values():
        yield from _of(element)


def _of(element: Element) -> Iterator[Text]:
    for name in FEEL_PROPERTIES:
        if element.properties.get(name):
            yield Text(element, f"the property ‘{name}’ of {element.label}", element.properties[name], name)
    event = element.event
    if event is not None and event.expression:
        yield Text(element, f"the timer {element.label}", event.expression, "timer")
    if event is not None and event.payload:
        yield Text(element, f"the payload of {element.label}", event.payload, "payload")
    if element.call is not None:
        for name, (_, text) in element.call.parameters.items():
            yield Text(element, f"the parameter ‘{name}’ of {element.label}", text, "parameter")
    loop = element.loop
    if loop is not None:
        if loop.collection:
            yield Text(element, f"the collection of {element.label}", loop.collection, "collection")
        if loop.cardinality:
            yield Text(element, f"the number of instances of {element.label}", loop.cardinality, "cardinality")
        if loop.condition:
            yield Text(element, f"the completion condition of {element.label}", loop.condition, "condition")
