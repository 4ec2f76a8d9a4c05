"""List functions that make another list (DMN 1.5 §10.3.4.4), and ``sort``."""

from decimal import Decimal
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from engine.feel.equality import less
from engine.feel.functions import Function, builtin
from engine.feel.functions_list import places_of

if TYPE_CHECKING:
    from engine.feel.scope import Scope


def _place(items: list[Any], position: Decimal) -> int | None:
    """The index for a place from 1, or from the end when negative; None outside the list."""
    place = int(position)
    if place != position or not place or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


@builtin("sublist", "list: list, start position: number, length?: number~")
def sublist(items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any] | None:
    first = _place(items, start)
    if first is None:
        return None
    if length is None:
        return items[first:]
    return items[first : first + int(length)] if length >= 0 and first + int(length) <= len(items) else None


@builtin("append", "list: list, *item: any~", scope=True)
def append(scope: "Scope", items: list[Any], *more: Any) -> list[Any]:
    scope.root.budget.hold(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "*list: list", scope=True)
def concatenate(scope: "Scope", *lists: list[Any]) -> list[Any]:
    scope.root.budget.hold(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("union", "*list: list", scope=True)
def union(scope: "Scope", *lists: list[Any]) -> list[Any]:
    return distinct_values(scope, concatenate(scope, *lists))


@builtin("insert before", "list: list, position: number, newItem: any~", scope=True)
def insert_before(scope: "Scope", items: list[Any], position: Decimal, new_item: Any) -> list[Any] | None:
    place = _place(items, position)
    scope.root.budget.hold(len(items) + 1)
    return None if place is None else [*items[:place], new_item, *items[place:]]


@builtin("remove", "list: list, position: number")
def remove(items: list[Any], position: Decimal) -> list[Any] | None:
    place = _place(items, position)
    return None if place is None else [*items[:place], *items[place + 1 :]]


@builtin("list replace", "list: list, position: number, newItem: any~")
def replace_at(items: list[Any], position: Decimal, new_item: Any) -> list[Any] | None:
    place = _place(items, position)
    return None if place is None else [*items[:place], new_item, *items[place + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any~", scope=True)
def replace_matching(scope: "Scope", items: list[Any], match: Function, new_item: Any) -> list[Any] | None:
    answers = [match.call([item, new_item], scope) for item in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [new_item if answer else item for item, answer in zip(items, answers, strict=True)]


@builtin("reverse", "list: list")
def reverse(items: list[Any]) -> list[Any]:
    return items[::-1]


@builtin("index of", "list: list, match: any~", scope=True)
def index_of(scope: "Scope", items: list[Any], match: Any) -> list[Decimal]:
    return [Decimal(index + 1) for index in places_of(scope, items, match)]


@builtin("distinct values", "list: list", scope=True)
def distinct_values(scope: "Scope", items: list[Any]) -> list[Any]:
    """In order of first appearance."""
    found: list[Any] = []
    seen: set[tuple[type, Any]] = set()
    for item in items:
        if isinstance(item, (str, Decimal, bool)):
            if (type(item), item) not in seen:
                seen.add((type(item), item))
                found.append(item)
            continue
        if next(places_of(scope, found, item), None) is None:
            found.append(item)
    return found


@builtin("flatten", "list: list", scope=True)
def flatten(scope: "Scope", items: list[Any]) -> list[Any]:
    found: list[Any] = []
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, list):
                stack.append(iter(item))
                break
            found.append(item)
        else:
            stack.pop()
        scope.root.budget.spend()
    scope.root.budget.hold(len(found))
    return found


@builtin("sort", "list: list, precedes?: function", scope=True)
def sort(scope: "Scope", items: list[Any], precedes: Function | None = None) -> list[Any] | None:
    """Stable. Without a function, by the values' own order. Null when the function gives no boolean."""

    def before(left: Any, right: Any) -> bool:
        scope.root.budget.spend()
        answer = less(left, right) if precedes is None else precedes.call([left, right], scope)
        if not isinstance(answer, bool):
            raise ValueError
        return answer

    def order(left: Any, right: Any) -> int:
        return -1 if before(left, right) else int(before(right, left))

    try:
        return sorted(items, key=cmp_to_key(order))
    except ValueError:
        return None
