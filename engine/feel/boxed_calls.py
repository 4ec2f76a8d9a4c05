"""Boxed invocations and function definitions (DMN 1.5 §7.3.4 and §7.3.6)."""

from collections.abc import Callable
from typing import TypeAlias

from lxml import etree

from engine.feel.boxing import Boxing
from engine.feel.compile_calls import UserFunction
from engine.feel.dmn_elements import child, children, local
from engine.feel.functions import Function
from engine.feel.scope import Closure, Scope
from engine.feel.types import FeelType, result_of

Make: TypeAlias = Callable[[etree._Element, Boxing], Closure]
_NO_EXPRESSIONS = ("description", "extensionElements", "formalParameter", "variable", "binding", "parameter")


def body_of(element: etree._Element) -> etree._Element | None:
    """The expression inside an element that also holds parameters, bindings or a variable."""
    found = [one for one in children(element) if local(one) not in _NO_EXPRESSIONS]
    return found[0] if found else None


def invocation(element: etree._Element, box: Boxing, make: Make) -> Closure:
    """Call a function with arguments by name."""
    called = body_of(element)
    if called is None:
        box.report.add(element, "dmn-incomplete", "Expected what the invocation calls, found nothing.")
        return lambda scope: None
    callee = make(called, box)
    arguments: dict[str, Closure] = {}
    for binding in children(element, "binding"):
        parameter, value = child(binding, "parameter"), body_of(binding)
        if parameter is not None:
            argument: Closure = (lambda scope: None) if value is None else make(value, box)
            arguments[parameter.get("name", "")] = box.typed(parameter, argument)

    def run(scope: Scope) -> object:
        function = callee(scope)
        if not isinstance(function, Function):
            return None
        scope.root.budget.spend()
        return function.call_named({name: value(scope) for name, value in arguments.items()}, scope)

    return box.typed(element, run)


def parameters_of(element: etree._Element, box: Boxing) -> list[tuple[str, FeelType]]:
    """The formal parameters of a function definition."""
    return [(one.get("name", ""), box.types.of(one)) for one in children(element, "formalParameter")]


def function_definition(element: etree._Element, box: Boxing, make: Make) -> Closure:
    """A function as a value. One of another language is never run and answers null."""
    parameters = parameters_of(element, box)
    body = function_body(element, box, make)
    if body is None:
        return lambda scope: UserFunction("function", parameters, lambda _: None, scope)
    result = result_of(box.types.of(element))
    return lambda scope: UserFunction("function", parameters, body, scope, result)


def function_body(element: etree._Element, box: Boxing, make: Make) -> Closure | None:
    """The closure of a function's body, None for a function of another language or without a body."""
    if element.get("kind", "FEEL") != "FEEL":
        return None
    held = body_of(element)
    return None if held is None else make(held, box.inside(name for name, _ in parameters_of(element, box)))
