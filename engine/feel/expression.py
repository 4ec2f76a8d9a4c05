"""The two things callers compile: an expression, and the unary tests of a cell."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from engine.feel import compile_calls, compile_loops, compile_operators, compile_values, library
from engine.feel.compiler import Compiler
from engine.feel.conversion import from_python, to_python
from engine.feel.errors import FeelBudgetExceeded, FeelSyntaxError
from engine.feel.nodes import Node
from engine.feel.parser import parse_expression, tree_of
from engine.feel.scope import Closure, Root, Scope, Surround
from engine.feel.unary import compile_tests

__all__ = ["Expression", "UnaryTests", "compile_expression", "compile_unary_tests"]
_LOADED = (compile_calls, compile_loops, compile_operators, compile_values, library)


class Expression:
    """A compiled expression; it holds no state and may be shared by threads.

    text: as written; free_names: the names it wants from the context it is evaluated in; unknown_functions: what it
    calls and nobody defines, so that the call gives null.
    """

    __slots__ = ("free_names", "run", "text", "unknown_functions")

    def __init__(
        self, text: str, run: Closure, free_names: frozenset[str], unknown_functions: frozenset[str] = frozenset()
    ) -> None:
        self.text = text
        self.run = run
        self.free_names = free_names
        self.unknown_functions = unknown_functions

    def evaluate(self, context: Mapping[str, Any], *, scope: Surround | None = None) -> Any:
        """The value in this context: Decimal, str, bool, None, list, dict, or a date, time, datetime, timedelta.

        A MonthsDuration, a Range or a Function stays FEEL's. Null where FEEL has no answer.
        Raises FeelBudgetExceeded; what an evaluation is too deep for Python counts as that, too.
        """
        try:
            value = self.run(Root(context, scope))
            return value if value is None or type(value) in _PLAIN else to_python(value)
        except RecursionError:
            raise _too_deep() from None


class UnaryTests:
    """The compiled tests of a decision table's cell."""

    __slots__ = ("free_names", "run", "text")

    def __init__(self, text: str, run: Callable[[Any, Scope], bool | None], free_names: frozenset[str]) -> None:
        self.text = text
        self.run = run
        self.free_names = free_names

    def holds(self, value: Any, scope: Surround | None = None, context: Mapping[str, Any] | None = None) -> bool:
        """Does the input value pass? Null counts as no. ``context``: the other names the tests use."""
        root = Root(context or {}, scope)
        return guarded(lambda top: self.run(from_python(value), top), root) is True


def guarded(run: Closure, scope: Root) -> Any:
    """Run, and make Python's own limit of depth a refusal of FEEL's."""
    try:
        return run(scope)
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> FeelBudgetExceeded:
    return FeelBudgetExceeded("The expression or its value is nested too deep. Does a function call itself for ever?")


def compile_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Compile, or take what was compiled before. ``names``: those known in scope, needed where they hold signs.

    Raises FeelSyntaxError.
    """
    return _expression(text, frozenset(names))


def compile_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """Compile the tests of a cell; ``-`` passes everything. Raises FeelSyntaxError."""
    return _tests(text, frozenset(names))


@lru_cache(maxsize=8192)
def _expression(text: str, names: frozenset[str]) -> Expression:
    compiler = Compiler(names)
    run = compiled(parse_expression(text, names) if names else tree_of(text), compiler)
    return Expression(text, run, frozenset(compiler.free), frozenset(compiler.unknown_functions))


@lru_cache(maxsize=8192)
def _tests(text: str, names: frozenset[str]) -> UnaryTests:
    compiler = Compiler(names)
    return UnaryTests(text, compile_tests(text, compiler), frozenset(compiler.free))


def compiled(node: Node, compiler: Compiler) -> Closure:
    """The closure of a tree. Raises FeelSyntaxError when Python cannot go as deep as the tree."""
    try:
        return compiler.closure(node)
    except RecursionError:
        raise FeelSyntaxError("Expected less nesting.", expected="less nesting") from None


_PLAIN = (bool, str)
