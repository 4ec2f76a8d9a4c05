"""XML from strangers: bounded, without DOCTYPE, entities or the network, refused before work is spent."""

from lxml import etree

from engine.errors import Problem

LARGEST_FILE = 5 * 1024 * 1024
DEEPEST_ELEMENT = 100
MOST_ELEMENTS = 100_000


class HostileXml(Exception):
    """The file is not read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_xml(content: bytes, file: str) -> etree._Element:
    """The root element. Raises HostileXml with one problem: size, DOCTYPE, encoding, nesting, count, or bad XML."""
    if len(content) > LARGEST_FILE:
        raise _refused(
            file, "xml-too-large", f"Expected at most 5 MB, found {len(content) // 1024} kB. Split the model."
        )
    if b"\0" in content:
        raise _refused(file, "xml-encoding", "Expected XML in UTF-8, found another encoding. Save it as UTF-8.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused(
            file, "xml-doctype", "Expected no DOCTYPE and no entities, found one. Remove it; models need none."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
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
    for event, _ in etree.iterwalk(root, events=("start", "end")):
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


def _refused(file: str, rule: str, message: str) -> HostileXml:
    return HostileXml(Problem(file, None, rule, message))
