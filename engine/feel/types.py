"""FEEL's types: what is an instance of one, and how a value is made to fit one (DMN 1.5 §10.3.2.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel.functions import Function
from engine.feel.kinds import kind_of
from engine.feel.moments import Date, DateTime, Time
from engine.feel.nodes import TypeName

_SCALARS = {
    "number": "number", "string": "string", "boolean": "boolean", "date": "date", "time": "time",
    "date and time": "date and time", "dateTime": "date and time",
    "days and time duration": "days and time duration", "dayTimeDuration": "days and time duration",
    "day time duration": "days and time duration",
    "years and months duration": "years and months duration", "yearMonthDuration": "years and months duration",
    "year month duration": "years and months duration",
}  # fmt: skip


class FeelType:
    """Any type."""

    name = "Any"

    def is_kind_of(self, value: Any) -> bool:
        """Is this (not null) value of the type?"""
        return True

    def admits(self, value: Any) -> bool:
        """Does the value, or null, conform to the type and what it allows?"""
        return value is None or self.is_kind_of(value)

    def fit(self, value: Any) -> Any:
        """The value as one of this type, by FEEL's implicit conversions; null when it cannot be one."""
        if value is None or self.admits(value):
            return value
        if isinstance(value, list) and len(value) == 1 and self.admits(value[0]):
            return value[0]
        return None


ANY = FeelType()


@dataclass(frozen=True)
class Scalar(FeelType):
    name: str

    def is_kind_of(self, value: Any) -> bool:
        return kind_of(value) == self.name

    def fit(self, value: Any) -> Any:
        if self.name == "date and time" and isinstance(value, Date):
            return DateTime(value, Time(0, 0))
        return super().fit(value)


@dataclass(frozen=True)
class ListType(FeelType):
    item: FeelType
    name: str = "list"

    def is_kind_of(self, value: Any) -> bool:
        return isinstance(value, list) and all(
            self.item.admits(one) for one in {id(one): one for one in value}.values()
        )

    def fit(self, value: Any) -> Any:
        if value is None or self.is_kind_of(value):
            return value
        if isinstance(value, list):
            fitted = [self.item.fit(one) for one in value]
            return (
                None if any(new is None and old is not None for new, old in zip(fitted, value, strict=True)) else fitted
            )
        return [value] if self.item.admits(value) else None


@dataclass(frozen=True)
class ContextType(FeelType):
    fields: Mapping[str, FeelType]
    name: str = "context"

    def is_kind_of(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        return all(key in value and kind.admits(value[key]) for key, kind in self.fields.items())

    def fit(self, value: Any) -> Any:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if not isinstance(value, dict):
            return None
        fitted = dict(value)
        for key, kind in self.fields.items():
            if key not in value:
                return None
            fitted[key] = kind.fit(value[key])
            if fitted[key] is None and value[key] is not None:
                return None
        return fitted


@dataclass(frozen=True)
class RangeType(FeelType):
    item: FeelType
    name: str = "range"

    def is_kind_of(self, value: Any) -> bool:
        return kind_of(value) == "range" and self.item.admits(value.low) and self.item.admits(value.high)


@dataclass(frozen=True)
class FunctionType(FeelType):
    parameters: tuple[FeelType, ...] | None = None
    result: FeelType = ANY
    name: str = "function"
    names: tuple[str, ...] = ()

    def is_kind_of(self, value: Any) -> bool:
        if not isinstance(value, Function):
            return False
        return self.parameters is None or value.takes(len(self.parameters))

    def by_name(self) -> dict[str, FeelType]:
        """The types of the parameters that have a name."""
        return dict(zip(self.names, self.parameters or (), strict=False))


@dataclass(frozen=True)
class Allowed(FeelType):
    """A type with a condition on its values: an item definition with allowed values or a type constraint."""

    base: FeelType
    test: Callable[[Any], bool] = field(compare=False)

    def is_kind_of(self, value: Any) -> bool:
        return self.base.is_kind_of(value)

    def admits(self, value: Any) -> bool:
        return value is None or (self.base.admits(value) and self.test(value))

    def fit(self, value: Any) -> Any:
        fitted = self.base.fit(value)
        return fitted if fitted is None or self.test(fitted) else None


def result_of(kind: FeelType) -> FeelType:
    """What a function declared with this type gives: a function type's result, or the type, where it stands for it."""
    return kind.result if isinstance(kind, FunctionType) else kind


class Unknown(FeelType):
    """A type nobody defined: nothing is of it."""

    name = "unknown"

    def is_kind_of(self, value: Any) -> bool:
        return False


def scalar(name: str) -> FeelType | None:
    """The built-in type of this name, if there is one."""
    if name == "Any":
        return ANY
    if name == "context":
        return ContextType({})
    if name == "function":
        return FunctionType()
    if name in ("list", "range"):
        return ListType(ANY) if name == "list" else RangeType(ANY)
    known = _SCALARS.get(name)
    return None if known is None else Scalar(known)


def type_of(node: TypeName, types: Callable[[str], FeelType | None] | None) -> FeelType | None:
    """The type a type expression stands for. ``types`` knows the names a model defines; None for an unknown name."""
    inner = [type_of(one, types) for one in node.inner]
    if any(one is None for one in inner):
        return None
    kinds = [one for one in inner if one is not None]
    if node.name == "list" and kinds:
        return ListType(kinds[0])
    if node.name == "range" and kinds:
        return RangeType(kinds[0])
    if node.name == "context" and node.fields:
        fields = {key: type_of(kind, types) for key, kind in node.fields.items()}
        return ContextType({key: kind for key, kind in fields.items() if kind is not None})
    if node.name == "function":
        result = ANY if node.result is None else type_of(node.result, types)
        return FunctionType(tuple(kinds) if node.result is not None or kinds else None, result or ANY)
    own = types(node.name) if types is not None else None
    return own if own is not None else scalar(node.name)
