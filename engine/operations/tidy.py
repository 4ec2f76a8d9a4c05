"""The one way a file of a bundle is written, so that two versions compare line by line whoever drew them."""

import orjson
from lxml import etree

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DECLARED = b"<?xml version='1.0' encoding='UTF-8'?>"
_FIRST = {"id": 0, "name": 1}  # then by name, as some editors write
_SILENT = {  # defaults of BPMN 2.0's XML schema: editors leave them out
    f"{_BPMN}boundaryEvent": ("cancelActivity", "true"),
    f"{_BPMN}startEvent": ("isInterrupting", "true"),
    f"{_BPMN}multiInstanceLoopCharacteristics": ("isSequential", "false"),
    f"{_BPMN}subProcess": ("triggeredByEvent", "false"),
}


def tidied(name: str, content: bytes) -> bytes:
    """The same content, indented by two spaces. It must have been read by the readers before.

    Of a diagram: attributes in one order, without those that say what holds anyway; shapes and edges in the order of
    what they show, with the comments before them. Members and elements otherwise keep the order they were written in;
    text and comments are not touched.
    """
    if name.endswith(".form"):
        return orjson.dumps(orjson.loads(content), option=orjson.OPT_INDENT_2) + b"\n"
    plain = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    root = etree.fromstring(content, plain)
    if name.endswith(".bpmn"):
        _order(root)
    texts = [(node, node.text, [one.tail for one in node]) for node in root.iter("*") if _is_mixed(node)]
    etree.indent(root, space="  ")
    for node, text, tails in texts:
        node.text = text
        for part, tail in zip(node, tails, strict=True):
            part.tail = tail
    tree = etree.tostring(root, encoding="UTF-8")
    around = [etree.tostring(one, encoding="UTF-8", with_tail=False) for one in _around(root)]
    place = len(list(root.itersiblings(preceding=True)))
    return b"\n".join([_DECLARED, *around[:place], tree, *around[place:]])


def _around(root: etree._Element) -> list[etree._Element]:
    """Comments and processing instructions before and after the root element."""
    return [*reversed(list(root.itersiblings(preceding=True))), *root.itersiblings()]


def _is_mixed(node: etree._Element) -> bool:
    """Words beside elements or comments: white space between them would be words, too."""
    return len(node) > 0 and any((text or "").strip() for text in (node.text, *(one.tail for one in node)))


def _order(root: etree._Element) -> None:
    """An editor writes shapes in the order it drew them in, and attributes as its own model lists them."""
    places: dict[str | None, int] = {}
    for node in root.iter("*"):
        kept = [(key, value) for key, value in node.attrib.items() if (key, value) != _SILENT.get(str(node.tag))]
        node.attrib.clear()
        node.attrib.update(dict(sorted(kept, key=lambda one: (_FIRST.get(str(one[0]), 2), str(one[0])))))
        places.setdefault(node.get("id"), len(places))
    for label in list(root.iter(f"{_DI}BPMNLabel")):
        shape = label.getparent()
        if shape is not None and not len(label) and not label.attrib:
            shape.remove(label)  # it says that the label is where it would be anyway
    for plane in root.iter(f"{_DI}BPMNPlane"):
        plane[:] = [
            one for group in sorted(_groups(plane), key=lambda group: _place(group[-1], places)) for one in group
        ]


def _groups(plane: etree._Element) -> list[list[etree._Element]]:
    """Each shape or edge with the comments before it; those after the last stay last."""
    groups: list[list[etree._Element]] = [[]]
    for one in plane:
        groups[-1].append(one)
        if isinstance(one.tag, str):
            groups.append([])
    return [group for group in groups if group]


def _place(shown: etree._Element, places: dict[str | None, int]) -> int:
    return places.get(shown.get("bpmnElement"), len(places)) if isinstance(shown.tag, str) else len(places) + 1
