"""What other systems wrote into a diagram: kept as it is, and told, because nothing here reads it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.errors import Problem
from engine.runtime.markup import BPMN, SPIFF, Unreadable, read_xml
from engine.runtime.source import Source

_B = f"{{{BPMN}}}"
_COLOURS = ("http://bpmn.io/schema/bpmn/biocolor/1.0", "http://www.omg.org/spec/BPMN/non-normative/color/1.0")
_XML = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace")
_READ = {BPMN, SPIFF, *_COLOURS, *_XML}
_WRITTEN = ("properties", "serviceTaskOperator", "calledDecisionId")  # by the panel, which may also remove them
_MOST = 200


def foreign_parts(source: Source) -> list[Problem]:
    """A warning for each element of a diagram that carries another system's extensions; none if it cannot be read."""
    try:
        root = read_xml(source.name, source.content)
    except Unreadable:
        return []
    found = []
    for node in root.iter(f"{_B}*"):
        names = set(_foreign(node))
        if names:
            listed = ", ".join(sorted(names))
            at = _shown(node)
            label = at.get("name") or at.get("id") or etree.QName(at).localname
            sentence = f"‘{label}’ carries {listed}, which nothing here reads. It is kept as it is."
            found.append(Problem(source.name, at.get("id"), "foreign", sentence, "warning", _line(node)))
    return found[:_MOST]


def _shown(node: etree._Element) -> etree._Element:
    """The element a drawing shows it on: multi-instance marks and event definitions stand on what holds them."""
    inside = str(etree.QName(node).localname).endswith(("LoopCharacteristics", "EventDefinition"))
    parent = node.getparent()
    return parent if inside and parent is not None and parent.get("id") else node


def foreign_losses(before: Source, after: Source) -> list[tuple[str, str]]:
    """(label, name) of what elements that are still there no longer carry of what nothing here writes.

    Elements by id; what an element carries is compared as a multiset, by meaning: names, attributes, texts, what is
    inside. An element that was deleted took with it what it carried.
    """
    kept = {node.get("id"): node for node in read_xml(after.name, after.content).iter(f"{_B}*") if node.get("id")}
    found = []
    for node in read_xml(before.name, before.content).iter(f"{_B}*"):
        if node.get("id") in kept:
            lost = _carried(node) - _carried(kept[node.get("id")])
            label = str(node.get("name") or node.get("id"))
            found += [(label, str(name)) for name in dict.fromkeys(one[0] for one in lost.elements())]
    return found


def _carried(node: etree._Element) -> Counter[tuple[Any, ...]]:
    """Attributes of other vocabularies and the extension elements no editor here writes; each begins with its name."""
    held = node.find(f"{_B}extensionElements")
    parts: list[tuple[Any, ...]] = [
        (name, value) for name, value in node.attrib.items() if etree.QName(name).namespace not in (None, *_READ)
    ]
    for child in () if held is None else held.iterchildren("{*}*"):
        tag = etree.QName(child)
        if tag.namespace not in (*_COLOURS, BPMN) and not (tag.namespace == SPIFF and tag.localname in _WRITTEN):
            parts.append(_meaning(child))
    return Counter(parts)


def _meaning(node: etree._Element) -> tuple[Any, ...]:
    inside = tuple(_meaning(child) for child in node.iterchildren("{*}*"))
    return (str(node.tag), tuple(sorted(node.attrib.items())), (node.text or "").strip(), inside)


def _foreign(node: etree._Element) -> Iterator[str]:
    """Names of the attributes and extension elements of other vocabularies on this element itself."""
    for name in node.attrib:
        if str(name).startswith("{"):
            yield from _named(node, name)
    held = node.find(f"{_B}extensionElements")
    for child in () if held is None else held:
        yield from _named(child, child.tag)


def _named(node: etree._Element, name: object) -> Iterator[str]:
    one = etree.QName(str(name))
    if one.namespace is not None and one.namespace not in _READ:
        prefix = next((key for key, uri in node.nsmap.items() if uri == one.namespace and key), None)
        yield f"{prefix}:{one.localname}" if prefix else one.localname


def _line(node: etree._Element) -> int | None:
    line: object = node.sourceline
    return line if isinstance(line, int) else None
