"""What stands around the elements of a diagram: its processes, pools and lanes, its notes and message flows, read for
those who do not see it."""

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


@dataclass(frozen=True, slots=True)
class MessageFlow:
    """``source`` and ``target``: ids of elements or pools."""

    id: str
    name: str
    source: str
    target: str


def read_message_flows(file: str, content: bytes) -> list[MessageFlow]:
    """In document order."""
    found = read_xml(file, content).iter(f"{_B}messageFlow")
    return [MessageFlow(*(one.get(name, "") for name in ("id", "name", "sourceRef", "targetRef"))) for one in found]


def read_notes(file: str, content: bytes) -> dict[str, list[str]]:
    """The texts of annotations by the id of the element each is tied to; under "" those tied to none."""
    root = read_xml(file, content)
    ends = [(one.get("sourceRef", ""), one.get("targetRef", "")) for one in root.iter(f"{_B}association")]
    found: dict[str, list[str]] = {}
    for note in root.iter(f"{_B}textAnnotation"):
        tied = [other for pair in ends for one, other in (pair, pair[::-1]) if one == note.get("id")]
        for element in tied or [""]:
            found.setdefault(element, []).append((note.findtext(f"{_B}text") or "").strip())
    return found
