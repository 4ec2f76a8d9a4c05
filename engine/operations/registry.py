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
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

from engine.casework.moments import moment_of
from engine.errors import Unusable
from engine.feel import to_json
from engine.runtime.operation import Operation, Parameter, Taken, Unfit

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


def operation(name: str, *, gives: Collection[str], begins: Collection[str] = ()) -> Callable[[Given], Given]:
    """Register a function under the name a designer picks from the list (``<plural noun>.<verb noun>``).

    ``gives``: the facts of its answer, ``*`` for a part that varies, so that whoever misspells one is told.

    ``begins``: the named deadlines it begins, ``{parameter}`` for those that a parameter names: no other can be
    followed.
    """

    def register(body: Given) -> Given:
        if name in _REGISTERED:
            raise ValueError(f"Expected one operation called {name}, found a second in {body.__module__}.")
        described = Operation(name, _parameters(body), inspect.getdoc(body) or "", frozenset(gives), frozenset(begins))
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
        Unusable: no such operation or parameter; Unfit: a missing parameter, or a value that it does not take.
        BusinessFault: what the operation declares; the diagram may catch it.
    """
    registered = _REGISTERED.get(name)
    if registered is None:
        raise Unusable(f"Expected the name of a registered operation, but found {name!r}. Choose one from the list.")
    wanted = registered.operation.parameters
    unknown = sorted(set(arguments) - set(wanted))
    if unknown:
        raise Unusable(f"Expected the parameters {', '.join(wanted) or '(none)'} of {name}, but found {unknown[0]!r}.")
    given = {key: _fitting(name, key, wanted[key], value) for key, value in arguments.items()}
    missing = [key for key, parameter in wanted.items() if parameter.required and given.get(key) is None]
    if missing:
        raise Unfit(f"Expected a value for {missing[0]!r} of {name}, but found none.", missing[0], None)
    facts = registered.body(work, **{key: value for key, value in given.items() if value is not None})
    gives = registered.operation.gives or ()
    if not all(any(fnmatchcase(fact, one) for one in gives) for fact in facts):
        raise LookupError(f"Expected {name} to give {', '.join(sorted(gives)) or 'nothing'}, found {', '.join(facts)}.")
    return facts


def _fitting(name: str, key: str, parameter: Parameter, value: Any) -> Any:
    """The value as the parameter takes it. Raises: Unfit."""
    try:
        given = as_typed(f"{name} › {key}", parameter.type, value)
    except Unusable as refusal:
        raise Unfit(refusal.message, key, value) from refusal
    for part, why in parameter.takes.misfits(given) if parameter.takes and given is not None else ():
        raise Unfit(why, key, part)
    return given


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
    hints = get_type_hints(body, include_extras=True)
    parameters = {}
    for name, parameter in list(inspect.signature(body).parameters.items())[1:]:
        kind, optional = _feel_type(hints[name])
        required = not optional and parameter.default is inspect.Parameter.empty
        parameters[name] = Parameter(kind, required=required, takes=_taken(hints[name]))
    return parameters


def _feel_type(annotation: Any) -> tuple[str, bool]:
    """The FEEL type of an annotation and whether null is allowed."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = [choice for choice in get_args(annotation) if choice is not type(None)]
        return _feel_type(inner[0])[0], True
    if origin is Annotated:
        return _feel_type(get_args(annotation)[0])
    return ("context" if is_typeddict(annotation) else _FEEL_TYPES[origin or annotation]), False


def _taken(annotation: Any) -> Taken | None:
    """Which values an annotation says, with those of its items, keys, values and entries; None: any of its type."""
    origin, inner = get_origin(annotation), get_args(annotation)
    found: Taken | None = None
    if origin is Annotated:
        found = next((one for one in inner[1:] if isinstance(one, Taken)), None)
    elif origin in (Union, types.UnionType):
        each = [one for one in map(_taken, inner) if one is not None]
        found = Taken(
            next((one.check for one in each if one.check), None),
            next((one.items for one in each if one.items), None),
            is_optional=bool(each) and type(None) in inner,
        )
    elif origin is list:
        found = Taken(items=_taken(inner[0]))
    elif origin is dict:
        found = Taken(keys=_taken(inner[0]), values=_taken(inner[1]))
    elif is_typeddict(annotation):
        hints = get_type_hints(annotation, include_extras=True).items()
        found = Taken(fields={name: taken for name, one in hints if (taken := _taken(one)) is not None})
    return None if found is None or found.is_any else found
