"""Literals, names, paths, lists, contexts, ranges."""

from decimal import Decimal
from typing import Any

from engine.feel import nodes as n
from engine.feel.compiler import Compiler, compiles
from engine.feel.conversion import from_python
from engine.feel.functions import BUILTINS
from engine.feel.kinds import kind_of
from engine.feel.properties import property_of
from engine.feel.ranges import Range
from engine.feel.scope import Closure, Scope

_READY = (str, bool, Decimal, type(None))


@compiles(n.Literal)
def literal(node: n.Literal, _: Compiler) -> Closure:
    value = node.value
    return lambda scope: value


@compiles(n.Name)
def name(node: n.Name, compiler: Compiler) -> Closure:
    """What a loop has so far (``partial``) grows: whoever keeps it gets it as it is now."""
    read = reading(node, compiler)
    if node.name != "partial":
        return read

    def kept(scope: Scope) -> Any:
        value = read(scope)
        if not isinstance(value, list):
            return value
        scope.root.budget.hold(len(value))
        return list(value)

    return kept


def reading(node: n.Name, compiler: Compiler) -> Closure:
    """The value of a name, not to be kept."""
    wanted = node.name
    compiler.note(wanted, wanted in BUILTINS or (wanted == "item" and compiler.is_local))
    if compiler.is_local:
        return lambda scope: scope.find(wanted)

    def read(scope: Scope) -> Any:
        root = scope.root
        value = root.context.get(wanted)
        if value is None or type(value) not in _READY:
            return scope.find(wanted)
        return value

    return read


@compiles(n.Path)
def path(node: n.Path, compiler: Compiler) -> Closure:
    steps: list[str] = []
    base: n.Node = node
    while isinstance(base, n.Path):
        steps.insert(0, base.name)
        base = base.base
    if isinstance(base, n.Name) and not compiler.is_local:
        whole = base.name + "." + ".".join(steps)
        compiler.note(base.name if whole not in compiler.names else whole, base.name in BUILTINS)
        return _given_path(base.name, steps)
    inner = compiler.closure(base)
    if len(steps) == 1:
        last = steps[0]
        return lambda scope: property_of(inner(scope), last)

    def walk(scope: Scope) -> Any:
        value = inner(scope)
        for step in steps:
            value = property_of(value, step)
        return value

    return walk


def _given_path(first: str, steps: list[str]) -> Closure:
    """A path into the given context walks its plain dicts, so that only what it ends at is converted."""

    def walk(scope: Scope) -> Any:
        raw: Any = scope.root.context.get(first)
        for step in steps:
            if type(raw) is not dict:
                break
            raw = raw.get(step)
        else:
            kind = type(raw)
            if kind in _READY:
                return raw
            if kind is int or kind is float:
                return from_python(raw)
        value = scope.find(first)
        for step in steps:
            value = property_of(value, step)
        return value

    return walk


@compiles(n.ListOf)
def list_of(node: n.ListOf, compiler: Compiler) -> Closure:
    items = [compiler.closure(item) for item in node.items]
    if all(isinstance(item, n.Literal) for item in node.items):
        values = [item.value for item in node.items if isinstance(item, n.Literal)]
        return lambda scope: values
    return lambda scope: [item(scope) for item in items]


@compiles(n.ContextOf)
def context_of(node: n.ContextOf, compiler: Compiler) -> Closure:
    """Each entry sees those before it. A key written twice makes the context null."""
    keys = [key for key, _ in node.entries]
    if len(set(keys)) != len(keys):
        return lambda scope: None
    entries: list[tuple[str, Closure]] = []
    for index, (key, value) in enumerate(node.entries):
        with compiler.binding(keys[:index]):
            entries.append((key, compiler.closure(value)))

    def build(scope: Scope) -> Any:
        values: dict[str, Any] = {}
        inner = Scope(values, scope)
        for key, value in entries:
            values[key] = value(inner)
        return values

    return build


@compiles(n.Interval)
def interval(node: n.Interval, compiler: Compiler) -> Closure:
    has_low, has_high = node.has_low, node.has_high
    if isinstance(node.low, n.Literal) and isinstance(node.high, n.Literal):
        constant = make_range(node.low.value, node.high.value, has_low, has_high)
        return lambda scope: constant
    low, high = compiler.closure(node.low), compiler.closure(node.high)
    return lambda scope: make_range(low(scope), high(scope), has_low, has_high)


@compiles(n.Sign)
def sign(node: n.Sign, compiler: Compiler) -> Closure:
    mark = node.sign
    if isinstance(node.end, n.Literal):
        constant = Range.of_sign(mark, node.end.value)
        return lambda scope: constant
    end = compiler.closure(node.end)
    return lambda scope: Range.of_sign(mark, end(scope))


def make_range(low: Any, high: Any, has_low: bool, has_high: bool) -> Range | None:
    """A range, or null when its ends cannot be compared."""
    if low is not None and high is not None and (kind_of(low) != kind_of(high) or kind_of(low) not in ORDERED):
        return None
    return Range(low, high, has_low, has_high)


ORDERED = frozenset(
    {"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"}
)
