"""What a value can be, as far as the text of an expression says: its constants, and the facts all else is made of.

Nothing is evaluated. What chooses between values (a condition, the inputs of a table) is no part of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from engine.feel import nodes
from engine.feel.certain import surely
from engine.feel.conversion import to_json
from engine.feel.errors import FeelError
from engine.feel.parser import tree_of

MOST: Final = 4_000  # values in one; beyond it nothing is said but which facts it is made of
DEEPEST: Final = 30
DATED: Final = (
    "year",
    "month",
    "day",
    "weekday",
    "hour",
    "minute",
    "second",
    "timezone",
    "time offset",
    "date",
    "time",
)
LENGTHS: Final = ("years", "months", "days", "hours", "minutes", "seconds", "value")
RANGES: Final = ("start", "end", "start included", "end included")
MOMENTS: Final = frozenset([*DATED, *LENGTHS, *RANGES])  # properties of what a text may stand for here
Place = tuple[str, str]  # a file, and the id of the cell or box in it
Names = Callable[[str], "Possible"]


@dataclass(frozen=True, eq=False)
class Possible:
    """``constants``: plain values with the place of each, None where it stands in the expression itself; ``items`` of a
    list; ``fields`` of a context and the ``rest`` of it, whose keys are not known; ``facts``: what anything else is
    made of.
    """

    constants: tuple[tuple[Any, Place | None], ...] = ()
    facts: frozenset[str] = frozenset()
    items: tuple["Possible", ...] = ()
    fields: Mapping[str, "Possible"] = field(default_factory=dict)
    rest: "Possible | None" = None

    def __post_init__(self) -> None:
        size = 1 + len(self.constants) + sum(one.size for one in self.parts())
        made_of = self.facts.union(*(one.made_of for one in self.parts()))
        object.__setattr__(self, "size", size)
        object.__setattr__(self, "made_of", made_of)

    size: int = field(default=1, init=False)
    made_of: frozenset[str] = field(default=frozenset(), init=False)  # the facts of all its parts

    def parts(self) -> Iterator["Possible"]:
        yield from self.items
        yield from self.fields.values()
        if self.rest is not None:
            yield self.rest

    def words(self) -> Iterator[Any]:
        """Every constant in it, in its parts too."""
        yield from (value for value, _ in self.constants)
        for one in self.parts():
            yield from one.words()

    def entry(self, name: str) -> "Possible":
        """What the entry of this name can be; of a list, that of each item."""
        found = [self.fields[name]] if name in self.fields else []
        if self.rest is not None:
            found.append(self.rest)
        if self.facts:
            found.append(Possible(facts=self.facts))
        if self.items:
            found.append(Possible(items=tuple(one.entry(name) for one in self.items)))
        return any_of(found)

    def lacks(self, name: str) -> bool:
        """Is there surely no entry of this name, nor in an item? No where nothing is known."""
        if self.facts or self.rest is not None or name in self.fields or self.size == 1:
            return False
        if name in MOMENTS and self.constants:
            return False
        return all(one.lacks(name) for one in self.items)

    @property
    def entries(self) -> tuple[str, ...]:
        """The names of its entries, those of its items too."""
        return tuple(dict.fromkeys([*self.fields, *(name for one in self.items for name in one.entries)]))

    def item(self) -> "Possible":
        """What one item of the list can be; a value that is no list is its own item."""
        alone = Possible(self.constants, self.facts, fields=self.fields, rest=self.rest)
        return any_of([*self.items, alone])


NOTHING: Final = Possible()
UNKNOWN: Final = Possible(facts=frozenset([""]))  # made of no fact, and yet nobody knows what


def any_of(values: Iterable[Possible]) -> Possible:
    """One of these, it is not said which."""
    found = [one for one in values if one.size > 1 or one.facts]
    if len(found) == 1:
        return found[0]
    names = dict.fromkeys(name for one in found for name in one.fields)
    rests = [one.rest for one in found if one.rest is not None]
    return small(
        Possible(
            tuple(dict.fromkeys(constant for one in found for constant in one.constants)),
            frozenset().union(*(one.facts for one in found)),
            tuple(item for one in found for item in one.items),
            {name: any_of(one.fields[name] for one in found if name in one.fields) for name in names},
            any_of(rests) if rests else None,
        )
    )


def small(value: Possible) -> Possible:
    """The value; of one with too many parts only what it is made of."""
    return value if value.size <= MOST else Possible(facts=value.made_of or UNKNOWN.facts)


def possible(
    node: nodes.Node,
    names: Names,
    place: Place | None = None,
    *,
    depth: int = DEEPEST,
    holds: Callable[[nodes.Node], bool | None] = lambda _: None,
) -> Possible:
    """What an expression can give. ``names``: what each free name can be; ``place``: where its constants stand.

    ``holds``: what is sure of a condition, None where it depends.
    """
    if node.depth > depth:
        return opaque(node, names)

    def of(inner: nodes.Node, known: Names = names) -> Possible:
        return possible(inner, known, place, depth=depth, holds=holds)

    match node:
        case nodes.Literal():
            return constant(node.value, place)
        case nodes.Name():
            return names(node.name)
        case nodes.Path():
            return of(node.base).entry(node.name)
        case nodes.Filter():
            base = of(node.base)
            return any_of([base, base.item()])
        case nodes.ListOf():
            return small(Possible(items=tuple(of(one) for one in node.items)))
        case nodes.ContextOf():
            return _context(node, names, of)
        case nodes.If():
            is_so = holds(node.test)
            ways = [node.then] if is_so else [node.otherwise] if is_so is False else [node.then, node.otherwise]
            return any_of(of(one) for one in ways)
        case nodes.For() if len(node.turns) == 1 and node.turns[0].last is None:
            turn = node.turns[0]
            over = of(turn.items)
            turns = over.items or (over.item(),)
            return small(Possible(items=tuple(of(node.body, _bound(names, turn.name, one)) for one in turns)))
        case nodes.Call(callee=nodes.Name(name="context"), values=[rows], named=None) if (given := of(rows)).items:
            return any_of([*map(_entry, given.items), Possible(facts=given.facts)])
        case nodes.Call(callee=nodes.Name(name="context merge"), values=[contexts], named=None):
            return any_of([of(contexts).item()])
        case nodes.Call(callee=nodes.Name(name="append"), values=[first, *more], named=None):
            return any_of([of(first), Possible(items=tuple(of(one) for one in more))])
    return opaque(node, names)


def possible_value(text: str, names: Names, known: Mapping[str, Any] | None = None) -> Possible:
    """What the expression of a diagram can give; ``known``: facts that choose, as ``surely`` takes them.

    Raises FeelSyntaxError.
    """
    tree = tree_of(text)
    return possible(tree, names, holds=lambda test: surely(test, known)) if known else possible(tree, names)


def constant(value: Any, place: Place | None) -> Possible:
    """A literal; null is nothing."""
    try:
        plain = to_json(value)
    except FeelError:
        return UNKNOWN
    return NOTHING if plain is None else Possible(((plain, place),))


def opaque(node: Any, names: Names) -> Possible:
    """A value nothing is known of but the facts it is made of."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, nodes.Name):
            found |= names(one.name).made_of
        elif isinstance(one, nodes.Call) and isinstance(one.callee, nodes.Name):
            waiting += [*one.values, one.named]  # a function's name is no fact
        elif isinstance(one, nodes.Node):
            waiting += [getattr(one, each.name) for each in fields(one)]
        elif isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
    return Possible(facts=frozenset(found)) if found else UNKNOWN


def _context(node: nodes.ContextOf, names: Names, of: Callable[[nodes.Node, Names], Possible]) -> Possible:
    made: dict[str, Possible] = {}
    for name, inner in node.entries:
        made[name] = of(inner, lambda one: made[one] if one in made else names(one))
    return small(Possible(fields=made))


def _bound(names: Names, name: str, value: Possible) -> Names:
    return lambda one: value if one == name else names(one)


def _entry(row: Possible) -> Possible:
    """``{key, value}`` as the entry of a context."""
    keys, value = row.entry("key"), row.entry("value")
    known = {key: value for key, _ in keys.constants if isinstance(key, str)}
    return Possible(fields=known, rest=value if keys.facts or not known else None)
