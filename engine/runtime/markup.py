"""Hostile XML is refused before work is spent on it: no DOCTYPE, no entities, no network, bounded size and depth."""

from collections import Counter
from typing import Any

from lxml import etree

from engine.errors import Problem
from engine.runtime.limits import (
    MAX_BYTES,
    MAX_FLOW_ELEMENTS,
    MAX_PROCESSES,
    MAX_XML_ATTRIBUTES,
    MAX_XML_DEPTH,
    MAX_XML_ELEMENTS,
)
from engine.runtime.model import FLOW_NODES

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_COUNTED = {f"{{{BPMN}}}{kind}": "elements" for kind in FLOW_NODES} | {f"{{{BPMN}}}process": "processes"}
_DEEPER = etree.XPath(f"({'/*' * (MAX_XML_DEPTH + 1)})[1]")
_MOST = {"elements": MAX_FLOW_ELEMENTS, "processes": MAX_PROCESSES}
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"


class Unreadable(Exception):
    """The file is no diagram that can be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_xml(file: str, content: bytes, *, comments: bool = False) -> etree._Element:
    """The root element of a BPMN file; with ``comments`` and processing instructions only for who writes it again.

    Raises Unreadable with the sentence for the designer.
    """
    if len(content) > MAX_BYTES:
        sentence = f"Expected a file of at most {MAX_BYTES // 1024 // 1024} MB, found a larger one. Split the diagram."
        raise _refused(file, "size", sentence)
    if _has_doctype(content):
        raise _refused(file, "xml", "Expected plain XML, found a DOCTYPE. Remove it: diagrams declare no entities.")
    if content.count(b"<") > 2 * MAX_XML_ELEMENTS + 1_000:
        raise _refused(
            file, "size", f"Expected at most {MAX_XML_ELEMENTS} XML elements, found more. Split the diagram."
        )
    if content.count(b"=") > MAX_XML_ATTRIBUTES:
        raise _refused(
            file, "size", f"Expected at most {MAX_XML_ATTRIBUTES} attributes, found more. Split the diagram."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not comments,
        remove_pis=not comments,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        sentence = f"Expected a BPMN file, but the XML cannot be read: {str(error)[:300]}. Mend it, or save it again."
        raise _refused(file, "xml", sentence, line) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise _refused(file, "xml", "Expected plain XML, found a DOCTYPE. Remove it: diagrams declare no entities.")
    _check_extent(file, root)
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused(
            file,
            "xml",
            f"Expected BPMN 2.0 <definitions> at the top, found <{etree.QName(root).localname}>. "
            "Give a file exported as BPMN.",
        )
    return root


def _has_doctype(content: bytes) -> bool:
    """Also in UTF-16 and UTF-32, where the letters are apart."""
    return b"<!doctype" in content[:4096].replace(b"\0", b"").lower()


def _check_extent(file: str, root: etree._Element) -> None:
    """Counted inside libxml2: a walk in Python took longer than everything else that reading a file does."""
    too_deep: Any = _DEEPER(root)
    if too_deep:
        sentence = f"Expected XML nested at most {MAX_XML_DEPTH} deep, found deeper. Flatten it."
        raise _refused(file, "depth", sentence, too_deep[0].sourceline)
    if sum(1 for _ in root.iter("*")) > MAX_XML_ELEMENTS:
        raise _refused(
            file, "size", f"Expected at most {MAX_XML_ELEMENTS} XML elements, found more. Split the diagram."
        )
    for kind, count in Counter(_COUNTED[str(node.tag)] for node in root.iter(*_COUNTED)).items():
        if count > _MOST[kind]:
            raise _refused(file, "size", f"Expected at most {_MOST[kind]} {kind} in one file, found more. Split it.")


def _refused(file: str, rule: str, sentence: str, line: int | None = None) -> Unreadable:
    return Unreadable(Problem(file, None, rule, sentence, line=line))
