"""Parameters of built-in functions, and the implicit conversions of arguments (DMN 1.5 §10.3.2.9.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.feel.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``kinds`` empty means any value; ``takes_null`` lets null in as it is."""

    name: str
    kinds: frozenset[str]
    is_optional: bool
    takes_null: bool
    is_rest: bool

    def fit(self, value: Any) -> tuple[Any] | None:
        """The value as the function wants it in a tuple, or None when it does not fit.

        A list of one item stands for the item, one item for the list of it.
        """
        if value is None:
            return (None,) if self.takes_null else None
        if not self.kinds:
            return (value,)
        kind = kind_of(value)
        if kind in self.kinds:
            return (value,)
        if "list" in self.kinds:
            return ([value],)
        if kind == "list" and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return (value[0],)
        return None


@dataclass(frozen=True, slots=True)
class Signature:
    """Written ``n: number, scale?: number``; ``a|b`` either kind, ``any`` all, ``~`` also null, ``*`` the rest."""

    parameters: tuple[Parameter, ...]

    @classmethod
    def parse(cls, text: str) -> "Signature":
        return cls(tuple(_parameter(part.strip()) for part in text.split(",") if part.strip()))

    def takes(self, count: int) -> bool:
        if self.parameters and self.parameters[-1].is_rest:
            return count >= len(self.parameters) - 1
        required = sum(not parameter.is_optional for parameter in self.parameters)
        return required <= count <= len(self.parameters)

    def fit(self, values: Sequence[Any]) -> list[Any] | None:
        """The converted arguments, or None when they do not fit."""
        if not self.takes(len(values)):
            return None
        fitted: list[Any] = []
        last = len(self.parameters) - 1
        for index, value in enumerate(values):
            fit = self.parameters[min(index, last)].fit(value)
            if fit is None:
                return None
            fitted.append(fit[0])
        return fitted

    def fit_named(self, values: Mapping[str, Any]) -> list[Any] | None:
        """As ``fit``, by name. A parameter that takes null may be left out when a later one is given."""
        names = [parameter.name for parameter in self.parameters]
        if not values.keys() <= set(names):
            return None
        fitted: list[Any] = []
        last = max((names.index(name) for name in values), default=-1)
        for index, parameter in enumerate(self.parameters):
            if parameter.name not in values:
                if not (parameter.is_optional or parameter.takes_null):
                    return None
                if index < last or not parameter.is_optional:
                    fitted.append(None)
                continue
            fit = parameter.fit(values[parameter.name])
            if fit is None:
                return None
            fitted.append(fit[0])
        return fitted


def _parameter(text: str) -> Parameter:
    name, _, kinds = (part.strip() for part in text.partition(":"))
    takes_null = kinds.endswith("~")
    chosen = frozenset(kind for kind in kinds.removesuffix("~").split("|") if kind != "any")
    is_any = "any" in kinds.removesuffix("~").split("|")
    return Parameter(
        name=name.lstrip("*").removesuffix("?"),
        kinds=frozenset() if is_any else chosen,
        is_optional=name.endswith("?"),
        takes_null=takes_null,
        is_rest=name.startswith("*"),
    )
