"""Functions as values, and how the built-in ones check their arguments.

A built-in that is called with arguments that fit none of its signatures answers null (DMN 1.5 §10.3.4).
"""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from engine.feel.conversion import from_python, to_python
from engine.feel.signatures import Signature

if TYPE_CHECKING:
    from engine.feel.scope import Scope


class Function:
    """Something that can be called with FEEL values."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def call(self, values: Sequence[Any], scope: "Scope") -> Any:
        """Call with arguments in order."""
        raise NotImplementedError

    def call_named(self, values: Mapping[str, Any], scope: "Scope") -> Any:
        """Call with arguments by parameter name."""
        raise NotImplementedError

    def takes(self, count: int) -> bool:
        """May it be called with that many arguments?"""
        raise NotImplementedError


class Builtin(Function):
    """A function of the standard: signatures tried in order, the first that fits is called."""

    __slots__ = ("overloads",)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.overloads: list[tuple[Signature, Callable[..., Any], bool]] = []

    def call(self, values: Sequence[Any], scope: "Scope") -> Any:
        for signature, act, wants_scope in self.overloads:
            fitted = signature.fit(values)
            if fitted is not None:
                return act(scope, *fitted) if wants_scope else act(*fitted)
        return None

    def call_named(self, values: Mapping[str, Any], scope: "Scope") -> Any:
        for signature, act, wants_scope in self.overloads:
            fitted = signature.fit_named(values)
            if fitted is not None:
                return act(scope, *fitted) if wants_scope else act(*fitted)
        return None

    def takes(self, count: int) -> bool:
        return any(signature.takes(count) for signature, _, _ in self.overloads)


class PythonFunction(Function):
    """A function the surroundings lend: it takes and gives Python values."""

    __slots__ = ("act",)

    def __init__(self, name: str, act: Callable[..., Any]) -> None:
        super().__init__(name)
        self.act = act

    def call(self, values: Sequence[Any], scope: "Scope") -> Any:
        scope.root.budget.spend()
        return from_python(self.act(*(to_python(value) for value in values)))

    def call_named(self, values: Mapping[str, Any], scope: "Scope") -> Any:
        scope.root.budget.spend()
        return from_python(self.act(**{name: to_python(value) for name, value in values.items()}))

    def takes(self, count: int) -> bool:
        return True


BUILTINS: dict[str, Builtin] = {}


def unknown_function(name: str) -> str:
    """A sentence about a call of what is no function, with what may have been meant."""
    near = get_close_matches(name, BUILTINS, n=2, cutoff=0.6)
    if near:
        meant = " or ".join(f"{one}(…)" for one in near)
        return f"Expected a function of FEEL, found {name}(…), which gives null. Did you mean {meant}?"
    return f"Expected a function of FEEL, found {name}(…), which gives null. See the list of FEEL's functions."


_Act = TypeVar("_Act", bound=Callable[..., Any])


def builtin(name: str, signature: str, *, scope: bool = False) -> Callable[[_Act], _Act]:
    """Register a function of the standard under its FEEL name; see ``signatures`` for the form of ``signature``."""

    def register(act: _Act) -> _Act:
        found = BUILTINS.setdefault(name, Builtin(name))
        found.overloads.append((Signature.parse(signature), act, scope))
        return act

    return register
