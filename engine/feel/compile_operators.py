"""Arithmetic, comparison, logic, ``in``, ``between``, ``if``, ``instance of``."""

from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from engine.feel import arithmetic, numbers
from engine.feel import nodes as n
from engine.feel.compiler import Compiler, compiles
from engine.feel.equality import equal, less
from engine.feel.membership import holds
from engine.feel.scope import Closure, Scope
from engine.feel.types import type_of

Act = Callable[[Any, Any], Any]
_ARITHMETIC: dict[str, tuple[Act, Act]] = {
    "+": (numbers.add, arithmetic.add),
    "-": (numbers.subtract, arithmetic.subtract),
    "*": (numbers.multiply, arithmetic.multiply),
    "/": (numbers.divide, arithmetic.divide),
    "**": (numbers.power, arithmetic.power),
}
_ORDER: dict[str, Act] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@compiles(n.Chain)
def chain(node: n.Chain, compiler: Compiler) -> Closure:
    if len(node.rest) > 50:
        return _long(node, compiler)
    run = compiler.closure(node.first)
    for sign, operand in node.rest:
        run = _operation(sign, run, compiler.closure(operand))
    return run


def _operation(sign: str, left: Closure, right: Closure) -> Closure:
    of_numbers, of_others = _ARITHMETIC[sign]
    is_sum = sign == "+"

    def run(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        if type(one) is Decimal and type(other) is Decimal:
            return of_numbers(one, other)
        if is_sum and type(one) is str and type(other) is str:
            if len(one) + len(other) > 64:
                scope.root.budget.hold(len(one) + len(other))
            return one + other
        return of_others(one, other)

    return run


def _long(node: n.Chain, compiler: Compiler) -> Closure:
    """A chain of many operators runs in a loop, so that no text is deep only by being long."""
    first = compiler.closure(node.first)
    rest = [(sign, compiler.closure(operand)) for sign, operand in node.rest]

    def run(scope: Scope) -> Any:
        value = first(scope)
        for sign, operand in rest:
            kept, other = value, operand(scope)
            value = _operation(sign, lambda _, kept=kept: kept, lambda _, other=other: other)(scope)  # type: ignore[misc]
        return value

    return run


@compiles(n.Negation)
def negation(node: n.Negation, compiler: Compiler) -> Closure:
    inner = compiler.closure(node.inner)
    return lambda scope: arithmetic.negate(inner(scope))


@compiles(n.Compare)
def compare(node: n.Compare, compiler: Compiler) -> Closure:
    left, right = compiler.closure(node.left), compiler.closure(node.right)
    if node.sign in ("=", "!="):
        return _equality(left, right, node.sign == "=")
    of_numbers, sign = _ORDER[node.sign], node.sign

    def run(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        if type(one) is Decimal and type(other) is Decimal:
            return of_numbers(one, other)
        return ordered(sign, one, other)

    return run


def _equality(left: Closure, right: Closure, wanted: bool) -> Closure:
    def run(scope: Scope) -> Any:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and (kind is str or kind is Decimal or kind is bool):
            return (one == other) is wanted
        answer = equal(one, other)
        return None if answer is None else answer is wanted

    return run


def ordered(sign: str, left: Any, right: Any) -> bool | None:
    """``<``, ``<=``, ``>`` or ``>=`` of any two values; null when they have no order."""
    if sign[0] == ">":
        left, right = right, left
    answer = less(left, right)
    if answer is False and len(sign) == 2:
        return less(right, left) is False
    return answer


@compiles(n.Between)
def between(node: n.Between, compiler: Compiler) -> Closure:
    value, low, high = (compiler.closure(part) for part in (node.value, node.low, node.high))

    def run(scope: Scope) -> Any:
        found = value(scope)
        above, below = ordered("<=", low(scope), found), ordered("<=", found, high(scope))
        if above is False or below is False:
            return False
        return True if above and below else None

    return run


@compiles(n.In)
def is_in(node: n.In, compiler: Compiler) -> Closure:
    value = compiler.closure(node.value)
    tests = [compiler.closure(test) for test in node.tests]
    if len(tests) == 1:
        test = tests[0]
        return lambda scope: holds(value(scope), test(scope))

    def run(scope: Scope) -> Any:
        found = value(scope)
        answer: bool | None = False
        for test in tests:
            one = holds(found, test(scope))
            if one:
                return True
            answer = None if one is None else answer
        return answer

    return run


@compiles(n.Logic)
def logic(node: n.Logic, compiler: Compiler) -> Closure:
    """Three-valued: the deciding value wins over null, whatever its place; what is not boolean counts as null."""
    parts = [compiler.closure(part) for part in node.parts]
    stop = node.word == "or"
    go_on = not stop
    if len(parts) == 2:
        first, second = parts

        def run_two(scope: Scope) -> Any:
            one = first(scope)
            if one is stop:
                return stop
            other = second(scope)
            if other is stop:
                return stop
            return go_on if one is go_on and other is go_on else None

        return run_two

    def run(scope: Scope) -> Any:
        answer: bool | None = go_on
        for part in parts:
            one = part(scope)
            if one is stop:
                return stop
            if one is not go_on:
                answer = None
        return answer

    return run


@compiles(n.If)
def if_(node: n.If, compiler: Compiler) -> Closure:
    """A condition that is neither boolean nor null makes the whole null."""
    return branch(*(compiler.closure(part) for part in (node.test, node.then, node.otherwise)))


def branch(test: Closure, then: Closure, otherwise: Closure) -> Closure:
    """``if``, textual or boxed; null counts as no."""

    def run(scope: Scope) -> Any:
        answer = test(scope)
        if answer is True:
            return then(scope)
        return otherwise(scope) if answer is False or answer is None else None

    return run


@compiles(n.InstanceOf)
def instance_of(node: n.InstanceOf, compiler: Compiler) -> Closure:
    value, kind = compiler.closure(node.value), type_of(node.kind, compiler.types)
    if kind is None:
        return lambda scope: None
    return lambda scope: (found := value(scope)) is not None and kind.is_kind_of(found)
