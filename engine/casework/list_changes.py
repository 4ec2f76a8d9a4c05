"""What a new edition of the list changes: which matters come, go, and differ, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.casework.responsibility_list import Row

COMPARED = (
    "level1", "level2", "level3", "situation", "grade", "limits", "leads", "cooperating", "fallback", "powers",
    "legal_basis", "source", "demo",
)  # fmt: skip
UNORDERED = ("leads", "powers", "demo")


@dataclass(frozen=True)
class Changed:
    """A matter that is there before and after: ``fields`` are {field: (before, after)}, never empty."""

    before: Row
    after: Row
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Changes:
    """The difference between two lists, each part in order of code."""

    added: list[Row]
    removed: list[Row]
    changed: list[Changed]

    @property
    def are_none(self) -> bool:
        """Are the two the same?"""
        return not (self.added or self.removed or self.changed)


def changes_between(before: Iterable[Row], after: Iterable[Row]) -> Changes:
    """What is different in ``after``."""
    old, new = ({row.code: row for row in sorted(rows, key=lambda row: row.code)} for rows in (before, after))
    differing = [Changed(old[code], row, fields_between(old[code], row)) for code, row in new.items() if code in old]
    return Changes(
        added=[row for code, row in new.items() if code not in old],
        removed=[row for code, row in old.items() if code not in new],
        changed=[one for one in differing if one.fields],
    )


def fields_between(before: Row, after: Row) -> dict[str, tuple[Any, Any]]:
    """The fields in which two versions of a matter differ; the order of rules, powers and marks means nothing."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in COMPARED}
    return {name: pair for name, pair in pairs.items() if _sorted(name, pair[0]) != _sorted(name, pair[1])}


def _sorted(name: str, value: Any) -> Any:
    if name not in UNORDERED:
        return value or None
    return sorted(value, key=lambda one: sorted(one.items()) if isinstance(one, dict) else one)


def history_of(versions: Sequence[Row]) -> list[tuple[Row, str, dict[str, tuple[Any, Any]]]]:
    """Each version of one matter in the order they took effect, with what it did and the fields it changed."""
    told: list[tuple[Row, str, dict[str, tuple[Any, Any]]]] = []
    before: Row | None = None
    for row in versions:
        if row.removed:
            told.append((row, "removed", {}))
        elif before is None or before.removed:
            told.append((row, "added", {}))
        else:
            told.append((row, "changed", fields_between(before, row)))
        before = row
    return told
