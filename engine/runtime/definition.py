"""A process that can be started: its elements, and the specs of everything it calls."""

from dataclasses import dataclass, field
from typing import Any

from engine.errors import Unusable
from engine.runtime.build import ProcessSpec
from engine.runtime.model import Element, Flow, Model


@dataclass(frozen=True, eq=False)
class Definition:
    """One process of a bundle with all it calls. ``elements`` and ``flows`` by id, called processes included."""

    process_id: str
    name: str
    file: str
    bundle: str
    hash: str
    called: tuple[str, ...]
    elements: dict[str, Element] = field(repr=False)
    flows: dict[str, Flow] = field(repr=False)
    spec: ProcessSpec = field(repr=False)
    specs: dict[str, ProcessSpec] = field(repr=False)
    nodes: dict[str, Any] = field(repr=False)
    name_en: str | None = None

    def start_node(self, message: str | None) -> Any:
        """The start event an instance begins at. Raises Unusable when the process has none like that."""
        starts = [
            self.nodes[element.id]
            for element in self.elements.values()
            if element.kind == "startEvent" and element.scope == self.process_id
        ]
        for node in starts:
            event = node.element.event
            if event.kind == "message" and event.reference == message if message else event.kind != "message":
                return node
        if message is None and len(starts) == 1:
            return starts[0]
        wanted = f"the message ‘{message}’" if message else "no message"
        raise Unusable(f"Expected {self.process_id} to have a start event for {wanted}, found none.")


def define(model: Model, specs: dict[str, ProcessSpec], process_id: str, digest: str) -> Definition:
    """The definition of one process of a bundle."""
    process = model.processes[process_id]
    called = model.called_by(process_id)
    elements: dict[str, Element] = {}
    flows: dict[str, Flow] = {}
    nodes: dict[str, Any] = {"Start": specs[process_id].start}
    for one in called:
        elements.update(model.processes[one].elements)
        flows.update(model.processes[one].flows)
        nodes.update((name, node) for name, node in specs[one].nodes.items() if name != "Start")
    return Definition(
        process_id, process.name, process.file, model.name, digest, tuple(called[1:]),
        elements, flows, specs[process_id], {one: specs[one] for one in called}, nodes, process.name_en,
    )  # fmt: skip
