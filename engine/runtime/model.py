"""What a bundle says, as plain objects: read once, judged by the rules, then built into what SpiffWorkflow runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from engine.errors import Problem
from engine.feel import Possible

ACTIVITIES = frozenset(
    [
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "subProcess",
        "callActivity",
        "manualTask",
        "task",
        "scriptTask",
        "transaction",
        "adHocSubProcess",
    ]
)
GATEWAYS = frozenset(["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"])
EVENTS = frozenset(["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"])
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
SCOPES = frozenset(["process", "subProcess", "transaction", "adHocSubProcess"])


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. ``condition`` is FEEL text, None when the diagram has none."""

    id: str
    name: str
    source: str
    target: str
    scope: str
    condition: str | None = None
    line: int | None = None
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What an event waits for or throws.

    ``kind``: none timer message signal error escalation terminate, or one that is refused (compensation cancel
    conditional link multiple). ``reference``: name of the message or signal, code of the error or escalation.
    ``undeclared``: the id it refers to, when the file declares no message, signal, error or escalation with it.
    ``form``: timeDate, timeDuration or timeCycle; ``expression``: its FEEL text.
    """

    kind: str = "none"
    reference: str | None = None
    form: str | None = None
    expression: str | None = None
    payload: str | None = None
    variable: str | None = None
    undeclared: str | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance marks; ``kind`` is parallel, sequential or standard (the last is refused)."""

    kind: str
    collection: str | None = None
    cardinality: str | None = None
    item: str | None = None
    output: str | None = None
    output_item: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """The operation a service task names: parameter → (type, FEEL text)."""

    operation: str
    parameters: MappingProxyType[str, tuple[str, str]]
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node of a diagram. ``kind`` is its BPMN tag, ``scope`` the process or subprocess it stands in."""

    id: str
    kind: str
    name: str
    process: str
    scope: str
    file: str
    line: int | None = None
    lane: str | None = None
    properties: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    extensions: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    event: Event | None = None
    loop: Loop | None = None
    call: Call | None = None
    decision: str | None = None
    called: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    default: str | None = None
    triggered_by_event: bool = False
    documentation: str | None = None

    @property
    def label(self) -> str:
        """How a sentence names it: its label and id."""
        return f"‘{self.name}’ ({self.id})" if self.name else self.id

    @property
    def name_en(self) -> str | None:
        return self.properties.get("name_en")


@dataclass(slots=True)
class Process:
    """One process with everything in it, embedded subprocesses included; ``elements`` in document order."""

    id: str
    name: str
    file: str
    line: int | None = None
    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    repeated: list[tuple[str, int | None]] = field(default_factory=list)
    extensions: dict[str, str] = field(default_factory=dict)
    name_en: str | None = None
    incoming: dict[str, list[Flow]] = field(default_factory=dict)
    outgoing: dict[str, list[Flow]] = field(default_factory=dict)
    boundaries: dict[str, list[Element]] = field(default_factory=dict)

    def link(self) -> None:
        """Index flows by their ends and boundary events by their host; call once after reading."""
        for flow in self.flows.values():
            self.incoming.setdefault(flow.target, []).append(flow)
            self.outgoing.setdefault(flow.source, []).append(flow)
        for element in self.elements.values():
            if element.attached_to:
                self.boundaries.setdefault(element.attached_to, []).append(element)

    def scopes(self) -> Iterator[str]:
        """The process and each subprocess in it."""
        yield self.id
        yield from (element.id for element in self.elements.values() if element.kind in SCOPES)

    def inside(self, scope: str) -> list[Element]:
        return [element for element in self.elements.values() if element.scope == scope]


@dataclass(slots=True)
class Model:
    """A whole bundle as read, with the names it may refer to (None: not known here, so not checked)."""

    name: str
    processes: dict[str, Process] = field(default_factory=dict)
    repeated_processes: list[Process] = field(default_factory=list)
    operations: Any = None
    asked: Mapping[str, Any] = field(default_factory=dict)  # decisions the house asks itself → what it takes of each
    decisions: dict[str, Any] = field(default_factory=dict)
    forms: frozenset[str] | None = None
    fields: dict[str, Mapping[str, Possible]] = field(default_factory=dict)  # of the forms whose fields are known
    roles: frozenset[str] | None = None
    unit_roles: frozenset[str] = frozenset()  # those whose people see the tasks of their own unit only
    doubts: list[Problem] = field(default_factory=list)  # of decisions: what FEEL answers with null
    calls: dict[str, list[str]] = field(default_factory=dict)

    def called_by(self, process: str) -> list[str]:
        """Ids of the processes of this bundle that a process calls, itself first, each once."""
        found, todo = {process: None}, [process]
        for at in todo:
            fresh = [one for one in self._calls(at) if one not in found]
            found.update(dict.fromkeys(fresh))
            todo += fresh
        return todo

    def _calls(self, process: str) -> list[str]:
        """Ids of the processes of this bundle that a process calls itself, each once."""
        if process not in self.calls:
            called = (one.called for one in self.processes[process].elements.values() if one.called in self.processes)
            self.calls[process] = list(dict.fromkeys(name for name in called if name))
        return self.calls[process]
