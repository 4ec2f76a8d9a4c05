"""A text that a browser cannot break into lines in bearable time is told before it is drawn, and not taken in."""

from lxml import etree

from engine import feel
from engine.errors import Problem
from engine.runtime.limits import MAX_DRAWN
from engine.runtime.markup import BPMN, Unreadable, read_xml
from engine.runtime.source import Source


def overlong(source: Source) -> list[Problem]:
    """One problem for each label, and each note of a diagram, of more than ``MAX_DRAWN`` characters.

    Of pools, lanes and notes too, which no rule reads; none of what cannot be read.
    """
    try:
        if source.name.endswith(".dmn"):
            root = feel.read_xml(source.content, source.name)
        else:
            root = read_xml(source.name, source.content)
    except (Unreadable, feel.HostileXml):
        return []
    long = [(one, len(one.get("name", ""))) for one in root.iter("*")]
    long += [(one, len(said.text or "")) for one in root.iter(f"{{{BPMN}}}textAnnotation") for said in one]
    return [
        Problem(
            source.name,
            one.get("id"),
            "sizes",
            f"Expected at most {MAX_DRAWN} characters in the label of {_called(one)}, found {length}. Shorten it.",
        )
        for one, length in long
        if length > MAX_DRAWN
    ]


def _called(one: etree._Element) -> str:
    return one.get("id") or etree.QName(one).localname
