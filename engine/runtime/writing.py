"""Writes what a person says of one element into a diagram's XML, by the names under which reading finds it.

For those who edit by a form, without seeing the drawing. Everything else stays, XML comments too.
"""

from collections.abc import Mapping

from lxml import etree

from engine.errors import NotFound, Unusable
from engine.runtime.around import KINDS
from engine.runtime.markup import BPMN, SPIFF, read_xml
from engine.runtime.model import FLOW_NODES
from engine.runtime.writing_marks import Writer, behind, write_id, write_interrupting, write_many, write_reference

_B, _S = f"{{{BPMN}}}", f"{{{SPIFF}}}"
_AFTER_EXTENSIONS = {f"{_B}documentation"}  # what BPMN's schema puts before extension elements
_TIMES = ("timeDate", "timeDuration", "timeCycle")
_LOOP_TEXTS = {
    "collection": "loopDataInputRef",
    "output": "loopDataOutputRef",
    "cardinality": "loopCardinality",
    "condition": "completionCondition",
}
_LOOP_ITEMS = {"item": "inputDataItem", "output_item": "outputDataItem"}
# The order of BPMN's schema inside multi-instance marks.
_LOOP_ORDER = ("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem",
               "complexBehaviorDefinition", "completionCondition")  # fmt: skip


def write_values(file: str, content: bytes, element: str, values: Mapping[str, str]) -> bytes:
    """The diagram with these values at one element; an empty text removes what was there.

    Names: ``name``, ``documentation``, ``property:<name>``, ``condition``, ``default`` ("yes" for the flow taken when
    no other is), ``timer:<form>``, ``operation``, ``result_variable``, ``parameter:<name>``, ``decision``, ``called``,
    ``loop:<part>``, ``many`` (parallel or sequential), ``message`` and ``signal`` (by name), ``error`` and
    ``escalation`` (by code), ``interrupting`` ("yes" for an event that ends what goes on where it stands), ``id``.

    Raises: NotFound for no such element; Unusable for a name it cannot have.
    """
    root = read_xml(file, content, comments=True)
    kinds = {f"{_B}{kind}" for kind in (*FLOW_NODES, "sequenceFlow", *KINDS)}
    node = next((one for one in root.iter(*kinds) if one.get("id") == element), None)
    if node is None:
        raise NotFound(f"Expected an element {element} in {file}, but there is none.")
    for name, value in values.items():
        group, _, part = name.partition(":")
        write = _WRITERS.get(group)
        if write is None:
            raise Unusable(f"Expected a value an element can have, found ‘{name[:80]}’.")
        write(node, part, value.strip())
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _name(node: etree._Element, _: str, value: str) -> None:
    _attribute(node, "name", value)


def _attribute(node: etree._Element, name: str, value: str) -> None:
    if value:
        node.set(name, value)
    else:
        node.attrib.pop(name, "")


def _documentation(node: etree._Element, _: str, value: str) -> None:
    _child_text(node, f"{_B}documentation", value, at=0)


def _child_text(node: etree._Element, tag: str, value: str, at: int | None = None) -> None:
    """The text of the first child of this tag; made at a place, removed with an empty text."""
    found = node.find(tag)
    if not value:
        if found is not None:
            node.remove(found)
        return
    if found is None:
        found = etree.Element(tag)
        node.insert(len(node) if at is None else at, found)
    found.text = value
    for said in found:
        said.tail = None  # the words between comments


def _extensions(node: etree._Element) -> etree._Element:
    held = node.find(f"{_B}extensionElements")
    if held is None:
        held = etree.Element(f"{_B}extensionElements")
        node.insert(behind(node, _AFTER_EXTENSIONS), held)
    return held


def _property(node: etree._Element, name: str, value: str) -> None:
    found = node.find(f"{_B}extensionElements/{_S}properties")
    present = None if found is None else next((one for one in found if one.get("name") == name), None)
    if present is not None and value:
        present.set("value", value)
    elif present is not None and found is not None:
        found.remove(present)
    elif value:
        if found is None:
            found = etree.SubElement(_extensions(node), f"{_S}properties")
        etree.SubElement(found, f"{_S}property", name=name, value=value)


def _condition(node: etree._Element, _: str, value: str) -> None:
    _child_text(node, f"{_B}conditionExpression", value)


def _default(node: etree._Element, _: str, value: str) -> None:
    source = next((one for one in node.getroottree().iter(f"{_B}*") if one.get("id") == node.get("sourceRef")), None)
    if source is not None and value == "yes":
        source.set("default", node.get("id", ""))
        _child_text(node, f"{_B}conditionExpression", "")
    elif source is not None and source.get("default") == node.get("id"):
        source.attrib.pop("default")


def _timer(node: etree._Element, form: str, value: str) -> None:
    definition = node.find(f"{_B}timerEventDefinition")
    if definition is None or form not in _TIMES:
        raise Unusable(f"Expected a timer event with one of {', '.join(_TIMES)}, found another.")
    if value:
        for other in _TIMES:
            if other != form:
                _child_text(definition, f"{_B}{other}", "")
    _child_text(definition, f"{_B}{form}", value)


def _operator(node: etree._Element) -> etree._Element | None:
    return node.find(f"{_B}extensionElements/{_S}serviceTaskOperator")


def _operation(node: etree._Element, _: str, value: str) -> None:
    operator = _operator(node)
    if operator is not None and value:
        operator.set("id", value)
    elif operator is not None:
        _extensions(node).remove(operator)
    elif value:
        etree.SubElement(_extensions(node), f"{_S}serviceTaskOperator", id=value)


def _result_variable(node: etree._Element, _: str, value: str) -> None:
    operator = _operator(node)
    if operator is not None:
        _attribute(operator, "resultVariable", value)


def _parameter(node: etree._Element, name: str, value: str) -> None:
    operator = _operator(node)
    if operator is None:
        return
    held = operator.find(f"{_S}parameters")
    present = None if held is None else next((one for one in held if one.get("id") == name), None)
    if present is not None and value:
        present.set("value", value)
    elif present is not None and held is not None:
        held.remove(present)
    elif value:
        held = etree.SubElement(operator, f"{_S}parameters") if held is None else held
        etree.SubElement(held, f"{_S}parameter", id=name, type="any", value=value)


def _decision(node: etree._Element, _: str, value: str) -> None:
    _child_text(_extensions(node), f"{_S}calledDecisionId", value)


def _called(node: etree._Element, _: str, value: str) -> None:
    _attribute(node, "calledElement", value)


def _loop(node: etree._Element, part: str, value: str) -> None:
    marks = node.find(f"{_B}multiInstanceLoopCharacteristics")
    tag = _LOOP_TEXTS.get(part) or _LOOP_ITEMS.get(part)
    if marks is None or tag is None:
        raise Unusable(f"Expected a multi-instance activity with one of its parts, found ‘{part[:80]}’.")
    before = {f"{_B}{one}" for one in _LOOP_ORDER[: _LOOP_ORDER.index(tag)]}
    place = behind(marks, before | {f"{_B}extensionElements"})
    if part in _LOOP_TEXTS:
        _child_text(marks, f"{_B}{tag}", value, at=place)
        return
    item = marks.find(f"{_B}{tag}")
    if item is None and value:
        item = etree.Element(f"{_B}{tag}")
        marks.insert(place, item)
    if item is not None and value:
        item.set("name", value)
    elif item is not None:
        marks.remove(item)


_WRITERS: dict[str, Writer] = {
    "name": _name,
    "documentation": _documentation,
    "property": _property,
    "condition": _condition,
    "default": _default,
    "timer": _timer,
    "operation": _operation,
    "result_variable": _result_variable,
    "parameter": _parameter,
    "decision": _decision,
    "called": _called,
    "loop": _loop,
    "many": write_many,
    **{kind: write_reference(kind) for kind in ("message", "signal", "error", "escalation")},
    "interrupting": write_interrupting,
    "id": write_id,
}
