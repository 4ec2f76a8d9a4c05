"""What a case has done is not in its state: where a new version draws work in another order, its verdict says so."""

from functools import lru_cache

from engine.runtime.definition import Definition
from engine.runtime.migrate_future import process_of
from engine.runtime.migrate_match import Match
from engine.runtime.model import ACTIVITIES, Element
from engine.runtime.rules.graph import predecessors, reach, successors


def other_order(match: Match, old: Element, new: Element) -> list[str]:
    """Sentences on what lay on one side of where a token stands, and lies on the other; in a loop it is on both."""
    behind_then, ahead_then = _sides(match.old, old.process, old.id)
    behind, ahead = _sides(match.new, new.process, new.id)
    again = [
        f"{one.label} lay before {new.label} and lies behind it in the new version: it comes once more."
        for one in _work(match, behind_then, ahead)
    ]
    never = [
        f"{one.label} lay behind {new.label} and lies before it in the new version: it comes no more."
        for one in _work(match, ahead_then, behind)
    ]
    return again + never


def _work(match: Match, then: frozenset[str], now: frozenset[str]) -> list[Element]:
    images = [image for name in sorted(then) if (image := match.element(name)) is not None]
    return [one for one in images if one.id in now and one.kind in ACTIVITIES]


@lru_cache(4096)
def _sides(definition: Definition, process_id: str, element: str) -> tuple[frozenset[str], frozenset[str]]:
    """What lies before an element only, and behind it only."""
    process = process_of(definition, process_id)
    before = reach(predecessors(process, element), lambda at: predecessors(process, at))
    behind = reach(successors(process, element), lambda at: successors(process, at))
    return frozenset(before - behind), frozenset(behind - before)
