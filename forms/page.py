"""What the parts of one rendered form know of it: values, errors, names, and what is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.form import Component
from forms.reading import Circumstances


@dataclass(frozen=True)
class Page:
    """What one rendering knows. ``data`` are the values of this level, ``path`` the prefix of its names."""

    data: Mapping[str, Any]
    errors: Mapping[str, Sequence[str]]
    here: Circumstances
    rows: Mapping[str, int]
    files: Mapping[str, str]
    prefix: str
    path: str = ""
    hidden: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def locale(self) -> str:
        return self.here.locale

    def name(self, component: Component) -> str:
        return f"{self.path}{component.key}"

    def identity(self, component: Component) -> str:
        """The HTML id, unique in the page: prefix, row and key."""
        tail = self.name(component) if component.key else f"{self.path}{component.id}"
        return f"{self.prefix}-{tail}".replace(".", "-")

    def value(self, component: Component) -> Any:
        key = str(component.key)
        if key in self.data:
            return self.data[key]
        if component.readonly and key in self.here.facts:
            return self.here.facts[key]
        return self.here.facts.get(f"proposed_{key}", component.default)

    def sentences(self, component: Component) -> list[str]:
        return list(self.errors.get(self.name(component), ()))
