"""Reading DMN's elements, of any version's namespace, and collecting what is wrong with them."""

from lxml import etree

from engine.errors import Problem
from engine.feel.errors import FeelSyntaxError

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
)


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for a comment, and for foreign elements."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, name = tag[1:].partition("}")
    return name if namespace in NAMESPACES else ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The child elements of DMN with these names, or all of DMN's."""
    return [one for one in element if (name := local(one)) and (not names or name in names)]


def child(element: etree._Element, *names: str) -> etree._Element | None:
    found = children(element, *names)
    return found[0] if found else None


def text_in(element: etree._Element | None) -> str:
    """All text inside, comments aside."""
    if element is None:
        return ""
    parts = [element.text, *(one.tail for one in element)]
    return "".join(part for part in parts if isinstance(part, str)).strip()


def is_model_import(element: etree._Element) -> bool:
    """Does this ``import`` name a DMN model? One of another kind (XML Schema, PMML) is nothing to FEEL."""
    return element.get("importType", "") in ("", *NAMESPACES)


def identity(element: etree._Element) -> str | None:
    """The id, or the name, of the element or of the nearest one around it that has one."""
    here: etree._Element | None = element
    while here is not None:
        found = here.get("id") or here.get("name")
        if found:
            return found
        here = here.getparent()
    return None


def line_of(element: etree._Element) -> int | None:
    """The line the element begins at."""
    line = element.sourceline
    return line if isinstance(line, int) else None


class Report:
    """The problems of one file; those of elements it includes from another are that file's own.

    doubts: what the standard answers with null, and a deployment refuses.
    """

    def __init__(self, file: str, root: etree._Element) -> None:
        self.file = file
        self.root = root
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []

    def add(self, element: etree._Element, rule: str, message: str) -> None:
        if self._is_own(element):
            self.problems.append(self._problem(element, rule, message))

    def doubt(self, element: etree._Element, rule: str, message: str) -> None:
        if self._is_own(element):
            self.doubts.append(self._problem(element, rule, message))

    def _is_own(self, element: etree._Element) -> bool:
        return element.getroottree().getroot() is self.root

    def _problem(self, element: etree._Element, rule: str, message: str) -> Problem:
        return Problem(self.file, identity(element), rule, message, line=line_of(element))

    def syntax(self, element: etree._Element, error: FeelSyntaxError) -> None:
        """An expression inside ``element`` is wrong; the line is the file's, the column the expression's."""
        if not self._is_own(element):
            return
        held = child(element, "text")
        first = line_of(element if held is None else held) or 1
        message = error.message
        if error.expected and error.expected not in message:
            message = f"{message} What can stand there: {error.expected}."
        self.problems.append(
            Problem(
                self.file, identity(element), "feel-syntax", message, line=first + error.line - 1, column=error.column
            )
        )
