"""The words of diagrams: kinds of elements, and the fields a person fills in for them."""

from typing import Any

from flask_babel import lazy_gettext as _

KINDS: dict[str, Any] = {
    "startEvent": _("Start"),
    "endEvent": _("End"),
    "intermediateCatchEvent": _("Wait"),
    "intermediateThrowEvent": _("Send"),
    "boundaryEvent": _("On its edge"),
    "userTask": _("Task of a person"),
    "serviceTask": _("Operation"),
    "businessRuleTask": _("Decision"),
    "sendTask": _("Send"),
    "receiveTask": _("Wait"),
    "callActivity": _("Called process"),
    "subProcess": _("Subprocess"),
    "exclusiveGateway": _("One of several ways"),
    "parallelGateway": _("All ways at once"),
    "inclusiveGateway": _("Some of several ways"),
    "eventBasedGateway": _("Whatever comes first"),
    "sequenceFlow": _("Line"),
    "scriptTask": _("Script"),
    "process": _("Process"),
    "participant": _("Pool"),
    "lane": _("Lane"),
}
FIELDS: dict[str, Any] = {
    "name": _("Label"),
    "documentation": _("Description"),
    "condition": _("Condition (FEEL)"),
    "default": _("Taken when no other way is"),
    "operation": _("Operation"),
    "result_variable": _("Where the answer lands"),
    "decision": _("Decision"),
    "called": _("Called process"),
    "timer:timeDate": _("Date and time (FEEL)"),
    "timer:timeDuration": _("Duration (FEEL)"),
    "timer:timeCycle": _("Cycle (FEEL)"),
    "id": _("Id (running cases are moved by it)"),
    "message": _("Message, by its name"),
    "signal": _("Signal, by its name"),
    "error": _("Error, by its code"),
    "escalation": _("Escalation, by its code"),
    "interrupting": _("Ends what goes on where it stands"),
    "many": _("Once, or for many"),
    "loop:collection": _("For each of (FEEL)"),
    "loop:item": _("Name of the one"),
    "loop:cardinality": _("How many (FEEL)"),
    "loop:output": _("Results under"),
    "loop:output_item": _("Result of the one"),
    "loop:condition": _("Enough when (FEEL)"),
    "property:name_en": _("English label"),
    "property:role": _("Role"),
    "property:form": _("Form"),
    "property:unit": _("Unit (FEEL)"),
    "property:assignee": _("Given to (FEEL)"),
    "property:not_by": _("Not by (FEEL)"),
    "property:due": _("Due (FEEL)"),
    "property:deadline": _("Follows the deadline"),
    "property:facts": _("Facts it keeps"),
    "property:shows": _("Facts it shows"),
    "property:result": _("Where the answer lands"),
    "property:to": _("Receiver (FEEL)"),
    "property:payload": _("Content (FEEL)"),
    "property:correlation": _("Which message (FEEL)"),
    "property:adds_on": _("Message that adds one more"),
    "property:adds_key": _("Key of the one that is added (FEEL)"),
}
# How a comparison names what differs, where the form has no field of that name.
DIFFERENCES: dict[str, Any] = {
    "name_en": _("English label"),
    "source": _("Comes from"),
    "target": _("Leads to"),
    "kind": _("Kind"),
    "lane": _("Lane"),
    "scope": _("Stands in"),
    "attached_to": _("On the edge of"),
    "interrupting": _("Interrupts"),
    "event.kind": _("Event"),
    "event.reference": _("Message or signal"),
    "event.expression": _("Time"),
    "event.form": _("Kind of time"),
    "event.payload": _("Content (FEEL)"),
    "call.operation": _("Operation"),
    "call.result": _("Where the answer lands"),
    "loop.kind": _("Several at once"),
    "hit policy": _("Hit policy"),
    "expression": _("Expression"),
    "label": _("Label"),
    "description": _("Help"),
    "validate.required": _("Required"),
    "conditional.hide": _("Hidden when"),
}
EVENTS: dict[str, Any] = {
    "timer": _("Timer"),
    "message": _("Message"),
    "signal": _("Signal"),
    "error": _("Error"),
    "escalation": _("Escalation"),
    "terminate": _("Ends the whole process"),
}
CHANGES: dict[str, Any] = {
    "added": _("new"),
    "removed": _("removed"),
    "changed": _("changed"),
    "moved": _("moved"),
}


def change_word(change: str) -> str:
    return str(CHANGES.get(change, change))


def kind_word(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def event_word(kind: str) -> str:
    return str(EVENTS.get(kind, kind))


def field_word(name: str, kind: str = "") -> str:
    """The word for a field of an element of this kind; a parameter or an unknown property stands for itself."""
    if (kind, name) == ("startEvent", "property:facts"):
        return str(_("Facts it starts with"))
    return str(FIELDS.get(name) or name.partition(":")[2] or name)


def difference_word(name: str) -> str:
    """The word for a field of a comparison: ``properties.role``, ``call.parameters.text``, ``loop.item``."""
    group, _dot, rest = name.partition(".")
    field = {"properties": f"property:{rest}", "loop": f"loop:{rest}"}.get(group, name)
    said = DIFFERENCES.get(name) or FIELDS.get(field)
    return str(said or (name.split(".")[-1] if group in ("call", "properties") else name))
