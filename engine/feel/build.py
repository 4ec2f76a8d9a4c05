"""Builds the tree's nodes as lark reduces its rules."""

from typing import Any

from lark import Token, Transformer

from engine.feel import nodes as n
from engine.feel.errors import FeelSyntaxError
from engine.feel.moment_text import parse_moment
from engine.feel.numbers import from_text

DEEPEST_TREE = 200


def _sized(node: n.Node, *children: n.Node | None) -> n.Node:
    node.depth = 1 + max((child.depth for child in children if child is not None), default=0)
    if node.depth > DEEPEST_TREE:
        raise FeelSyntaxError(f"Expected at most {DEEPEST_TREE} expressions in each other.", expected="less nesting")
    return node


def _chain(children: list[Any]) -> n.Node:
    pairs = [(str(children[index]), children[index + 1]) for index in range(1, len(children), 2)]
    return _sized(n.Chain(children[0], pairs), children[0], *(node for _, node in pairs))


class Build(Transformer[Token, Any]):
    """One method a rule; ``children`` are nodes and tokens in the order of the rule."""

    def expression(self, children: list[Any]) -> n.Node:
        node: n.Node = children[0]
        return node

    def tests(self, children: list[Any]) -> n.Node:
        found = [child for child in children if isinstance(child, n.Node)]
        return _sized(n.Tests(found, False), *found)

    def negated_tests(self, children: list[Any]) -> n.Node:
        found = [child for child in children if isinstance(child, n.Node)]
        return _sized(n.Tests(found, True), *found)

    def or_(self, children: list[Any]) -> n.Node:
        return _sized(n.Logic("or", children[::2]), *children[::2])

    def and_(self, children: list[Any]) -> n.Node:
        return _sized(n.Logic("and", children[::2]), *children[::2])

    def compare(self, children: list[Any]) -> n.Node:
        left, sign, right = children
        return _sized(n.Compare(str(sign), left, right), left, right)

    def between(self, children: list[Any]) -> n.Node:
        value, _, low, _, high = children
        return _sized(n.Between(value, low, high), value, low, high)

    def in_value(self, children: list[Any]) -> n.Node:
        return _sized(n.In(children[0], [children[2]]), children[0], children[2])

    def in_tests(self, children: list[Any]) -> n.Node:
        tests = [child for child in children[3:] if isinstance(child, n.Node)]
        return _sized(n.In(children[0], tests), children[0], *tests)

    def instance_of(self, children: list[Any]) -> n.Node:
        return _sized(n.InstanceOf(children[0], children[2]), children[0], children[2])

    def signed(self, children: list[Any]) -> n.Node:
        return _sized(n.Sign(str(children[0]), children[1]), children[1])

    sum = staticmethod(_chain)
    product = staticmethod(_chain)
    power = staticmethod(_chain)

    def negation(self, children: list[Any]) -> n.Node:
        inner = children[1]
        if isinstance(inner, n.Literal) and inner.depth == 1 and hasattr(inner.value, "copy_negate"):
            return n.Literal(inner.value.copy_negate() if inner.value else inner.value)
        return _sized(n.Negation(inner), inner)

    def path(self, children: list[Any]) -> n.Node:
        return _sized(n.Path(children[0], str(children[2])), children[0])

    def filtered(self, children: list[Any]) -> n.Node:
        return _sized(n.Filter(children[0], children[2]), children[0], children[2])

    def call(self, children: list[Any]) -> n.Node:
        values = [child for child in children[1:] if isinstance(child, n.Node)]
        return _sized(n.Call(children[0], values, None), children[0], *values)

    def call_named(self, children: list[Any]) -> n.Node:
        named: dict[str, n.Node] = dict(child for child in children[1:] if isinstance(child, tuple))
        return _sized(n.Call(children[0], [], named), children[0], *named.values())

    def argument(self, children: list[Any]) -> tuple[str, n.Node]:
        return str(children[0]), children[2]

    entry = argument

    def number(self, children: list[Any]) -> n.Node:
        value = from_text(children[0])
        if value is None:
            raise FeelSyntaxError(f"Expected a number of decimal128, found {children[0]}.", expected="a smaller number")
        return n.Literal(value)

    def string(self, children: list[Any]) -> n.Node:
        return n.Literal(str(children[0]))

    def moment(self, children: list[Any]) -> n.Node:
        return n.Literal(parse_moment(str(children[0])))

    def true(self, _: list[Any]) -> n.Node:
        return n.Literal(True)

    def false(self, _: list[Any]) -> n.Node:
        return n.Literal(False)

    def null(self, _: list[Any]) -> n.Node:
        return n.Literal(None)

    def name(self, children: list[Any]) -> n.Node:
        return n.Name(str(children[0]))

    def inside(self, children: list[Any]) -> n.Node:
        node: n.Node = children[1]
        return node

    def interval(self, children: list[Any]) -> n.Node:
        opens, low, _, high, closes = children
        return _sized(n.Interval(low, high, opens.type == "LSQB", closes.type == "RSQB"), low, high)

    def list_of(self, children: list[Any]) -> n.Node:
        items = [child for child in children if isinstance(child, n.Node)]
        return _sized(n.ListOf(items), *items)

    def context_of(self, children: list[Any]) -> n.Node:
        entries = [child for child in children if isinstance(child, tuple)]
        return _sized(n.ContextOf(entries), *(node for _, node in entries))

    def if_(self, children: list[Any]) -> n.Node:
        return _sized(n.If(*children[1::2]), *children[1::2])

    def turn(self, children: list[Any]) -> n.Node:
        last = children[-1]
        return _sized(n.Turn(str(children[0]), children[2], last), children[2], last)

    def for_(self, children: list[Any]) -> n.Node:
        found = [child for child in children if isinstance(child, n.Node)]
        turns = [child for child in found if isinstance(child, n.Turn)]
        return _sized(n.For(turns, found[-1]), *found)

    def quantified(self, children: list[Any]) -> n.Node:
        found = [child for child in children if isinstance(child, n.Node)]
        turns = [child for child in found if isinstance(child, n.Turn)]
        return _sized(n.Quantified(str(children[0]), turns, found[-1]), *found)

    def parameter(self, children: list[Any]) -> tuple[str, n.TypeName | None]:
        return str(children[0]), children[-1] if isinstance(children[-1], n.TypeName) else None

    def function_of(self, children: list[Any]) -> n.Node:
        parameters = [child for child in children if isinstance(child, tuple)]
        is_external = any(isinstance(child, Token) and child.type == "EXTERNAL" for child in children)
        return _sized(n.FunctionOf(parameters, children[-1], is_external), children[-1])

    def plain_type(self, children: list[Any]) -> n.Node:
        return n.TypeName(".".join(str(child) for child in children if child.type == "NAME"), [], {})

    def typed(self, children: list[Any]) -> n.Node:
        arguments = [child for child in children if isinstance(child, tuple)]
        fields = {key: kind for key, kind in arguments if key is not None}
        inner = [kind for key, kind in arguments if key is None]
        result = children[-1] if isinstance(children[-1], n.TypeName) else None
        return _sized(n.TypeName(str(children[0]), inner, fields, result), *inner, *fields.values(), result)

    def type_argument(self, children: list[Any]) -> tuple[str | None, n.TypeName]:
        return (str(children[0]) if isinstance(children[0], Token) else None), children[-1]
