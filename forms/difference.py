"""What differs between two forms: components added, removed, changed, moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from forms.source import Malformed, parse_json
from forms.vocabulary import MAX_DEPTH


@dataclass(frozen=True)
class ComponentChange:
    """``details``: (attribute, before, after) as texts; an attribute inside another is ``validate.required``."""

    component: str
    kind: str
    label: str
    change: Literal["added", "removed", "changed", "moved"]
    details: list[tuple[str, str | None, str | None]] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    raw: Mapping[str, Any]
    after: str | None  # the component it stands behind


def component_changes(before: bytes | None, after: bytes | None) -> list[ComponentChange]:
    """By key, else id; None is a file that is not there. A file that cannot be read has no components."""
    old, new = _components(before), _components(after)
    changes = []
    for name in [*new, *(name for name in old if name not in new)]:
        one, other = old.get(name), new.get(name)
        if one is None and other is not None:
            changes.append(_change(name, other, "added", []))
        elif other is None and one is not None:
            changes.append(_change(name, one, "removed", []))
        elif one is not None and other is not None:
            said, says = dict(_flat(one.raw)), dict(_flat(other.raw))
            names = [*says, *(key for key in said if key not in says)]
            details = [(key, said.get(key), says.get(key)) for key in names if said.get(key) != says.get(key)]
            moved = one.after != other.after and (one.after in new or one.after is None)
            if details or moved:
                changes.append(_change(name, other, "changed" if details else "moved", details))
    return changes


def _change(name: str, found: _Found, change: Any, details: list[Any]) -> ComponentChange:
    label = found.raw.get("label") or found.raw.get("dateLabel") or found.raw.get("text") or name
    return ComponentChange(name, str(found.raw.get("type", "")), str(label)[:120], change, details)


def _components(content: bytes | None) -> dict[str, _Found]:
    if content is None:
        return {}
    try:
        raw = parse_json(content)
    except Malformed:
        return {}
    return dict(_inside(raw.get("components") if isinstance(raw, dict) else None, "", MAX_DEPTH))


def _inside(components: Any, path: str, depth: int) -> Iterator[tuple[str, _Found]]:
    before: str | None = None
    for place, raw in enumerate(components if isinstance(components, list) and depth else (), start=1):
        if isinstance(raw, dict):
            name = f"{path}{raw.get('key') or raw.get('path') or raw.get('id') or place}"
            yield name, _Found(raw, before)
            yield from _inside(raw.get("components"), f"{name}.", depth - 1)
            before = name


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Attributes as (path, text), without what the editor adds for itself (rows of the layout, ids)."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if path or name not in ("components", "id", "layout"):
                yield from _flat(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path}.{place}")
    elif value is not None:
        yield path, "yes" if value is True else "no" if value is False else str(value)
