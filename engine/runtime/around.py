"""What stands around the elements of a diagram: its processes, pools and lanes, read for those who do not see it."""

from dataclasses import dataclass

from lxml import etree

from engine.runtime.markup import BPMN, SPIFF, read_xml

_B, _S = f"{{{BPMN}}}", f"{{{SPIFF}}}"
KINDS = ("process", "participant", "lane")


@dataclass(frozen=True, slots=True)
class Around:
    """``process``: the id of the process it is, shows or stands in; None for a pool without one."""

    id: str
    kind: str
    name: str
    name_en: str | None
    documentation: str | None
    process: str | None


def read_around(file: str, content: bytes) -> list[Around]:
    """In document order; without an id nothing can be said of it, so it is left out."""
    root = read_xml(file, content)
    found = (_around(node) for node in root.iter(*(f"{_B}{kind}" for kind in KINDS)))
    return [one for one in found if one.id]


def _around(node: etree._Element) -> Around:
    kind = str(node.tag)[len(_B) :]
    documentation = node.find(f"{_B}documentation")
    properties = node.iterfind(f"{_B}extensionElements/{_S}properties/{_S}property")
    if kind == "participant":
        process = node.get("processRef")
    else:
        own = node if kind == "process" else next(node.iterancestors(f"{_B}process"), None)
        process = None if own is None else own.get("id")
    return Around(
        node.get("id", ""),
        kind,
        (node.get("name") or "").strip(),
        next((one.get("value") for one in properties if one.get("name") == "name_en"), None),
        None if documentation is None else documentation.text,
        process,
    )
