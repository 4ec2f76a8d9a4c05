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
        if same(old, new):
            continue
        here = (*path, key)
        if isinstance(old, dict) and isinstance(new, dict):
            found += changes(old, new, here)
        else:
            found.append(_row(here, old, new))
    return found


def _row(path: tuple[str, ...], old: Any, new: Any) -> Row:
    if new is _ABSENT:
        return [list(path), "drop", None, old]
    if old is _ABSENT:
        return [list(path), "add", new, None]
    if isinstance(old, list) and isinstance(new, list) and len(old) < len(new) and same(new[: len(old)], old):
        return [list(path), "append", new[len(old) :], old]
    return [list(path), "set", new, old]


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
                if len(other[0]) < len(path) and not isinstance(_get(data, tuple(other[0])), dict):
                    # What an earlier branch put in place of the whole context gives way to the context.
                    data = _apply(data, tuple(other[0]), "set", _get(base, tuple(other[0])))
                    del written[tuple(other[0])]
                data = _apply(data, path, "drop" if row[1] == "drop" else "set", _values(row)[1])
            else:
                data = _apply(data, path, row[1], row[2])
            written[path] = row
    return data, clashes


def park(rows: list[Row], more: list[Row]) -> tuple[list[Row], list[str]]:
    """Rows of ended paths, one for a place, and the places that a later path changed differently; there the later wins.

    What both appended to a list is kept, in the order in which the paths ended.
    """
    kept = {tuple(row[0]): row for row in rows}
    clashes: list[str] = []
    for row in more:
        path, joined = tuple(row[0]), row
        for other in [one for one in kept if one[: len(path)] == path or path[: len(one)] == one]:
            both = _after(kept.pop(other), joined)
            clashes += [".".join(path)] if both is None else []
            joined = both or joined
        kept[tuple(joined[0])] = joined
    return list(kept.values()), clashes


def _after(earlier: Row, later: Row) -> Row | None:
    """Two changes of one place as one; None when they contradict each other.

    Either may count from a fork further in than the other: then it was made upon what the other's path had written.
    """
    if len(earlier[0]) != len(later[0]):
        outer, inner = (later, earlier) if len(earlier[0]) > len(later[0]) else (earlier, later)
        return _upon(outer, inner)
    path, [was, now], [old, new] = tuple(later[0]), _values(earlier), _values(later)
    if earlier[1] == later[1] == "append":
        if len(was) >= len(old) and new[: len(was)] == was:
            return _row(path, old, [*now, *new[len(was) :]])
        longer = max(was, old, key=len)
        if longer[: len(was)] == was and longer[: len(old)] == old:
            return _row(path, longer, [*longer, *earlier[2], *later[2]])
        return None
    if same(now, new):
        return later
    if same(new, was):
        return _row(path, old, now)
    return _row(path, was, new) if same(now, old) else None


def _upon(outer: Row, inner: Row) -> Row | None:
    """A change inside a context upon the one that made the context, as one; None when it was made upon another."""
    before, after = _values(outer)
    held, path = {"": after}, ("", *inner[0][len(outer[0]) :])
    was, now = _values(inner)
    if not isinstance(_get(held, path[:-1]), dict) or not same(_get(held, path), was):
        return None
    return _row(tuple(outer[0]), before, _apply(held, path, "drop" if now is _ABSENT else "set", now)[""])


def _values(row: Row) -> tuple[Any, Any]:
    """What stood there before and after."""
    _, act, new, old = row
    if act == "append":
        return old, [*old, *new]
    return (_ABSENT if act == "add" else old), (_ABSENT if act == "drop" else new)


def settle(data: Mapping[str, Any], parked: list[Row]) -> tuple[dict[str, Any], list[str]]:
    """The facts of the last path, with what earlier ended paths changed. Where both changed, the last path wins."""
    result = dict(data)
    clashes: list[str] = []
    for row in parked:
        path, act = tuple(row[0]), row[1]
        current, [old, new] = _get(result, path), _values(row)
        if len(path) > 1 and not isinstance(_get(result, path[:-1]), dict):
            clashes.append(".".join(path))  # the last path put something else in its place
        elif act == "append" and isinstance(current, list) and current[: len(old)] == old:
            result = _apply(result, path, "set", [*new, *current[len(old) :]])  # those who ended earlier first
        elif same(current, old):
            result = _apply(result, path, "drop" if new is _ABSENT else "set", new)
        elif not same(current, new):
            clashes.append(".".join(path))
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
    return bool(first[1] == second[1] and same(first[2], second[2]))


def same(one: Any, other: Any) -> bool:
    """As JSON has it: to Python 1 is True, also inside a list."""
    if one is other:
        return True
    if type(one) is not type(other) or one is _ABSENT:
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


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
