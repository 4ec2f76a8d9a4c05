"""Can tokens that stand where they do still all arrive? Asked of the new version before an instance is moved to it."""

from functools import lru_cache

from engine.runtime.definition import Definition
from engine.runtime.model import Element, Process
from engine.runtime.rules.soundness import Marking, Play

MOST_PLACES = 100_000  # of all markings looked at; counted, so that a verdict depends on no machine


@lru_cache(256)
def process_of(definition: Definition, process_id: str) -> Process:
    """One process of a definition as a graph that can be walked."""
    process = Process(process_id, process_id, definition.file)
    process.elements = {one.id: one for one in definition.elements.values() if one.process == process_id}
    process.flows = {one.id: one for one in definition.flows.values() if one.source in process.elements}
    process.link()
    return process


@lru_cache(4096)
def never_met(definition: Definition, process_id: str, marking: Marking) -> Element | None:
    """A join that tokens at these places of one scope could wait at for ever; None when there is none.

    The search is bounded as the linter's is; what it cannot play to the end it lets pass, since a case that should
    stop later opens an incident.
    """
    process = process_of(definition, process_id)
    play, left = Play(process), MOST_PLACES
    seen, todo = {marking}, [marking]
    while todo and left > 0:
        at = todo.pop()
        moves = [after for _, after in play.moves(at)]
        left -= len(at) + sum(map(len, moves))
        if at and not moves:
            flow = next(name for kind, name in at if kind == "in")
            return process.elements[process.flows[flow].target]
        fresh = [one for one in moves if one not in seen]
        seen.update(fresh)
        todo += fresh
    return None
