"""The names a service task may call. A signature becomes what the designer sees; a docstring becomes the help text.

The first parameter of an operation is the unit of work and never shown; every other one carries an annotation that maps
to a FEEL type. A default, or ``| None``, makes it optional in the diagram.
"""

import inspect
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from engine.casework.moments import moment_of
from engine.errors import Unusable
from engine.feel import to_json
from engine.runtime.operation import Operation, Parameter

Body = Callable[..., dict[str, Any]]
Given = TypeVar("Given", bound=Body)

_FEEL_TYPES: dict[Any, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    list: "list",
    dict: "context",
    datetime: "date_time",
    Any: "any",
}


@dataclass(frozen=True)
class Registered:
    """An operation as the runtime knows it, and the function behind it."""

    operation: Operation
    body: Body


_REGISTERED: dict[str, Registered] = {}


def operation(name: str, *, gives: Collection[str]) -> Callable[[Given], Given]:
    """Register a function under the name a designer picks from the list (``<plural noun>.<verb noun>``).

    ``gives``: the facts of its answer, ``*`` for a part that varies, so that whoever misspells one is told.
    """

    def register(body: Given) -> Given:
        if name in _REGISTERED:
            raise ValueError(f"Expected one operation called {name}, found a second in {body.__module__}.")
        described = Operation(name, _parameters(body), inspect.getdoc(body) or "", frozenset(gives))
        _REGISTERED[name] = Registered(described, body)
        return body

    return register


def catalogue() -> Mapping[str, Operation]:
    """Every registered operation by name: what the linter checks service tasks against and the editor offers."""
    return {name: registered.operation for name, registered in sorted(_REGISTERED.items())}


def perform(work: Any, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Run one operation inside the caller's transaction and hand back its facts.

    Args:
        work: the unit of work the step runs in.
        name: a registered name.
        arguments: FEEL values by parameter name; null stands for "not given".

    Raises:
        Unusable: no such operation, an unknown or missing parameter, or a value of another type.
        BusinessFault: what the operation declares; the diagram may catch it.
    """
    registered = _REGISTERED.get(name)
    if registered is None:
        raise Unusable(f"Expected the name of a registered operation, but found {name!r}. Choose one from the list.")
    wanted = registered.operation.parameters
    unknown = sorted(set(arguments) - set(wanted))
    if unknown:
        raise Unusable(f"Expected the parameters {', '.join(wanted) or '(none)'} of {name}, but found {unknown[0]!r}.")
    given = {key: as_typed(f"{name} › {key}", wanted[key].type, value) for key, value in arguments.items()}
    missing = [key for key, parameter in wanted.items() if parameter.required and given.get(key) is None]
    if missing:
        raise Unusable(f"Expected a value for {missing[0]!r} of {name}, but found none.")
    facts = registered.body(work, **{key: value for key, value in given.items() if value is not None})
    gives = registered.operation.gives or ()
    if not all(any(fnmatchcase(fact, one) for one in gives) for fact in facts):
        raise LookupError(f"Expected {name} to give {', '.join(sorted(gives)) or 'nothing'}, found {', '.join(facts)}.")
    return facts


def as_typed(where: str, kind: str, value: Any) -> Any:
    """A FEEL value as the plain Python value of one FEEL type; null stays None."""
    if value is None:
        return None
    if kind == "date_time":
        return moment_of(value, where)
    if kind == "number":
        number = _number(value)
        if number is not None:
            return number
    elif kind == "boolean" and isinstance(value, bool):
        return value
    elif kind == "string":
        return value if isinstance(value, str) else _refuse(where, "text", value)
    elif kind == "list":
        return to_json(list(value) if isinstance(value, list | tuple) else [value])
    elif kind == "context" and isinstance(value, Mapping):
        return to_json(dict(value))
    elif kind == "any":
        return to_json(value)
    return _refuse(where, f"a {kind}", value)


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else number


def _refuse(where: str, expected: str, value: Any) -> Any:
    raise Unusable(f"Expected {expected} for {where}, but found {value!r}.")


def _parameters(body: Body) -> dict[str, Parameter]:
    hints = get_type_hints(body)
    parameters = {}
    for name, parameter in list(inspect.signature(body).parameters.items())[1:]:
        kind, optional = _feel_type(hints[name])
        parameters[name] = Parameter(kind, required=not optional and parameter.default is inspect.Parameter.empty)
    return parameters


def _feel_type(annotation: Any) -> tuple[str, bool]:
    """The FEEL type of an annotation and whether null is allowed."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = [choice for choice in get_args(annotation) if choice is not type(None)]
        return _feel_type(inner[0])[0], True
    return _FEEL_TYPES[origin or annotation], False
