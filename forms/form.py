"""A form as the rest of the package sees it: frozen components, read from form-js JSON that passed every check."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.errors import DeploymentRefused
from forms.check import check_form
from forms.source import parse_json
from forms.vocabulary import CHOICE_KINDS, INPUT_KINDS

Scalar = str | int | float | bool


@dataclass(frozen=True)
class Choice:
    """One option of a radio, select, checklist or taglist."""

    value: Scalar
    label: str
    label_en: str | None = None

    @property
    def token(self) -> str:
        """The value as an HTML form writes it."""
        return token_of(self.value)

    def text(self, locale: str) -> str:
        return (self.label_en or self.label) if locale == "en" else self.label


@dataclass(frozen=True)
class Bounds:
    """What ``validate`` asks: lengths in characters, numbers in the field's unit, rows or files as a count."""

    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Component:
    """One component of the closed list. ``key`` is None for what takes no value (group, text, separator)."""

    kind: str
    id: str
    key: str | None
    label: str
    label_en: str | None = None
    help: str | None = None
    help_en: str | None = None
    required: bool = False
    readonly: bool = False
    hide: str | None = None
    bounds: Bounds = Bounds()
    choices: tuple[Choice, ...] = ()
    source: str | None = None
    default: Any = None
    subtype: str = "datetime"
    decimals: int = 0
    accept: str | None = None
    multiple: bool = False
    rows: int = 1
    future_only: bool = False
    components: tuple["Component", ...] = field(default=())

    def text(self, locale: str) -> str:
        """The label in the reader's language; Chinese where there is no other."""
        return (self.label_en or self.label) if locale == "en" else self.label

    def aid(self, locale: str) -> str | None:
        return (self.help_en or self.help) if locale == "en" else self.help

    @property
    def takes_value(self) -> bool:
        return self.kind in INPUT_KINDS

    def choices_from(self, options: Mapping[str, Any]) -> tuple[Choice, ...]:
        """The static choices, or those of the server-supplied list this component names."""
        if self.source is None:
            return self.choices
        return tuple(
            Choice(row["value"], str(row["label"]), row.get("label_en")) for row in options.get(self.source, ())
        )


@dataclass(frozen=True)
class Form:
    """A checked form. ``digest`` names its content; ``components`` keep the drawn order."""

    id: str
    components: tuple[Component, ...]
    digest: str

    def every(self) -> Iterator[Component]:
        """All components, those in groups and rows too."""
        yield from _every(self.components)

    def fields(self) -> Iterator[Component]:
        """The components that take a value at the top of a submission (a dynamiclist is one)."""
        yield from fields_of(self.components)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of a submission that may be filled in, in drawn order."""
        return tuple(c.key for c in self.fields() if c.key is not None and not c.readonly)

    @property
    def sources(self) -> frozenset[str]:
        """Names of the option lists the server must supply."""
        return frozenset(c.source for c in self.every() if c.source is not None)


def token_of(value: Scalar) -> str:
    """How an option's value stands in HTML: text as it is, the rest as JSON writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def fields_of(components: tuple[Component, ...]) -> Iterator[Component]:
    """The value-taking components of one level: groups are looked through, rows are not."""
    for component in components:
        if component.kind == "group":
            yield from fields_of(component.components)
        elif component.takes_value:
            yield component


def _every(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _every(component.components)


@lru_cache(maxsize=1024)
def read_form(content: bytes) -> Form:
    """Read a ``.form`` file.

    Raises DeploymentRefused with every problem when the content is no form of the closed list.
    """
    problems = [p for p in check_form("", content) if p.severity == "error"]
    if problems:
        raise DeploymentRefused(problems)
    raw = parse_json(content)
    return Form(raw["id"], _components(raw["components"], ""), hashlib.sha256(content).hexdigest())


def _components(parts: Any, above: str) -> tuple[Component, ...]:
    return tuple(_component(part, f"{above}{place}.") for place, part in enumerate(parts or (), start=1))


def _component(raw: Mapping[str, Any], place: str) -> Component:
    """``place`` is the component's path in the file, such as 2.1., and its id where it was given none."""
    kind = raw["type"]
    properties = raw.get("properties") or {}
    return Component(
        kind=kind,
        id=raw.get("id") or place,
        key=raw.get("path") if kind == "dynamiclist" else raw.get("key") if kind in INPUT_KINDS else None,
        label=raw.get("text", "") if kind == "text" else raw.get("label") or raw.get("dateLabel") or "",
        label_en=properties.get("label_en"),
        help=raw.get("description"),
        help_en=properties.get("help_en"),
        required=bool((raw.get("validate") or {}).get("required")),
        readonly=bool(raw.get("readonly") or raw.get("disabled")),
        hide=_condition(raw),
        bounds=_bounds(raw),
        choices=_choices(raw) if kind in CHOICE_KINDS else (),
        source=raw.get("valuesKey"),
        default=raw.get("defaultValue"),
        subtype=raw.get("subtype") or "date",
        decimals=int(raw.get("decimalDigits") or 0),
        accept=raw.get("accept"),
        multiple=bool(raw.get("multiple")),
        rows=int(raw.get("defaultRepetitions") or 1),
        future_only=bool(raw.get("disallowPassedDates")),
        components=_components(raw.get("components"), place),
    )


def _choices(raw: Mapping[str, Any]) -> tuple[Choice, ...]:
    return tuple(Choice(option["value"], option["label"], option.get("label_en")) for option in raw.get("values") or ())


def _condition(raw: Mapping[str, Any]) -> str | None:
    hide = (raw.get("conditional") or {}).get("hide")
    return hide.strip().removeprefix("=").strip() if hide else None


_KNOWN_PATTERNS = {"email": r"^[^@\s]+@[^@\s]+$", "phone": r"^\+?[0-9][0-9 -]{4,18}$"}


def _bounds(raw: Mapping[str, Any]) -> Bounds:
    rules = raw.get("validate") or {}
    known = _KNOWN_PATTERNS.get(rules.get("validationType") or "")
    return Bounds(
        min_length=rules.get("minLength"),
        max_length=rules.get("maxLength"),
        minimum=rules.get("min"),
        maximum=rules.get("max"),
        pattern=known or rules.get("pattern") or None,
    )


def form_key(bundle: str, file: str) -> str:
    """The key of a form by its file in the bundle: ``<bundle>/<stem>``."""
    return f"{bundle}/{file.rpartition('/')[2].removesuffix('.form')}"
