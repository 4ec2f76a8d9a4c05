"""From checked models to the specs SpiffWorkflow runs: one spec class per kind of element, connected along the flows.

Built from the same model the rules judged, so nothing runs that was not checked; no recursion, so long diagrams
do no harm.
Specs are shared by all instances and threads: nothing changes them afterwards.
"""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.runtime.model import Element, Model, Process
from engine.runtime.nodes.activities import DecisionTask, OperationTask, UserTask
from engine.runtime.nodes.base import Node, Root
from engine.runtime.nodes.containers import CallActivity, Subprocess
from engine.runtime.nodes.events import (
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    ReceiveTask,
    SendTask,
    StartEvent,
    ThrowEvent,
)
from engine.runtime.nodes.gateways import EventGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway
from engine.runtime.nodes.instances import ParallelInstances, SequentialInstances, name_of_one

_PLAIN: dict[str, type[Node]] = {
    "userTask": UserTask,
    "serviceTask": OperationTask,
    "sendTask": SendTask,
    "receiveTask": ReceiveTask,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
    "boundaryEvent": BoundaryEvent,
}


class ProcessSpec(BpmnProcessSpec):  # type: ignore[misc]
    """The spec of one process, embedded subprocesses included. ``nodes`` has each node by its name."""

    def __init__(self, process: Process) -> None:
        super().__init__(process.id, description=process.name, filename=process.file)
        self.task_specs: dict[str, Any] = {}  # the library's own start and end join have no use here
        self.bpmn_start_events: list[Any] = []
        self.start = Root(
            self, Element(process.id, "process", process.name, process.id, process.id, process.file), "Start"
        )
        self.end = None

    @property
    def nodes(self) -> dict[str, Node]:
        return self.task_specs


def build_specs(model: Model) -> dict[str, ProcessSpec]:
    """A spec per process of the bundle. The model must have passed the rules."""
    specs = {process.id: ProcessSpec(process) for process in model.processes.values()}
    for process in model.processes.values():
        for element in process.elements.values():
            _make(specs[process.id], element, model.decisions)
    for process in model.processes.values():
        _connect(specs[process.id], process)
    for process in model.processes.values():
        _enter(specs, model, process)
    return specs


def _make(spec: ProcessSpec, element: Element, decisions: Mapping[str, Any]) -> None:
    if element.loop is None:
        _one(spec, element, element.id, decisions)
        return
    child = _one(spec, element, name_of_one(element.id), decisions)
    many = SequentialInstances if element.loop.kind == "sequential" else ParallelInstances
    many(spec, element, child)


def _one(spec: ProcessSpec, element: Element, name: str, decisions: Mapping[str, Any]) -> Node:
    if element.kind == "businessRuleTask":
        return DecisionTask(spec, element, name, decision=decisions[element.decision or ""])
    if element.kind == "callActivity":
        return CallActivity(spec, element, name, inner=element.called or "")
    if element.kind == "subProcess":
        return Subprocess(spec, element, name, inner=element.id)
    return _PLAIN[element.kind](spec, element, name)


def _connect(spec: ProcessSpec, process: Process) -> None:
    nodes = spec.nodes
    for element in process.elements.values():
        node = nodes[element.id]
        node.ways = tuple((flow, nodes[flow.target]) for flow in process.outgoing.get(element.id, ()))
        node.boundaries = tuple(nodes[one.id] for one in process.boundaries.get(element.id, ()))
        for _, target in node.ways:
            node.connect(target)
        if isinstance(node, (ExclusiveGateway, InclusiveGateway)):
            node.decide()
        if isinstance(node, (ParallelGateway, InclusiveGateway)):
            node.incoming = tuple(flow.id for flow in process.incoming.get(element.id, ()))
        if isinstance(node, InclusiveGateway):
            node.upstream = {flow: upstream(process, element.id, flow) for flow in node.incoming}


def upstream(process: Process, gateway: str, flow_id: str) -> frozenset[str]:
    """The elements from which a token can still come in by this flow without passing the gateway."""
    found: set[str] = set()
    stack = [process.flows[flow_id].source]
    while stack:
        at = stack.pop()
        if at in found or at == gateway:
            continue
        found.add(at)
        stack += [flow.source for flow in process.incoming.get(at, ())]
        host = process.elements[at].attached_to
        if host:
            stack.append(host)
    return frozenset(found)


def _enter(specs: Mapping[str, ProcessSpec], model: Model, process: Process) -> None:
    """Give every container the start events inside it."""
    for element in process.elements.values():
        if element.kind == "subProcess":
            inner, nodes = process.inside(element.id), specs[process.id].nodes
        elif element.kind == "callActivity" and element.called:
            inner, nodes = model.processes[element.called].inside(element.called), specs[element.called].nodes
        else:
            continue
        starts = [nodes[one.id] for one in inner if one.kind == "startEvent"]
        plain = [node for node in starts if node.element.event is not None and node.element.event.kind == "none"]
        name = name_of_one(element.id) if element.loop else element.id
        specs[process.id].nodes[name].starts = tuple(plain or starts)[:1]
