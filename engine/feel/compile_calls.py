"""Calls and function definitions."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.feel import nodes as n
from engine.feel.compiler import Compiler, compiles
from engine.feel.functions import BUILTINS, Function
from engine.feel.scope import Closure, Scope
from engine.feel.types import ANY, FeelType, Unknown, type_of


class UserFunction(Function):
    """A function that FEEL defines. Arguments that do not fit its parameters' types make the call null."""

    __slots__ = ("body", "outer", "parameters", "result")

    def __init__(
        self, name: str, parameters: Sequence[tuple[str, FeelType]], body: Closure, outer: Scope, result: FeelType = ANY
    ) -> None:
        super().__init__(name)
        self.parameters = parameters
        self.body = body
        self.outer = outer
        self.result = result

    def takes(self, count: int) -> bool:
        return count == len(self.parameters)

    def call(self, values: Sequence[Any], scope: Scope) -> Any:
        if len(values) != len(self.parameters):
            return None
        bound: dict[str, Any] = {}
        for (name, kind), value in zip(self.parameters, values, strict=True):
            fitted = kind.fit(value)
            if fitted is None and value is not None:
                return None
            bound[name] = fitted
        budget = scope.root.budget
        budget.spend()
        budget.enter()
        try:
            return self.result.fit(self.body(Scope(bound, self.outer)))
        finally:
            budget.leave()

    def call_named(self, values: Mapping[str, Any], scope: Scope) -> Any:
        names = [name for name, _ in self.parameters]
        if set(names) != values.keys():
            return None
        return self.call([values[name] for name in names], scope)


@compiles(n.Call)
def call(node: n.Call, compiler: Compiler) -> Closure:
    callee = _callee(node.callee, compiler)
    if node.named is not None:
        return _call_named(callee, {name: compiler.closure(value) for name, value in node.named.items()})
    values = [compiler.closure(value) for value in node.values]

    def run(scope: Scope) -> Any:
        function = callee(scope)
        if not isinstance(function, Function):
            return None
        scope.root.budget.spend()
        return function.call([value(scope) for value in values], scope)

    return run


def _call_named(callee: Closure, named: dict[str, Closure]) -> Closure:
    def run(scope: Scope) -> Any:
        function = callee(scope)
        if not isinstance(function, Function):
            return None
        scope.root.budget.spend()
        return function.call_named({name: value(scope) for name, value in named.items()}, scope)

    return run


def _callee(node: n.Node, compiler: Compiler) -> Closure:
    """A name in front of brackets means a function, even when the context has a value of that name."""
    inner = compiler.closure(node)
    if not isinstance(node, n.Name):
        return inner
    if node.name not in BUILTINS:
        compiler.note_call(node.name)
        return inner
    name = node.name

    def run(scope: Scope) -> Any:
        found = inner(scope)
        return found if isinstance(found, Function) else scope.root.function(name)

    return run


@compiles(n.FunctionOf)
def function_of(node: n.FunctionOf, compiler: Compiler) -> Closure:
    """Functions of other languages are never run: they answer null."""
    parameters: list[tuple[str, FeelType]] = []
    for name, kind in node.parameters:
        parameters.append((name, ANY if kind is None else type_of(kind, compiler.types) or Unknown()))
    if node.is_external:
        return lambda scope: UserFunction("external", parameters, lambda _: None, scope)
    with compiler.binding([name for name, _ in parameters]):
        body = compiler.closure(node.body)
    return lambda scope: UserFunction("function", parameters, body, scope)
