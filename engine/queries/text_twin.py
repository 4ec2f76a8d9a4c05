"""A diagram for those who can't see it: its processes as text, and what can be said of one element."""

from dataclasses import dataclass
from typing import Any

from engine.actor import ROLES
from engine.casework.deadline import NAMES
from engine.errors import NotAllowed, NotFound
from engine.operations.draft_files import refuse_non_designers
from engine.operations.registered import catalogue
from engine.persistence.unit_of_work import Reading
from engine.queries.drawing_terms import begun_names
from engine.runtime import (
    ACTIVITIES,
    Around,
    Element,
    Flow,
    MessageFlow,
    Model,
    Process,
    read_around,
    read_message_flows,
    read_model,
    read_notes,
    told,
)
from forms import form_key

TASK = (("role", "choice"), ("form", "choice"), ("unit", "feel"), ("assignee", "feel"), ("not_by", "feel"),
        ("due", "feel"), ("deadline", "choice"), ("facts", "text"), ("shows", "text"))  # fmt: skip
LOOP = (("collection", "feel"), ("item", "text"), ("cardinality", "feel"), ("output", "text"),
        ("output_item", "text"), ("condition", "feel"))  # fmt: skip
CODED = ("signal", "error", "escalation")  # by name, or by code
THROWS = ("intermediateThrowEvent", "endEvent", "sendTask")


@dataclass(frozen=True)
class TextTwin:
    """The diagrams of one file, of a version or (None) of one's own draft."""

    bundle: str
    file: str
    version: int | None = None

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """The processes of the file as ``told`` tells them, each with its pools and lanes (``around``), the texts tied
        to elements (``notes``, by id; under "" those tied to none), the English names of ``lanes`` by label, and
        ``messages``: [{name, source, target}], the message flows that touch it, with the Element or Around at either
        end.

        What belongs to no process stands with the first. Raises: NotAllowed, NotFound.
        """
        if self.version is None:
            refuse_non_designers(reading.by)
            files = reading.drafts.files(reading.drafts.get(self.bundle, reading.by.username))
        elif reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff; diagrams are not public.")
        else:
            files = reading.bundles.files_of(self.bundle, self.version)
        if self.file not in files or not self.file.endswith(".bpmn"):
            raise NotFound(f"Expected a diagram {self.file} in {self.bundle}, but there is none.")
        content = files[self.file]
        processes = read_model(self.bundle, {self.file: content}).processes.values()
        found = [told(one) for one in processes]
        known = [one["id"] for one in found]
        around = [one for one in read_around(self.file, content) if one.kind != "process"]
        notes, flows = read_notes(self.file, content), read_message_flows(self.file, content)
        lanes = {one.name or one.id: one.name_en for one in around if one.kind == "lane"}
        ends: dict[str, Around | Element] = {one.id: one for one in around}
        ends |= {element.id: element for each in processes for element in each.elements.values()}
        for place, one in enumerate(found):
            own = (one["id"], None) if place == 0 else (one["id"],)
            one |= {"notes": notes, "lanes": lanes, "messages": _touching(flows, ends, one["id"], first=place == 0)}
            one["around"] = [part for part in around if (part.process if part.process in known else None) in own]
        return found


def _touching(
    flows: list[MessageFlow], ends: dict[str, Around | Element], process: str, *, first: bool
) -> list[dict[str, Any]]:
    found = []
    for flow in flows:
        sides = {"source": ends.get(flow.source), "target": ends.get(flow.target)}
        of = {side.process for side in sides.values() if side is not None and side.process}
        if process in of or (first and not of):
            found.append({"name": flow.name, **sides})
    return found


@dataclass(frozen=True)
class ElementValues:
    """What one's own draft says of one element, as fields a form can show."""

    bundle: str
    file: str
    element: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{id, kind, name, revision, fields: [{name, value, shape, choices, help}]}``.

        ``name`` is as ``write_values`` takes it; ``shape``: text, long, feel, choice or tick.
        Raises: NotAllowed, NotFound.
        """
        refuse_non_designers(reading.by)
        draft = reading.drafts.get(self.bundle, reading.by.username)
        files = reading.drafts.files(draft)
        model = read_model(self.bundle, files)
        for process in model.processes.values():
            one = process.elements.get(self.element) or process.flows.get(self.element)
            if one is not None and process.file == self.file:
                shown = _flow(one, process) if isinstance(one, Flow) else _element(one, model, self.bundle, files)
                kind = "sequenceFlow" if isinstance(one, Flow) else one.kind
                shown.append(_field("id", one.id))
                return {"id": one.id, "kind": kind, "name": one.name, "revision": draft.revision, "fields": shown}
        part = next((one for one in self._around(files) if one.id == self.element), None)
        if part is None:
            raise NotFound(f"Expected an element {self.element} in {self.file}, but there is none.")
        shown = [_field("name", part.name), _field("property:name_en", part.name_en)]
        shown += [_field("documentation", part.documentation, "long"), _field("id", part.id)]
        return {"id": part.id, "kind": part.kind, "name": part.name, "revision": draft.revision, "fields": shown}

    def _around(self, files: dict[str, bytes]) -> list[Around]:
        return read_around(self.file, files[self.file]) if self.file in files else []


def _field(name: str, value: str | None, shape: str = "text", **more: Any) -> dict[str, Any]:
    return {"name": name, "value": value or "", "shape": shape, "choices": [], "help": "", **more}


def _flow(flow: Flow, process: Process) -> list[dict[str, Any]]:
    fields = [_field("name", flow.name), _field("property:name_en", flow.name_en)]
    source = process.elements.get(flow.source)
    if source is not None and source.kind in ("exclusiveGateway", "inclusiveGateway"):
        fields.append(_field("condition", flow.condition, "feel"))
        fields.append(_field("default", "yes" if source.default == flow.id else "", "tick"))
    return fields


def _element(one: Element, model: Model, bundle: str, files: dict[str, bytes]) -> list[dict[str, Any]]:
    known = {"role": list(ROLES), "form": [form_key(bundle, name) for name in files if name.endswith(".form")]}
    known["deadline"] = _deadlines(model)
    fields = [_field("name", one.name), _property(one, "name_en"), _field("documentation", one.documentation, "long")]
    if one.kind == "userTask":
        fields += [_property(one, name, shape, choices=known.get(name, [])) for name, shape in TASK]
    elif one.kind == "serviceTask":
        fields += _operation(one)
    elif one.kind == "businessRuleTask":
        fields += [
            _field("decision", one.decision, "choice", choices=sorted(model.decisions)),
            _property(one, "result"),
        ]
    elif one.kind == "callActivity":
        fields.append(_field("called", one.called, "choice", choices=sorted(model.processes)))
    elif one.kind == "startEvent" and one.scope == one.process:
        fields.append(_property(one, "facts"))
    return [*fields, *_event(one, model), *_interrupting(one, model), *_loop(one), *_others(one, fields, model)]


def _property(one: Element, name: str, shape: str = "text", **more: Any) -> dict[str, Any]:
    return _field(f"property:{name}", one.properties.get(name), shape, **more)


def _operation(one: Element) -> list[dict[str, Any]]:
    operations, call = catalogue(), one.call
    known = operations.get(call.operation) if call else None
    given = call.parameters if call else {}
    fields = [
        _field(
            "operation",
            call.operation if call else "",
            "choice",
            choices=list(operations),
            help=known.help if known else "",
        )
    ]
    names = dict.fromkeys([*(known.parameters if known else ()), *given])
    fields += [_field(f"parameter:{name}", given[name][1] if name in given else "", "feel") for name in names]
    return [*fields, _field("result_variable", call.result if call else "")]


def _deadlines(model: Model) -> list[str]:
    """Those that are begun first; any other can be chosen too, as the operation may be drawn afterwards."""
    begun = begun_names(model)
    return [*begun, *(name for name in NAMES if name not in begun)]


def _event(one: Element, model: Model) -> list[dict[str, Any]]:
    if one.event is None:
        return []
    if one.event.kind == "timer":
        times = ("timeDate", "timeDuration", "timeCycle")
        shown = [
            _field(f"timer:{form}", one.event.expression if one.event.form == form else "", "feel") for form in times
        ]
        return [*shown, _property(one, "deadline", "choice", choices=_deadlines(model))]
    if one.event.kind in CODED:
        return [_field(one.event.kind, one.event.reference)]
    if one.event.kind != "message":
        return []
    named = _field("message", one.event.reference)
    if one.kind in THROWS:
        return [named, _property(one, "to", "feel"), _property(one, "payload", "feel")]
    return [named, _property(one, "correlation", "feel")]


def _interrupting(one: Element, model: Model) -> list[dict[str, Any]]:
    """An error always interrupts; a start event has the choice only in an event subprocess."""
    scope = model.processes[one.process].elements.get(one.scope)
    starts = one.kind == "startEvent" and scope is not None and scope.triggered_by_event
    if not (starts or one.kind == "boundaryEvent") or (one.event and one.event.kind == "error"):
        return []
    return [_field("interrupting", "yes" if one.interrupting else "", "tick")]


def _loop(one: Element) -> list[dict[str, Any]]:
    if one.kind not in ACTIVITIES:
        return []
    many = _field("many", one.loop.kind if one.loop else "", "choice", choices=["parallel", "sequential"])
    if one.loop is None:
        return [many]
    parts = [many] + [_field(f"loop:{name}", getattr(one.loop, name), shape) for name, shape in LOOP]
    return [*parts, _property(one, "adds_on"), _property(one, "adds_key", "feel")]


def _others(one: Element, shown: list[dict[str, Any]], model: Model) -> list[dict[str, Any]]:
    """Properties of this element that no field above shows."""
    names = {field["name"] for field in [*shown, *_event(one, model), *_loop(one)]}
    return [_property(one, name) for name in one.properties if f"property:{name}" not in names]
