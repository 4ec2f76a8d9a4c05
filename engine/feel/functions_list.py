"""List functions that look at a list (DMN 1.5 §10.3.4.4)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any

from engine.feel import numbers
from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.equality import less, same
from engine.feel.functions import builtin

if TYPE_CHECKING:
    from engine.feel.scope import Scope


def _numbers(items: list[Any]) -> bool:
    return all(isinstance(item, Decimal) for item in items)


@builtin("list contains", "list: list, element: any~", scope=True)
def list_contains(scope: "Scope", items: list[Any], element: Any) -> bool:
    return next(places_of(scope, items, element), None) is not None


def places_of(scope: "Scope", items: Iterable[Any], element: Any) -> Iterator[int]:
    """The indexes of the items that equal the element; looking at lists and contexts costs steps."""
    spend, is_deep = scope.root.budget.spend, isinstance(element, (list, dict))
    for index, item in enumerate(items):
        if is_deep or not index % 8:
            spend()
        if same(item, element):
            yield index


@builtin("count", "list: list")
def count(items: list[Any]) -> Decimal:
    return Decimal(len(items))


@builtin("min", "list: list")
@builtin("min", "*c: any~")
def smallest(*given: Any) -> Any:
    return _extreme(_items(given), wants_less=True)


@builtin("max", "list: list")
@builtin("max", "*c: any~")
def largest(*given: Any) -> Any:
    return _extreme(_items(given), wants_less=False)


def _items(given: tuple[Any, ...]) -> list[Any]:
    """The one list that was given, or the arguments as a list."""
    return given[0] if len(given) == 1 and isinstance(given[0], list) else list(given)


def _extreme(items: list[Any], *, wants_less: bool) -> Any:
    best = items[0] if items else None
    if best is None or (len(items) == 1 and less(best, best) is None):
        return None
    for item in items[1:]:
        is_less = less(item, best)
        if is_less is None:
            return None
        if is_less is wants_less and not same(item, best):
            best = item
    return best


@builtin("sum", "list: list")
@builtin("sum", "*n: any~")
def total(*given: Any) -> Any:
    items = _items(given)
    if not items:
        return None
    if _numbers(items):
        return reduce(lambda left, right: None if left is None else numbers.add(left, right), items)
    if all(isinstance(item, DaysDuration) for item in items):
        return DaysDuration(sum(item.nanos for item in items))
    if all(isinstance(item, MonthsDuration) for item in items):
        return MonthsDuration(sum(item.months for item in items))
    return None


@builtin("product", "list: list")
@builtin("product", "*n: any~")
def product(*given: Any) -> Decimal | None:
    items = _items(given)
    if not items or not _numbers(items):
        return None
    whole: Decimal | None = reduce(lambda left, right: None if left is None else numbers.multiply(left, right), items)
    return whole


@builtin("mean", "list: list")
@builtin("mean", "*n: any~")
def mean(*given: Any) -> Any:
    from engine.feel.arithmetic import divide

    items = _items(given)
    whole = total(items)
    if isinstance(whole, Decimal):
        return numbers.divide(whole, Decimal(len(items)))
    return None if whole is None else divide(whole, Decimal(len(items)))


@builtin("median", "list: list")
@builtin("median", "*n: any~")
def median(*given: Any) -> Decimal | None:
    items = _items(given)
    if not items or not _numbers(items):
        return None
    ordered = sorted(items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        found: Decimal = ordered[middle]
        return found
    both = numbers.add(ordered[middle - 1], ordered[middle])
    return None if both is None else numbers.divide(both, Decimal(2))


@builtin("stddev", "list: list")
@builtin("stddev", "*n: any~")
def standard_deviation(*given: Any) -> Decimal | None:
    """Of a sample: the sum of squares is divided by n - 1."""
    items: list[Any] = _items(given)
    if len(items) < 2 or not _numbers(items):
        return None
    middle = mean(items)
    squares = total([numbers.power(numbers.CONTEXT.subtract(item, middle), Decimal(2)) for item in items])
    spread = None if squares is None else numbers.divide(squares, Decimal(len(items) - 1))
    return None if spread is None else numbers.CONTEXT.sqrt(spread)


@builtin("mode", "list: list")
@builtin("mode", "*n: any~")
def mode(*given: Any) -> list[Decimal] | None:
    items = _items(given)
    if not given or given == (None,) or not _numbers(items):
        return None
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, times in counts.items() if times == most)


@builtin("all", "list: list")
@builtin("all", "*b: any~")
def every_true(*given: Any) -> bool | None:
    return _decided(given, stop=False)


@builtin("any", "list: list")
@builtin("any", "*b: any~")
def some_true(*given: Any) -> bool | None:
    return _decided(given, stop=True)


def _decided(given: tuple[Any, ...], *, stop: bool) -> bool | None:
    if not given:
        return None
    answer: bool | None = not stop
    for item in _items(given):
        if isinstance(item, bool) and item is stop:
            return item
        if item is not (not stop):
            answer = None
    return answer
