"""Three-way merging of facts: what each branch changed against the place where it forked."""

from collections.abc import Mapping
from typing import Any

Row = list[Any]  # [path, act, new, old]; act is add (old absent), set, drop or append
_ABSENT: Any = object()


def changes(base: Mapping[str, Any], branch: Mapping[str, Any], path: tuple[str, ...] = ()) -> list[Row]:
    """What a branch did, row by row. Two lists of which the new one only grew give one ``append``."""
    found: list[Row] = []
    for key in [*base, *(key for key in branch if key not in base)]:
        old, new = base.get(key, _ABSENT), branch.get(key, _ABSENT)
        if old is new or (old == new and type(old) is type(new)):
            continue
        here = (*path, key)
        if new is _ABSENT:
            found.append([list(here), "drop", None, old])
        elif old is _ABSENT:
            found.append([list(here), "add", new, None])
        elif isinstance(old, dict) and isinstance(new, dict):
            found += changes(old, new, here)
        elif isinstance(old, list) and isinstance(new, list) and len(old) < len(new) and new[: len(old)] == old:
            found.append([list(here), "append", new[len(old) :], old])
        else:
            found.append([list(here), "set", new, old])
    return found


def merge(base: Mapping[str, Any], branches: list[list[Row]]) -> tuple[dict[str, Any], list[str]]:
    """The base with the branches applied in their order, and the paths they changed differently; there
    the later wins.
    """
    data = dict(base)
    written: dict[tuple[str, ...], Row] = {}
    clashes: list[str] = []
    for rows in branches:
        for row in rows:
            path = tuple(row[0])
            other = _written_at(written, path)
            if other is not None and not _agree(other, row):
                clashes.append(".".join(path))
            data = _apply(data, path, row[1], row[2])
            written[path] = row
    return data, clashes


def park(rows: list[Row], more: list[Row]) -> list[Row]:
    """Rows of ended paths, in their order; what a later path did to the same place takes the place of an
    earlier row.
    """
    kept = {tuple(row[0]): row for row in rows}
    for row in more:
        path, [_, act, new, old] = tuple(row[0]), row
        before = kept.pop(path, None)
        if before is not None and before[3] == old and before[1] == act == "append":
            new = [*before[2], *new]
        kept[path] = [row[0], act, new, old]
    return list(kept.values())


def settle(data: Mapping[str, Any], parked: list[Row]) -> tuple[dict[str, Any], list[str]]:
    """The facts of the last path, with what earlier ended paths changed. Where both changed, the last path wins."""
    result = dict(data)
    written: dict[tuple[str, ...], Any] = {}
    clashes: list[str] = []
    for path_list, act, new, old in parked:
        path = tuple(path_list)
        current, before = _get(result, path), _ABSENT if act == "add" else old
        mine = path in written and _same(current, written[path])
        if len(path) > 1 and not isinstance(_get(result, path[:-1]), dict):
            clashes.append(".".join(path))  # the last path put something else in its place
            continue
        if act == "append" and isinstance(current, list) and current[: len(old)] == old:
            result = _apply(result, path, "append", new)
        elif _same(current, _ABSENT if act == "drop" else new):
            continue
        elif _same(current, before) or mine:
            clashes += [".".join(path)] if mine and not _same(current, before) else []
            result = _apply(result, path, "set" if act == "append" else act, [*old, *new] if act == "append" else new)
        else:
            clashes.append(".".join(path))
            continue
        written[path] = _get(result, path)
    return result, clashes


def _written_at(written: dict[tuple[str, ...], Row], path: tuple[str, ...]) -> Row | None:
    """What was written there, above it or below it by an earlier branch."""
    if path in written:
        return written[path]
    for length in range(1, len(path)):
        if path[:length] in written:
            return written[path[:length]]
    return next((row for other, row in written.items() if other[: len(path)] == path), None)


def _agree(first: Row, second: Row) -> bool:
    if first[0] != second[0]:
        return False
    if first[1] == second[1] == "append":
        return True
    return bool(first[1] == second[1] and first[2] == second[2])


def _same(one: Any, other: Any) -> bool:
    return one is other or (one is not _ABSENT and other is not _ABSENT and bool(one == other))


def _get(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return _ABSENT
        data = data[key]
    return data


def _apply(data: dict[str, Any], path: tuple[str, ...], act: str, value: Any) -> dict[str, Any]:
    """A new context with one change; nothing of the old one is touched."""
    key, rest = path[0], path[1:]
    if rest:
        inner = data.get(key)
        return {**data, key: _apply(inner if isinstance(inner, dict) else {}, rest, act, value)}
    if act == "drop":
        return {name: kept for name, kept in data.items() if name != key}
    present = data.get(key)
    if act == "append" and isinstance(present, list):
        return {**data, key: [*present, *value]}
    return {**data, key: value}
