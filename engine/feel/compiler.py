"""Trees to closures, once: no node is looked at again when an expression is evaluated."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from engine.feel.nodes import Node
from engine.feel.scope import Closure

_COMPILERS: dict[type[Node], Callable[[Any, "Compiler"], Closure]] = {}


def compiles(
    kind: type[Node],
) -> Callable[[Callable[[Any, "Compiler"], Closure]], Callable[[Any, "Compiler"], Closure]]:
    """Register how nodes of this kind become closures."""

    def register(act: Callable[[Any, "Compiler"], Closure]) -> Callable[[Any, "Compiler"], Closure]:
        _COMPILERS[kind] = act
        return act

    return register


class Compiler:
    """Knows which names the expression itself binds around the node in hand.

    types: what a type's name in ``instance of`` stands for, where a model defines its own.
    """

    def __init__(self, names: frozenset[str] = frozenset(), types: Any = None) -> None:
        self.names = names
        self.types = types
        self.free: set[str] = set()
        self.unknown_functions: set[str] = set()
        self.uses_question = False
        self._bound: list[frozenset[str] | None] = []

    def closure(self, node: Node) -> Closure:
        return _COMPILERS[type(node)](node, self)

    @property
    def is_local(self) -> bool:
        """Does the expression bind any name around here?"""
        return bool(self._bound)

    @contextmanager
    def binding(self, names: Iterable[str] | None) -> Iterator[None]:
        """Compile what stands inside a scope with these names; None: a filter, whose items' names nobody knows yet."""
        self._bound.append(None if names is None else frozenset(names))
        try:
            yield
        finally:
            self._bound.pop()

    def note_call(self, name: str) -> None:
        """Remember a function nobody defines: no standard, no model, not the expression itself, no item of a filter."""
        bound = any(names is None or name in names for names in self._bound)
        if not bound and name not in self.names:
            self.unknown_functions.add(name)

    def note(self, name: str, is_known_elsewhere: bool) -> None:
        """Remember a name that must come from the given context."""
        if name == "?":
            self.uses_question = True
            return
        may_be_of_item = False
        for names in reversed(self._bound):
            if names is None:
                may_be_of_item = True
            elif name in names:
                return
        if name in self.names or not (is_known_elsewhere or may_be_of_item):
            self.free.add(name)
