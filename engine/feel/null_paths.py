"""Paths that surely give null: what stands before the dot is known, and has no entry of that name."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, Final

from lxml import etree

from engine.feel import nodes
from engine.feel.dmn_elements import child, children, identity, local, text_in
from engine.feel.errors import FeelSyntaxError
from engine.feel.model import Decision
from engine.feel.parser import parse_expression, parse_tests, tree_of
from engine.feel.possible import UNKNOWN, Names, Place, possible
from engine.feel.possible_decisions import known_to

NEAR: Final = 0.75  # of 1: a letter lost in a word of five


@dataclass(frozen=True)
class NullPath:
    """``text``: the path to the entry there is none of; ``entries``: those there are; ``place``: in a decision."""

    text: str
    name: str
    entries: tuple[str, ...]
    place: Place | None = None

    @property
    def meant(self) -> str | None:
        """The entry whose name is nearly this one."""
        return next(iter(get_close_matches(self.name, self.entries, n=1, cutoff=NEAR)), None)


def null_paths(text: str, names: Names) -> list[NullPath]:
    """Those of an expression; ``names``: what each of its names can be. Nothing of what is no FEEL."""
    if "." not in text:
        return []
    try:
        return list(_of(tree_of(text), names, None))
    except FeelSyntaxError:
        return []


def null_paths_in(decision: Decision, names: Names) -> list[NullPath]:
    """Those of a decision's own box, a table or an expression; ``names``: what the facts can be that it is given."""
    box = decision.box
    if box is None or local(box) not in ("decisionTable", "literalExpression"):
        return []
    known = known_to(decision, names)
    found: list[NullPath] = []
    for element, parse in _texts(box):
        text = text_in(child(element, "text"))
        if "." not in text:
            continue  # most cells hold no path, and parsing is what takes time
        place = decision.model.file, identity(element) or decision.id
        try:
            found += _of(parse(text, decision.scanned), known, place)
        except FeelSyntaxError:
            continue  # told when the model was read
    return found


def _texts(box: etree._Element) -> Iterator[tuple[etree._Element, Any]]:
    if local(box) == "literalExpression":
        yield box, parse_expression
        return
    for one in children(box, "input"):
        yield from ((inner, parse_expression) for inner in children(one, "inputExpression"))
    for rule in children(box, "rule"):
        yield from ((one, parse_tests) for one in children(rule, "inputEntry"))
        yield from ((one, parse_expression) for one in children(rule, "outputEntry"))


def _of(node: Any, names: Names, place: Place | None) -> Iterator[NullPath]:
    match node:
        case nodes.Path():
            yield from _of(node.base, names, place)
            before = possible(node.base, names)
            if before.lacks(node.name):
                yield NullPath(_written(node), node.name, before.entries, place)
        case nodes.Filter():
            yield from _of(node.base, names, place)  # in the test a name may be an entry of the item
        case nodes.For() | nodes.Quantified():
            for turn in node.turns:
                yield from _of(turn.items, names, place)
                names = _bound(names, turn.name)
            yield from _of(node.body, names, place)
        case nodes.ContextOf():
            for name, inner in node.entries:
                yield from _of(inner, names, place)
                names = _bound(names, name)
        case nodes.FunctionOf():
            return  # what it is called with is not known
        case nodes.Node():
            for one in fields(node):
                yield from _of(getattr(node, one.name), names, place)
        case list() | tuple():
            for one in node:
                yield from _of(one, names, place)
        case dict():
            yield from _of(list(node.values()), names, place)


def _bound(names: Names, name: str) -> Names:
    return lambda one: UNKNOWN if one in (name, "partial") else names(one)


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_written(node.base)}.{node.name}" if isinstance(node, nodes.Path) else "(…)"
