"""From the XML of one BPMN file to its processes. Reads what it finds and judges nothing: that is the rules' work."""

from types import MappingProxyType
from typing import Any

from lxml import etree

from engine.runtime.markup import BPMN, SPIFF
from engine.runtime.model import FLOW_NODES, SCOPES, Call, Element, Event, Flow, Loop, Process

B, S = f"{{{BPMN}}}", f"{{{SPIFF}}}"
_EVENT = "EventDefinition"
_References = dict[tuple[str, str], tuple[str | None, dict[str, str]]]  # by kind and id


def read_processes(file: str, root: etree._Element) -> list[Process]:
    """Every process of a file, in document order; empty ones (black boxes of a collaboration) left out."""
    references = _references(root)
    lanes = _lanes(root)
    found = []
    for node in root.iterchildren(f"{B}process"):
        process = Process(node.get("id", ""), _text(node.get("name")), file, _line(node))
        properties, process.extensions = _extensions(node)
        process.name_en = properties.get("name_en")
        _Reader(process, references, lanes).read_scope(node, process.id, None)
        if process.elements or process.repeated:
            process.link()
            found.append(process)
    return found


class _Reader:
    def __init__(self, process: Process, references: _References, lanes: dict[str, str]):
        self.process, self.references, self.lanes = process, references, lanes

    def read_scope(self, node: etree._Element, scope: str, lane: str | None) -> None:
        for child in node:
            if not isinstance(child.tag, str) or not child.tag.startswith(B):
                continue
            kind = child.tag[len(B) :]
            if kind == "sequenceFlow":
                self._keep_flow(child, scope)
            elif kind in FLOW_NODES:
                element = self._element(child, kind, scope, lane)
                self._keep(element)
                if kind in SCOPES:
                    self.read_scope(child, element.id, element.lane)

    def _keep(self, element: Element) -> None:
        if element.id in self.process.elements or element.id in self.process.flows or not element.id:
            self.process.repeated.append((element.id, element.line))
        else:
            self.process.elements[element.id] = element

    def _keep_flow(self, node: etree._Element, scope: str) -> None:
        condition = node.find(f"{B}conditionExpression")
        flow = Flow(
            node.get("id", ""), _text(node.get("name")), node.get("sourceRef", ""), node.get("targetRef", ""), scope,
            None if condition is None else _text(condition.text), _line(node), _extensions(node)[0].get("name_en"),
        )  # fmt: skip
        if flow.id in self.process.elements or flow.id in self.process.flows or not flow.id:
            self.process.repeated.append((flow.id, flow.line))
        else:
            self.process.flows[flow.id] = flow

    def _element(self, node: etree._Element, kind: str, scope: str, lane: str | None) -> Element:
        properties, extensions = _extensions(node)
        element_id = node.get("id", "")
        documentation = node.find(f"{B}documentation")
        return Element(
            id=element_id,
            kind=kind,
            name=_text(node.get("name")),
            process=self.process.id,
            scope=scope,
            file=self.process.file,
            line=_line(node),
            lane=self.lanes.get(element_id, lane),
            properties=MappingProxyType(properties),
            extensions=MappingProxyType(extensions),
            event=self._event(node, kind, properties, extensions),
            loop=_loop(node),
            call=_call(node),
            decision=extensions.get("calledDecisionId"),
            called=node.get("calledElement", "") if kind == "callActivity" else None,
            attached_to=node.get("attachedToRef", "") if kind == "boundaryEvent" else None,
            interrupting=_interrupts(node, kind),
            default=node.get("default"),
            triggered_by_event=node.get("triggeredByEvent") == "true",
            documentation=None if documentation is None else documentation.text,
        )

    def _event(self, node: etree._Element, kind: str, own: dict[str, str], extensions: dict[str, str]) -> Event | None:
        if kind in ("sendTask", "receiveTask"):
            return self._described("message", node, own, extensions)
        if not kind.endswith("Event"):
            return None
        definitions = [child for child in node if isinstance(child.tag, str) and child.tag.endswith(_EVENT)]
        references = node.findall(f"{B}eventDefinitionRef")
        if len(definitions) + len(references) > 1 or references:
            return Event("multiple")
        if not definitions:
            return Event("none")
        one = definitions[0]
        what = etree.QName(one).localname[: -len(_EVENT)]
        if what == "timer":
            return _timer(one)
        return self._described(what, one, own, {**extensions, **_extensions(one)[1]})

    def _described(self, kind: str, node: etree._Element, own: dict[str, str], extensions: dict[str, str]) -> Event:
        reference = node.get(f"{kind}Ref")
        name, referred = self.references.get((kind, reference or ""), (None, {}))
        told = {**referred, **extensions}
        payload = own.get("payload") or told.get("messagePayload") or told.get("payloadExpression")
        variable = told.get("messageVariable") or told.get("variableName")
        undeclared = reference if reference and (kind, reference) not in self.references else None
        if reference and not name:
            name = ""  # no catch-all: it names one
        return Event(kind, name, payload=payload or None, variable=variable or None, undeclared=undeclared)


def _timer(node: etree._Element) -> Event:
    for form in ("timeDate", "timeDuration", "timeCycle"):
        text = node.find(f"{B}{form}")
        if text is not None:
            return Event("timer", form=form, expression=_text(text.text))
    return Event("timer")


def _interrupts(node: etree._Element, kind: str) -> bool:
    if kind == "startEvent":
        return node.get("isInterrupting", "true") != "false"
    return node.get("cancelActivity", "true") != "false"


def _loop(node: etree._Element) -> Loop | None:
    if node.find(f"{B}standardLoopCharacteristics") is not None:
        return Loop("standard")
    marks = node.find(f"{B}multiInstanceLoopCharacteristics")
    if marks is None:
        return None

    def text(tag: str) -> str | None:
        child = marks.find(f"{B}{tag}")
        return None if child is None else _text(child.text) or None

    def item(tag: str) -> str | None:
        child = marks.find(f"{B}{tag}")
        return None if child is None else child.get("name") or child.get("id")

    return Loop(
        "sequential" if marks.get("isSequential") == "true" else "parallel",
        text("loopDataInputRef"), text("loopCardinality"), item("inputDataItem"),
        text("loopDataOutputRef"), item("outputDataItem"), text("completionCondition"),
    )  # fmt: skip


def _call(node: etree._Element) -> Call | None:
    operator = node.find(f"{B}extensionElements/{S}serviceTaskOperator")
    if operator is None:
        return None
    parameters = {
        one.get("id", ""): (one.get("type", "any"), one.get("value", "")) for one in operator.iter(f"{S}parameter")
    }
    return Call(operator.get("id", ""), MappingProxyType(parameters), operator.get("resultVariable") or None)


def _extensions(node: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    """The properties of an element, and the text of its other extension elements of the Spiff vocabulary."""
    properties: dict[str, str] = {}
    others: dict[str, str] = {}
    held = node.find(f"{B}extensionElements")
    for child in () if held is None else held:
        if not isinstance(child.tag, str) or not child.tag.startswith(S):
            continue
        if child.tag == f"{S}properties":
            for one in child.iterchildren(f"{S}property"):
                properties[one.get("name", "")] = one.get("value", "").strip()
        else:
            others[child.tag[len(S) :]] = _text(child.text)
    return properties, others


def _references(root: etree._Element) -> _References:
    """Messages and signals by kind and id → name, errors and escalations → code; with their own extensions."""
    found: _References = {}
    for tag, attribute in (
        ("message", "name"),
        ("signal", "name"),
        ("error", "errorCode"),
        ("escalation", "escalationCode"),
    ):
        for node in root.iterchildren(f"{B}{tag}"):
            found[tag, node.get("id", "")] = (_text(node.get(attribute)) or None, _extensions(node)[1])
    return found


def _lanes(root: etree._Element) -> dict[str, str]:
    """Node id → label of its lane; the innermost lane wins, since it comes later in the document."""
    return {
        _text(reference.text): lane.get("name") or lane.get("id") or ""
        for lane in root.iter(f"{B}lane")
        for reference in lane.iterchildren(f"{B}flowNodeRef")
    }


def _line(node: etree._Element) -> int | None:
    line: Any = node.sourceline
    return line if isinstance(line, int) else None


def _text(text: str | None) -> str:
    return (text or "").strip()
