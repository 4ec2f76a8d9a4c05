"""XML from strangers: bounded, without DOCTYPE, entities or the network, refused before work is spent."""

from collections.abc import Sequence

from lxml import etree

from engine.errors import Problem

LARGEST_FILE = 5 * 1024 * 1024
DEEPEST_ELEMENT = 100
MOST_ELEMENTS = 50_000
MOST_PARTS = 1_000  # decisions, inputs, knowledge models, services
MOST_CELLS = 5_000
MOST_FEEL = 200_000  # characters of all expressions together
_COUNTED = {
    **dict.fromkeys(("decision", "inputData", "businessKnowledgeModel", "decisionService"), "decisions and inputs"),
    **dict.fromkeys(("inputEntry", "outputEntry"), "cells"),
}
_MOST = {"decisions and inputs": MOST_PARTS, "cells": MOST_CELLS, "characters of FEEL": MOST_FEEL}


class HostileXml(Exception):
    """The file is not read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_xml(content: bytes, file: str) -> etree._Element:
    """The root element. Raises HostileXml with one problem: size, DOCTYPE, encoding, nesting, count, or bad XML."""
    if len(content) > LARGEST_FILE:
        raise _refused(file, "xml-too-large", "Expected a file of at most 5 MB, found a larger one. Split the model.")
    if b"\0" in content:
        raise _refused(file, "xml-encoding", "Expected XML in UTF-8, found another encoding. Save it as UTF-8.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused(
            file, "xml-doctype", "Expected no DOCTYPE and no entities, found one. Remove it; models need none."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise HostileXml(
            Problem(
                file, None, "xml-syntax", f"Expected well-formed XML, found: {error.msg}.", line=line, column=column
            )
        ) from None
    except ValueError as error:
        raise _refused(file, "xml-encoding", f"Expected XML in UTF-8, found: {error}.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(file, "xml-doctype", "Expected no DOCTYPE, found one. Remove it; models need none.")
    _measure(root, file)
    return root


def _measure(root: etree._Element, file: str) -> None:
    depth = count = 0
    found = dict.fromkeys(_MOST, 0)
    for event, node in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST_ELEMENT:
            raise _refused(
                file, "xml-too-deep", f"Expected at most {DEEPEST_ELEMENT} elements in each other, found more."
            )
        if count > MOST_ELEMENTS:
            raise _refused(
                file, "xml-too-many", f"Expected at most {MOST_ELEMENTS} elements, found more. Split the model."
            )
        if event == "start" and isinstance(node.tag, str):
            _count(node, found, file)


def measure_together(roots: Sequence[etree._Element], file: str) -> None:
    """Several files that are read as one must stay within the limits of one. Raises HostileXml."""
    found = dict.fromkeys(_MOST, 0)
    for node in (node for root in roots if len(roots) > 1 for node in root.iter("{*}*")):
        _count(node, found, file)


def _count(node: etree._Element, found: dict[str, int], file: str) -> None:
    name = etree.QName(node).localname
    kind = "characters of FEEL" if name == "text" else _COUNTED.get(name)
    if kind is None:
        return
    found[kind] += len(node.text or "") if name == "text" else 1
    if found[kind] > _MOST[kind]:
        raise _refused(file, "xml-too-many", f"Expected at most {_MOST[kind]} {kind}, found more. Split the model.")


def _refused(file: str, rule: str, message: str) -> HostileXml:
    return HostileXml(Problem(file, None, rule, message))
