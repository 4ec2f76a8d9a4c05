"""``for``, ``some``, ``every``, and filters."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

from engine.feel import nodes as n
from engine.feel.compile_values import reading
from engine.feel.compiler import Compiler, compiles
from engine.feel.equality import less
from engine.feel.errors import FeelError
from engine.feel.moments import Date
from engine.feel.ranges import Range
from engine.feel.scope import Closure, Scope

_ONE = Decimal(1)
_LARGEST_COUNTER = 24
"""Digits of the largest number that is counted to, so that Python's own 28 digits count exactly."""
Domain = tuple[str, Closure, Closure | None]


class _NoList(FeelError):
    """What is iterated over is no list and no range: the whole expression is null."""


@compiles(n.For)
def for_(node: n.For, compiler: Compiler) -> Closure:
    with ExitStack() as scopes:
        domains = _domains(node.turns, compiler, scopes)
        scopes.enter_context(compiler.binding(["partial"]))
        body = compiler.closure(node.body)

    return loop(lambda scope: _turns(domains, scope), body)


def loop(turns: Callable[[Scope], Iterable[Scope]], body: Closure) -> Closure:
    """``for``: the body's value at each turn; ``partial`` is what is there so far."""

    def run(scope: Scope) -> Any:
        results: list[Any] = []
        budget = scope.root.budget
        outer = Scope({"partial": results}, scope)
        try:
            for inner in turns(outer):
                results.append(body(inner))
                if len(results) > budget.size:
                    budget.hold(len(results))
        except _NoList:
            return None
        return results

    return run


@compiles(n.Quantified)
def quantified(node: n.Quantified, compiler: Compiler) -> Closure:
    with ExitStack() as scopes:
        domains = _domains(node.turns, compiler, scopes)
        body = compiler.closure(node.body)
    return quantifier(lambda scope: _turns(domains, scope), body, node.word == "some")


def quantifier(turns: Callable[[Scope], Iterable[Scope]], body: Closure, stop: bool) -> Closure:
    """``some`` stops at true, ``every`` at false; an answer that is not boolean makes the rest null."""

    def run(scope: Scope) -> Any:
        answer: bool | None = not stop
        try:
            for inner in turns(scope):
                one = body(inner)
                if one is stop:
                    return stop
                if one is not (not stop):
                    answer = None
        except _NoList:
            return None
        return answer

    return run


def _domains(turns: list[n.Turn], compiler: Compiler, scopes: ExitStack) -> list[Domain]:
    """Each iterator's list is compiled where the earlier iterators' names are bound."""
    domains: list[Domain] = []
    for turn in turns:
        items = compiler.closure(turn.items)
        domains.append((turn.name, items, None if turn.last is None else compiler.closure(turn.last)))
        scopes.enter_context(compiler.binding([turn.name]))
    return domains


def _turns(domains: list[Domain], scope: Scope) -> Iterator[Scope]:
    name, items, last = domains[0]
    rest = domains[1:]
    spend = scope.root.budget.spend
    for item in iterated(items(scope), None if last is None else (last(scope),)):
        spend()
        inner = Scope({name: item}, scope)
        if rest:
            yield from _turns(rest, inner)
        else:
            yield inner


def turns_over(name: str, items: Closure) -> Callable[[Scope], Iterable[Scope]]:
    """The scopes of one iterator, as boxed iterations use it."""
    return lambda scope: _turns([(name, items, None)], scope)


def iterated(first: Any, last: tuple[Any] | None = None) -> Iterable[Any]:
    """The items of a list, a range or ``first .. last``; a single value is a list of it, null none at all.

    ``first .. last`` also counts down; a range that ends before it begins is no range.
    """
    if last is not None:
        return _counted(first, last[0], True, True)
    if isinstance(first, list):
        return first
    if isinstance(first, Range):
        if less(first.high, first.low) is not False:
            raise _NoList
        return _counted(first.low, first.high, first.has_low, first.has_high)
    if first is None:
        raise _NoList
    return [first]


def _counted(first: Any, last: Any, has_first: bool, has_last: bool) -> Iterator[Any]:
    """Whole numbers or days from the first to the last, down as well as up."""
    if isinstance(first, Decimal) and isinstance(last, Decimal):
        return _numbers(first, last, has_first, has_last)
    if isinstance(first, Date) and isinstance(last, Date):
        days = _numbers(Decimal(first.days()), Decimal(last.days()), has_first, has_last)
        return (Date.of_days(int(day)) for day in days)
    raise _NoList


def _numbers(first: Decimal, last: Decimal, has_first: bool, has_last: bool) -> Iterator[Decimal]:
    if first != first.to_integral_value() or last != last.to_integral_value():
        raise _NoList
    if max(first.adjusted(), last.adjusted()) > _LARGEST_COUNTER:
        raise _NoList
    step = _ONE if first <= last else -_ONE
    here, end = (first if has_first else first + step), (last if has_last else last - step)
    while (here <= end) if step > 0 else (here >= end):
        yield here
        here += step


@compiles(n.Filter)
def filtered(node: n.Filter, compiler: Compiler) -> Closure:
    base = reading(node.base, compiler) if isinstance(node.base, n.Name) else compiler.closure(node.base)
    if isinstance(node.test, n.Literal) and isinstance(node.test.value, Decimal):
        place = node.test.value
        return lambda scope: item_at(base(scope), place)
    with compiler.binding(["item"]), compiler.binding(None):
        test = compiler.closure(node.test)
    may_be_place = not isinstance(node.test, (n.Compare, n.Logic, n.Between, n.In, n.InstanceOf, n.Quantified))
    return lambda scope: kept(base(scope), test, scope, may_be_place)


def item_at(value: Any, place: Decimal) -> Any:
    """The item at a place counted from 1, or from the end when negative; null when there is none."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    if place != place.to_integral_value() or abs(place) > len(items) or not place:
        return None
    return items[int(place) - (place > 0)]


def kept(value: Any, test: Closure, scope: Scope, may_be_place: bool) -> Any:
    """The items for which the test is true; or the item at a place, when the test is a number.

    Null when the test is something else than boolean, number or null.
    """
    if value is None:
        return [] if not may_be_place else _place_or_none(test, scope)
    items = value if isinstance(value, list) else [value]
    if may_be_place:
        answer = test(_item_scope(items[0] if items else None, scope))
        if isinstance(answer, Decimal):
            return item_at(items, answer)
    spend = scope.root.budget.spend
    found = []
    for item in items:
        spend()
        answer = test(_item_scope(item, scope))
        if answer is True:
            found.append(item)
        elif answer is not None and answer is not False:
            return None
    return found


def _place_or_none(test: Closure, scope: Scope) -> Any:
    return None if isinstance(test(_item_scope(None, scope)), Decimal) else []


def _item_scope(item: Any, scope: Scope) -> Scope:
    outer = Scope({"item": item}, scope)
    return Scope(item, outer) if isinstance(item, dict) else outer
