"""Where an expression finds names: the context it was given, what surrounds it, and what it binds itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, TypeAlias

from engine.feel.budget import Budget
from engine.feel.conversion import from_python
from engine.feel.functions import BUILTINS, PythonFunction

_READY = (str, bool, Decimal, type(None))


@dataclass(frozen=True)
class Surround:
    """What surrounds the expressions of one engine step.

    now: the step's time, aware; zone: what ``now()`` and ``today()`` are told in; functions: more names to call, taking
    and giving Python values; budget: what all expressions of the step share, else each gets its own.
    """

    now: datetime
    zone: tzinfo = UTC
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    budget: Budget | None = None


class Scope:
    """Names bound by an expression itself. ``values`` are FEEL values."""

    __slots__ = ("outer", "root", "values")

    def __init__(self, values: dict[str, Any], outer: "Scope") -> None:
        self.values = values
        self.outer: Scope | None = outer
        self.root: Root = outer.root

    def find(self, name: str) -> Any:
        """The innermost value of this name; the root answers for what nobody binds."""
        here: Scope = self
        while here.outer is not None:
            if name in here.values:
                return here.values[name]
            here = here.outer
        return self.root.read(name)


class Root(Scope):
    """The outermost scope: the given context, converted name by name when asked for, then functions."""

    __slots__ = ("_budget", "context", "surround")

    def __init__(self, context: Mapping[str, Any], surround: Surround | None) -> None:
        self.values: dict[str, Any] = {}
        self.outer = None
        self.root = self
        self.context = context
        self.surround = surround
        self._budget = surround.budget if surround is not None else None

    @property
    def budget(self) -> Budget:
        found = self._budget
        if found is None:
            found = self._budget = Budget()
        return found

    def read(self, name: str) -> Any:
        values = self.values
        if name in values:
            return values[name]
        context = self.context
        if name in context:
            value = context[name]
            if type(value) not in _READY:
                value = values[name] = from_python(value)
            return value
        return self.function(name)

    def function(self, name: str) -> Any:
        """The function of this name that the surroundings or the standard know, else null."""
        surround = self.surround
        if surround is not None and name in surround.functions:
            return PythonFunction(name, surround.functions[name])
        return BUILTINS.get(name)

    def now(self) -> datetime:
        """The step's time in the step's zone. Outside a step there is no clock: null for the caller to answer."""
        if self.surround is None:
            raise LookupError("no clock")
        return self.surround.now.astimezone(self.surround.zone)


Closure: TypeAlias = Callable[[Scope], Any]
