"""What a form writes into a diagram that other places of it refer to: an id, a message, multi-instance marks."""

import re

from lxml import etree

from engine.errors import Unusable
from engine.runtime.markup import BPMN
from engine.runtime.model import ACTIVITIES

_B = f"{{{BPMN}}}"
_ID = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
_REFERRING = {"id", "sourceRef", "targetRef", "default", "attachedToRef", "bpmnElement", "processRef", "calledElement"}
_NAMING = {f"{_B}{tag}" for tag in ("incoming", "outgoing", "flowNodeRef")}
_MANY = ("parallel", "sequential")
# What BPMN's schema puts before the multi-instance marks of an activity.
_BEFORE_MARKS = {
    f"{_B}{tag}"
    for tag in ("documentation", "extensionElements", "auditing", "monitoring", "incoming", "outgoing",
                "ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation", "resourceRole",
                "performer", "humanPerformer", "potentialOwner")
}  # fmt: skip


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
        raise Unusable(f"Expected an id of its own, but {value} is another element's. Choose another.")
    for one in root.iter("*"):
        for name in _REFERRING:
            if one.get(name) == old:
                one.set(name, value)
        if one.tag in _NAMING and (one.text or "").strip() == old:
            one.text = value


def write_message(node: etree._Element, _: str, value: str) -> None:
    """The message it sends or waits for, by its name; one the file does not know is added to it."""
    definition = node.find(f"{_B}messageEventDefinition")
    holder = node if node.tag in (f"{_B}sendTask", f"{_B}receiveTask") else definition
    if holder is None:
        raise Unusable("Expected a message event, or a task that sends or receives one, but found another element.")
    root = node.getroottree().getroot()
    if not value:
        holder.attrib.pop("messageRef", "")
        return
    known = next((one for one in root.iterchildren(f"{_B}message") if one.get("name") == value), None)
    holder.set("messageRef", (_added(root, value) if known is None else known).get("id", ""))


def _added(root: etree._Element, name: str) -> etree._Element:
    taken = {one.get("id") for one in root.iter("*")}
    wanted = f"message_{name}" if _ID.fullmatch(name) else "message"
    number, chosen = 1, wanted
    while chosen in taken:
        number, chosen = number + 1, f"{wanted}_{number + 1}"
    message = etree.Element(f"{_B}message", id=chosen, name=name)
    first = next(root.iterchildren(f"{_B}collaboration", f"{_B}process"), None)
    root.insert(len(root) if first is None else root.index(first), message)
    return message


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
        node.insert(sum(1 for child in node if child.tag in _BEFORE_MARKS), marks)
    if value == "sequential":
        marks.set("isSequential", "true")
    else:
        marks.attrib.pop("isSequential", "")
