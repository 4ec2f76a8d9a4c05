"""What a form writes into a diagram that other places of it refer to: an id, a message, multi-instance marks."""

import re
from collections.abc import Callable, Collection

from lxml import etree

from engine.errors import Unusable
from engine.runtime.markup import BPMN
from engine.runtime.model import ACTIVITIES

Writer = Callable[[etree._Element, str, str], None]
_B = f"{{{BPMN}}}"
_ID = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
_REFERRING = {"id", "sourceRef", "targetRef", "default", "attachedToRef", "bpmnElement", "processRef", "calledElement"}
_NAMING = {f"{_B}{tag}" for tag in ("incoming", "outgoing", "flowNodeRef")}
_MANY = ("parallel", "sequential")
_KNOWN_BY = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
# What BPMN's schema puts before the multi-instance marks of an activity.
_BEFORE_MARKS = {
    f"{_B}{tag}"
    for tag in ("documentation", "extensionElements", "auditing", "monitoring", "incoming", "outgoing",
                "ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation", "resourceRole",
                "performer", "humanPerformer", "potentialOwner")
}  # fmt: skip


def behind(node: etree._Element, tags: Collection[str]) -> int:
    """The place in an element behind its last part of these tags."""
    return 1 + max((place for place, part in enumerate(node) if part.tag in tags), default=-1)


def write_id(node: etree._Element, _: str, value: str) -> None:
    """Give it another id, and name it so wherever this file refers to it."""
    old, root = node.get("id"), node.getroottree().getroot()
    if value == old:
        return
    if not _ID.fullmatch(value):
        raise Unusable(
            f"Expected an id of letters, digits, dots, - and _ that begins with a letter, but found {value[:80]!r}."
        )
    if any(one.get("id") == value for one in root.iter("*")):
        raise Unusable(f"Expected an id of its own, but ‘{value}’ is another element's. Choose another.")
    for one in root.iter("*"):
        for name in _REFERRING:
            if one.get(name) == old:
                one.set(name, value)
        if one.tag in _NAMING and (one.text or "").strip() == old:
            one.text = value


def write_reference(kind: str) -> Writer:
    """Writes what an event refers to: a message or signal by its name, an error or escalation by its code.

    One the file does not know is added to it.
    """

    def write(node: etree._Element, _: str, value: str) -> None:
        definition = node.find(f"{_B}{kind}EventDefinition")
        told = kind == "message" and node.tag in (f"{_B}sendTask", f"{_B}receiveTask")
        holder = node if told else definition
        if holder is None:
            raise Unusable(f"Expected an element that has a {kind}, but found another. Choose another field.")
        if not value:
            holder.attrib.pop(f"{kind}Ref", "")
            return
        root, by = node.getroottree().getroot(), _KNOWN_BY[kind]
        known = next((one for one in root.iterchildren(f"{_B}{kind}") if one.get(by) == value), None)
        holder.set(f"{kind}Ref", (_added(root, kind, value) if known is None else known).get("id", ""))

    return write


def _added(root: etree._Element, kind: str, value: str) -> etree._Element:
    taken = {one.get("id") for one in root.iter("*")}
    wanted = f"{kind}_{value}" if _ID.fullmatch(value) else kind
    number, chosen = 1, wanted
    while chosen in taken:
        number, chosen = number + 1, f"{wanted}_{number + 1}"
    made = etree.Element(f"{_B}{kind}", {"id": chosen, "name": value, _KNOWN_BY[kind]: value})
    first = next(root.iterchildren(f"{_B}collaboration", f"{_B}process"), None)
    root.insert(len(root) if first is None else root.index(first), made)
    return made


def write_interrupting(node: etree._Element, _: str, value: str) -> None:
    """Whether an event on an edge, or one that starts an event subprocess, ends what goes on there: "yes", or empty."""
    name = {f"{_B}boundaryEvent": "cancelActivity", f"{_B}startEvent": "isInterrupting"}.get(str(node.tag))
    if name is None:
        raise Unusable("Expected an event on an edge or the start of an event subprocess, but found another element.")
    if value == "yes":
        node.attrib.pop(name, "")
    else:
        node.set(name, "false")


def write_many(node: etree._Element, _: str, value: str) -> None:
    """An activity once, or for many: parallel or sequential."""
    marks = node.find(f"{_B}multiInstanceLoopCharacteristics")
    if value and (value not in _MANY or str(node.tag)[len(_B) :] not in ACTIVITIES):
        raise Unusable(f"Expected an activity that is done once, {' or '.join(_MANY)}, but found {value[:40]!r}.")
    if not value:
        if marks is not None:
            node.remove(marks)
        return
    if marks is None:
        marks = etree.Element(f"{_B}multiInstanceLoopCharacteristics")
        node.insert(behind(node, _BEFORE_MARKS), marks)
    if value == "sequential":
        marks.set("isSequential", "true")
    else:
        marks.attrib.pop("isSequential", "")
