"""What a condition surely is when only some of its names are known."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from engine.feel import nodes
from engine.feel.compiler import Compiler
from engine.feel.errors import FeelError, FeelSyntaxError
from engine.feel.expression import compiled
from engine.feel.parser import tree_of
from engine.feel.scope import Root

UNSTEADY = frozenset(["now", "today"])  # these answer anew each time


def surely(node: nodes.Node, known: Mapping[str, Any]) -> bool | None:
    """True or False where the condition holds or does not whatever else there is; None where it depends.

    ``known``: values by name, those in a context by their path (``submission.decision``). What is null does not hold.
    """
    if isinstance(node, nodes.Logic):
        parts = [surely(part, known) for part in node.parts]
        decisive = node.word == "or"  # one part that is so decides
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    compiler = Compiler(frozenset(known))
    try:
        run = compiled(node, compiler)
        if not compiler.free or not compiler.free <= known.keys() or compiler.unknown_functions or _is_unsteady(node):
            return None
        return run(Root(_context(known), None)) is True
    except (FeelError, FeelSyntaxError, RecursionError):
        return None


def surely_holds(text: str, known: Mapping[str, Any]) -> bool | None:
    """``surely`` of a text; None of one that is no FEEL."""
    try:
        return surely(tree_of(text), known)
    except FeelSyntaxError:
        return None


def _context(known: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in known.items():
        first, _, inner = path.partition(".")
        if inner:
            found.setdefault(first, {})[inner] = value
        else:
            found[first] = value
    return found


def _is_unsteady(node: Any) -> bool:
    if isinstance(node, nodes.Name):
        return node.name in UNSTEADY
    if isinstance(node, nodes.Node):
        return any(_is_unsteady(getattr(node, one.name)) for one in fields(node))
    if isinstance(node, dict):
        return any(map(_is_unsteady, node.values()))
    return isinstance(node, list | tuple) and any(map(_is_unsteady, node))
