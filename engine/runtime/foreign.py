"""What other systems wrote into a diagram: kept as it is, and told, because nothing here reads it."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.errors import Problem
from engine.runtime.markup import BPMN, SPIFF, Unreadable, read_xml
from engine.runtime.source import Source

_B = f"{{{BPMN}}}"
_COLOURS = ("http://bpmn.io/schema/bpmn/biocolor/1.0", "http://www.omg.org/spec/BPMN/non-normative/color/1.0")
_XML = ("http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace")
_READ = {BPMN, SPIFF, *_COLOURS, *_XML}
_MOST = 200


def foreign_parts(source: Source) -> list[Problem]:
    """A warning for each element of a diagram that carries another system's extensions; none if it cannot be read."""
    try:
        root = read_xml(source.name, source.content)
    except Unreadable:
        return []
    found = []
    for node in root.iter(f"{_B}*"):
        names = Counter(_foreign(node))
        if names:
            listed = ", ".join(sorted(names))
            label = node.get("name") or node.get("id") or etree.QName(node).localname
            sentence = f"‘{label}’ carries {listed}, which nothing here reads. It is kept as it is."
            found.append(Problem(source.name, node.get("id"), "foreign", sentence, "warning", _line(node)))
    return found[:_MOST]


def _foreign(node: etree._Element) -> Iterator[str]:
    """Names of the attributes and extension elements of other vocabularies on this element itself."""
    for name in node.attrib:
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
