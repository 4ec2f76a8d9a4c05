"""A diagram with other ids: every element, line and event of it, and whatever refers to one."""

from lxml import etree

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
KEPT = (
    "definitions",
    "process",
    "collaboration",
    "message",
    "signal",
    "error",
    "escalation",
    "inputDataItem",
    "outputDataItem",
)
REFERRING = ("sourceRef", "targetRef", "default", "attachedToRef", "bpmnElement")
REFERRED = ("incoming", "outgoing", "flowNodeRef")


def renamed(content: bytes) -> bytes:
    """The same diagram under ids nobody knows. Processes, messages, signals and items keep theirs: these are names."""
    root = etree.fromstring(content)
    process = next(root.iter(f"{MODEL}process")).get("id")
    others: dict[str, str] = {}
    for element in root.iter(f"{MODEL}*"):
        known = element.get("id")
        if known and etree.QName(element).localname not in KEPT:
            others[known] = f"{process}_x{len(others)}"
            element.set("id", others[known])
    for element in root.iter("*"):
        for name in REFERRING:
            if element.get(name) in others:
                element.set(name, others[str(element.get(name))])
        if etree.QName(element).localname in REFERRED and element.text in others:
            element.text = others[element.text]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
