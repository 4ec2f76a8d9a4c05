"""The one way a file of a bundle is written, so that two versions compare line by line whoever drew them."""

import orjson
from lxml import etree

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
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
    what they show. Members and elements otherwise keep the order they were written in; text is not touched.
    """
    if name.endswith(".form"):
        return orjson.dumps(orjson.loads(content), option=orjson.OPT_INDENT_2) + b"\n"
    plain = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    root = etree.fromstring(content, plain)
    if name.endswith(".bpmn"):
        _order(root)
    etree.indent(root, space="  ")
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


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
        plane[:] = sorted(plane, key=lambda shown: places.get(shown.get("bpmnElement"), len(places)))
