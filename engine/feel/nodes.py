"""The tree of an expression, as the parser builds it. ``depth`` is the nesting below a node."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Node:
    depth: int = field(default=1, init=False)


@dataclass(slots=True)
class Literal(Node):
    value: Any


@dataclass(slots=True)
class Name(Node):
    name: str


@dataclass(slots=True)
class Path(Node):
    base: Node
    name: str


@dataclass(slots=True)
class Filter(Node):
    base: Node
    test: Node


@dataclass(slots=True)
class Call(Node):
    callee: Node
    values: list[Node]
    named: dict[str, Node] | None


@dataclass(slots=True)
class ListOf(Node):
    items: list[Node]


@dataclass(slots=True)
class ContextOf(Node):
    entries: list[tuple[str, Node]]


@dataclass(slots=True)
class Interval(Node):
    """``[low..high]`` with its brackets: a range."""

    low: Node
    high: Node
    has_low: bool
    has_high: bool


@dataclass(slots=True)
class Sign(Node):
    """``< end`` and its kin: a range with one end, or a unary test."""

    sign: str
    end: Node


@dataclass(slots=True)
class Chain(Node):
    """Operators of one rank, from left to right."""

    first: Node
    rest: list[tuple[str, Node]]


@dataclass(slots=True)
class Negation(Node):
    inner: Node


@dataclass(slots=True)
class Compare(Node):
    sign: str
    left: Node
    right: Node


@dataclass(slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(slots=True)
class In(Node):
    value: Node
    tests: list[Node]


@dataclass(slots=True)
class Logic(Node):
    """``and`` or ``or`` over two or more parts."""

    word: str
    parts: list[Node]


@dataclass(slots=True)
class If(Node):
    test: Node
    then: Node
    otherwise: Node


@dataclass(slots=True)
class Turn(Node):
    """``name in items`` or ``name in items .. last``."""

    name: str
    items: Node
    last: Node | None


@dataclass(slots=True)
class For(Node):
    turns: list[Turn]
    body: Node


@dataclass(slots=True)
class Quantified(Node):
    """``some`` or ``every``."""

    word: str
    turns: list[Turn]
    body: Node


@dataclass(slots=True)
class TypeName(Node):
    """A type expression: a name, or list<…>, range<…>, context<…>, function<…> -> …."""

    name: str
    inner: list["TypeName"]
    fields: dict[str, "TypeName"]
    result: "TypeName | None" = None


@dataclass(slots=True)
class FunctionOf(Node):
    parameters: list[tuple[str, TypeName | None]]
    body: Node
    is_external: bool


@dataclass(slots=True)
class InstanceOf(Node):
    value: Node
    kind: TypeName


@dataclass(slots=True)
class Tests(Node):
    """The unary tests of a decision table's cell."""

    tests: list[Node]
    is_negated: bool
