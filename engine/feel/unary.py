"""Unary tests: the cells of a decision table, allowed values, and type constraints (DMN 1.5 §10.3.2.11)."""

from collections.abc import Callable
from typing import Any, TypeAlias

from engine.feel import nodes as n
from engine.feel.compiler import Compiler
from engine.feel.membership import holds
from engine.feel.parser import parse_tests
from engine.feel.ranges import Range
from engine.feel.scope import Closure, Scope

Test: TypeAlias = Callable[[Any, Scope], bool | None]


def compile_tests(text: str, compiler: Compiler) -> Test:
    """The tests of a cell: value and scope → true, false or null. ``-`` and nothing at all pass everything."""
    if text.strip() in ("-", ""):
        return lambda value, scope: True
    tree = parse_tests(text, compiler.names)
    tests = [_test(node, compiler) for node in tree.tests]
    one_of = tests[0] if len(tests) == 1 else _one_of(tests)
    if not tree.is_negated:
        return one_of

    def none_of(value: Any, scope: Scope) -> bool | None:
        answer = one_of(value, scope)
        return None if answer is None else not answer

    return none_of


def _one_of(tests: list[Test]) -> Test:
    def run(value: Any, scope: Scope) -> bool | None:
        answer: bool | None = False
        for test in tests:
            one = test(value, scope)
            if one:
                return True
            answer = None if one is None else answer
        return answer

    return run


def _test(node: n.Node, compiler: Compiler) -> Test:
    if isinstance(node, n.Literal):
        wanted = node.value
        return lambda value, scope: holds(value, wanted)
    if isinstance(node, n.Sign) and isinstance(node.end, n.Literal):
        limits = Range.of_sign(node.sign, node.end.value)
        return lambda value, scope: limits.holds(value)
    inner = Compiler(compiler.names, compiler.types)
    with inner.binding(["?"]):
        run = inner.closure(node)
    compiler.free |= inner.free
    compiler.unknown_functions |= inner.unknown_functions
    return _asking(run) if inner.uses_question else _member(run)


def _asking(run: Closure) -> Test:
    """A test that uses ``?`` is a condition; what is not boolean is compared with the value."""

    def test(value: Any, scope: Scope) -> bool | None:
        answer = run(Scope({"?": value}, scope))
        return answer if answer is None or isinstance(answer, bool) else holds(value, answer)

    return test


def _member(run: Closure) -> Test:
    """Any other test is a value, a list or a range to be in; true passes for an input that is not boolean itself."""

    def test(value: Any, scope: Scope) -> bool | None:
        answer = run(Scope({"?": value}, scope))
        if answer is True and not isinstance(value, bool):
            return True
        return holds(value, answer)

    return test
