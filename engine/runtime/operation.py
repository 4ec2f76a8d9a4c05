"""What a service task may call: a name, its parameters as a designer sees them, and a sentence of help."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Unusable
from engine.feel import Possible

TYPES = ("string", "number", "boolean", "list", "context", "date_time", "any")


@dataclass(frozen=True, eq=False)
class Taken:
    """What values something takes beyond its type: ``check`` raises Unusable for one it doesn't; of a list ``items``,
    of a context ``keys`` and ``values``, or by name the entries in ``fields``. ``is_optional``: null is taken, too.
    """

    check: Callable[[Any], object] | None = None
    items: "Taken | None" = None
    keys: "Taken | None" = None
    values: "Taken | None" = None
    fields: Mapping[str, "Taken"] = field(default_factory=dict)
    is_optional: bool = False

    @property
    def is_any(self) -> bool:
        """Does it take everything?"""
        return not (self.check or self.items or self.keys or self.values or self.fields)

    def misfits(self, value: Any) -> Iterator[tuple[Any, str]]:
        """The parts of a value that are not taken, each with the sentence that says why."""
        if isinstance(value, list) and self.items is not None:
            for one in value:
                yield from self.items.misfits(one)
        elif isinstance(value, dict):
            for key, one in value.items():
                yield from self.keys.misfits(key) if self.keys else ()
                inner = self.fields.get(key, self.values)
                yield from inner.misfits(one) if inner else ()
        elif value is None and self.is_optional:
            return
        elif self.check is not None and (why := _refused(self.check, value)):
            yield value, why

    def misfits_in(self, value: Possible) -> Iterator[tuple[Any, str, Any]]:
        """The constants of a possible value that are not taken: each, why, and where it stands (None: here)."""
        if self.check is not None:
            for one, place in value.constants:
                if why := _refused(self.check, one):
                    yield one, why, place
        if self.items is not None:
            for item in value.items:
                yield from self.items.misfits_in(item)
        for key, entry in value.fields.items():
            if self.keys is not None and self.keys.check is not None and (why := _refused(self.keys.check, key)):
                yield key, why, None
            inner = self.fields.get(key, self.values)
            yield from inner.misfits_in(entry) if inner else ()
        if value.rest is not None and self.values is not None:
            yield from self.values.misfits_in(value.rest)


def _refused(check: Callable[[Any], object], value: Any) -> str:
    try:
        check(value)
    except Unusable as refusal:
        return refusal.message
    return ""


class Unfit(Unusable):
    """A parameter was given a value that it does not take."""

    def __init__(self, message: str, parameter: str, value: Any) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.value = value


@dataclass(frozen=True)
class Parameter:
    """``type`` is one of TYPES; a required one must be given in the diagram (its value may still be null).

    ``takes``: which values of the type; None: any.
    """

    type: str = "any"
    required: bool = True
    takes: Taken | None = None

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"Expected a parameter type of {', '.join(TYPES)}, found ‘{self.type}’.")


@dataclass(frozen=True)
class Operation:
    """One registered operation; ``help`` is shown where a designer chooses it.

    ``gives``: the facts of its answer, ``*`` for a part that varies; None: it doesn't say. ``begins``: the named
    deadlines it begins, ``{parameter}`` for those that a parameter names.
    """

    name: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    help: str = ""
    gives: frozenset[str] | None = None
    begins: frozenset[str] = frozenset()
