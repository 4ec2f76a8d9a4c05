"""May an instance go on in another version as it stands? Judged token by token, each objection a sentence."""

from dataclasses import dataclass, field
from typing import Any, Literal

from engine.runtime.execution import Execution
from engine.runtime.migrate_future import never_met, process_of
from engine.runtime.migrate_match import Match, could_be, kind_of
from engine.runtime.migrate_order import other_order
from engine.runtime.migrate_said import Said, renamed_inside
from engine.runtime.migrate_twice import done_twice
from engine.runtime.model import Element
from engine.runtime.nodes.instances import name_of_one
from engine.runtime.rules.graph import is_join
from engine.runtime.rules.soundness import Place, marking_of
from engine.runtime.token import STARTED, Token

Kind = Literal["safe", "needs_mapping", "blocked"]
SAFE: Kind = "safe"
NEEDS_MAPPING: Kind = "needs_mapping"
BLOCKED: Kind = "blocked"


@dataclass
class Placement:
    """Where each token goes. ``nodes``: token id → node name; ``ways``: the flow it came by; ``dropped``: withdrawn.

    What is another in the new version: ``renamed`` (token → facts under their new names), ``said`` (token → what it
    notes of routing, timer and correlation). What waking up has to do: ``guards`` (host → boundary events that are
    new), ``rivals`` (race → flows to events that are new behind its gateway).
    """

    nodes: dict[str, str] = field(default_factory=dict)
    ways: dict[str, str | None] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    renamed: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    guards: dict[str, list[str]] = field(default_factory=dict)
    rivals: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """``reasons`` say why it is not safe, ``notes`` what a safe migration takes away, moves or reorders."""

    kind: Kind
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    placement: Placement = field(default_factory=Placement, repr=False, compare=False)


def judge(execution: Execution, match: Match) -> Verdict:
    """The verdict on an instance restored on the old version; nothing is changed."""
    return _Judge(execution, match).verdict()


class _Judge:
    def __init__(self, execution: Execution, match: Match) -> None:
        self.execution = execution
        self.match = match
        self.placement = Placement()
        self.blocks: list[str] = []
        self.unmapped: list[str] = []
        self.notes: list[str] = []
        self._images = match.images()

    def verdict(self) -> Verdict:
        tokens = self.execution.tasks.values()
        self.placement.nodes.update((token.id, self._node(token)) for token in tokens)
        for token in tokens:
            if token.task_spec.many and token.open:
                self.placement.renamed |= renamed_inside(self.execution, token, self._node_of(token))
        for token in tokens:
            if token.open and token is not self.execution.root:
                self._open(token)
        if not (self.blocks or self.unmapped):
            self._new_beside()
            self._future()
        kind = BLOCKED if self.blocks else NEEDS_MAPPING if self.unmapped else SAFE
        reasons = tuple(dict.fromkeys([*self.blocks, *self.unmapped]))
        return Verdict(kind, reasons, tuple(dict.fromkeys(self.notes)), self.placement)

    def _node(self, token: Token) -> str:
        """What a token stands at. The past only matters for its facts: where that was is forgotten if it is gone."""
        found = self.match.element(token.element.id)
        if found is not None:
            is_one = token.task_spec.name == name_of_one(token.element.id)
            name = name_of_one(found.id) if is_one else found.id
            if name in self.match.new.nodes:
                return name
        return "Start"

    # --- one open token ---

    def _open(self, token: Token) -> None:
        old = token.element
        new = self.match.element(old.id)
        if new is None:
            self._gone(token, old)
            return
        if kind_of(new) != kind_of(old):
            self.blocks.append(
                f"A token stands at {old.label}, which was a {kind_of(old)} and is a {kind_of(new)} in the new "
                "version. Let the case move on first, or map it to another element."
            )
            return
        self._place(token, old, new)
        self._way(token, new)
        self._clock(token, new)
        said = Said(token, self._node_of(token), self.placement.renamed.get(token.id, {}))
        self.placement.said[token.id] = said.all()
        self.blocks += said.blocks
        self.notes += [*said.notes, *other_order(self.match, old, new)]

    def _gone(self, token: Token, old: Element) -> None:
        given_up = self.match.mapping.get(old.id) == ""
        fitting = [] if given_up else [one for one in self.match.new.elements.values() if self._could_be(old, one)]
        if fitting:
            names = ", ".join(one.label for one in fitting)
            self.unmapped.append(
                f"A token stands at {old.label}, which the new version does not have. If it is called {names} now, "
                f"say so in the mapping: ‘{old.id}={fitting[0].id}’; if it is gone: ‘{old.id}=’."
            )
        elif "host" in token.internal_data or self._has_rivals(token):
            self.placement.dropped.add(token.id)
            self.notes.append(f"{old.label} is no longer waited for: the new version does not have it.")
        else:
            self.blocks.append(
                f"A token stands at {old.label}, which the new version does not have. Let the case move on first, or "
                f"map it to another {kind_of(old)}."
            )

    def _could_be(self, old: Element, new: Element) -> bool:
        if new.id in self._images or not could_be(old, new) or new.scope != self.match.scope(old.scope):
            return False
        if old.attached_to is None:
            return True
        host = self.match.element(old.attached_to)
        return host is not None and host.id == new.attached_to

    def _has_rivals(self, token: Token) -> bool:
        race = token.internal_data.get("race")
        return race is not None and any(
            one.internal_data.get("race") == race and self.match.element(one.element.id) is not None
            for one in self.execution.tasks.values()
        )

    def _place(self, token: Token, old: Element, new: Element) -> None:
        container = self._container(token)
        if container is self.execution.root:
            wanted: str | None = self.match.new.process_id
        else:
            wanted = self.match.inside(container.element)
            if wanted is None:
                return  # the container itself is what cannot be placed
        host = token.internal_data.get("host")
        if new.scope != wanted:
            self.blocks.append(
                f"A token stands at {old.label}, which is in {new.scope} in the new version and not in {wanted}. "
                "Let the case move on first."
            )
        elif host in self.execution.tasks:
            attached = self.match.element(self.execution.tasks[host].element.id)
            if attached is not None and attached.id != new.attached_to:
                self.blocks.append(
                    f"{old.label} waits at {attached.label} and is attached to {new.attached_to} in the new version. "
                    "Let the case move on first."
                )

    def _container(self, token: Token) -> Token:
        """The subprocess or called process it is in: the instances of a loop stand where the loop stands."""
        found = self.execution.scope_of(token)
        while found.task_spec.many:
            found = self.execution.scope_of(found)
        return found

    def _way(self, token: Token, new: Element) -> None:
        came = token.internal_data.get("via")
        if came is None:
            return
        process = process_of(self.match.new, new.process)
        found = self.match.flow(came)
        if "race" in token.internal_data:
            if found is None or self.match.new.elements[self.match.new.flows[found].source].kind != "eventBasedGateway":
                self.blocks.append(f"{new.label} no longer stands behind the event gateway where the case waits.")
        elif found is None and is_join(process, new):
            free = {flow.id for flow in process.incoming[new.id]} - set(map(self.match.flow, self.match.old.flows))
            sentence = f"A token came to {new.label} by the flow {came}, which does not lead there in the new version."
            if free:
                name = sorted(free)[0]
                self.unmapped.append(f"{sentence} If it is called {name} now, say so in the mapping: ‘{came}={name}’.")
            else:
                self.blocks.append(f"{sentence} Let the case pass this join first.")
        self.placement.ways[token.id] = found if "race" in token.internal_data or is_join(process, new) else None

    def _clock(self, token: Token, new: Element) -> None:
        timer = token.internal_data.get("timer")
        if timer is not None and timer["due"] is None and not new.properties.get("deadline"):
            self.blocks.append(
                f"The clock of {new.label} rests, and the new version binds it to no deadline that could move it on. "
                "Let the clock run first."
            )

    # --- what is new beside an open token ---

    def _new_beside(self) -> None:
        for token in self.execution.tasks.values():
            if not token.open or token is self.execution.root or token.id in self.placement.dropped:
                continue
            before, now = token.task_spec.boundaries, self._node_of(token).boundaries
            known = {found.id for one in before if (found := self.match.element(one.element.id))}
            fresh = [one.name for one in now if one.element.id not in known]
            if fresh:
                self.placement.guards[token.id] = fresh
            race = token.internal_data.get("race")
            if race is not None and race not in self.placement.rivals:
                self.placement.rivals[race] = self._fresh_rivals(token)

    def _node_of(self, token: Token) -> Any:
        return self.match.new.nodes[self.placement.nodes[token.id]]

    def _fresh_rivals(self, token: Token) -> list[str]:
        before = self.match.old.flows[token.internal_data["via"]].source
        now = self.match.new.flows[self.placement.ways[token.id] or ""].source
        old_targets = (one.target for one in self.match.old.flows.values() if one.source == before)
        known = {found.id for target in old_targets if (found := self.match.element(target))}
        return [one.id for one in self.match.new.flows.values() if one.source == now and one.target not in known]

    # --- what is to come ---

    def _future(self) -> None:
        """Every scope a token is in that is drawn otherwise now: would a join wait for a branch that this instance has
        passed, or something run twice?
        """
        scopes: dict[str, tuple[Token, dict[str, Place]]] = {}
        races: set[str] = set()
        for token in self.execution.tasks.values():
            inside = token.open and token is not self.execution.root and "host" not in token.internal_data
            race = token.internal_data.get("race")
            if not inside or token.id in self.placement.dropped or race in races:
                continue
            if race is not None:
                races.add(race)  # those that wait side by side are one token of the diagram
            scope = self.execution.scope_of(token)
            if not scope.task_spec.many:
                scopes.setdefault(scope.id, (scope, {}))[1][token.id] = self._position(token)
        for scope, places in scopes.values():
            process = self.match.new.elements[_element(self.match, next(iter(places.values())))].process
            if self.match.is_drawn_the_same(process):
                continue
            join = never_met(self.match.new, process, marking_of(places.values()))
            if join is not None and not self._may_be_interrupted(scope):
                self.blocks.append(
                    f"In the new version {join.label} would wait for a branch that this case has passed already. "
                    "Let the case pass this join first."
                )
            self._twice(process, places)

    def _twice(self, process: str, places: dict[str, Place]) -> None:
        found = done_twice(self.match.new, process, marking_of(places.values()))
        if found is None:
            return
        element, (one, other) = found
        first, *more = [self.execution.tasks[key] for key, place in places.items() if place == one]
        second = (
            more[0]
            if one == other
            else next(self.execution.tasks[key] for key, place in places.items() if place == other)
        )
        here, there = self._waits_at(first), self._waits_at(second)
        self.blocks.append(
            f"In the new version {element.label} would run twice: the case waits twice at {here}. "
            "Let it go on from one of them first."
            if here == there
            else f"In the new version {element.label} would run twice: the case waits at {here} and at {there}, "
            "and goes on to it from both. Let it go on from one of them first, or migrate to a version where the two "
            "meet at a join before it."
        )

    def _waits_at(self, token: Token) -> str:
        """Where it waits in the drawing it is on: behind an event gateway that is the gateway's own place."""
        if "race" in token.internal_data:
            return self.match.old.elements[self.match.old.flows[token.internal_data["via"]].source].label
        return str(token.element.label)

    def _position(self, token: Token) -> Place:
        way = self.placement.ways.get(token.id)
        if way is not None and "race" in token.internal_data:
            return ("at", self.match.new.flows[way].source)
        new = self._node_of(token).element
        if way is not None and is_join(process_of(self.match.new, new.process), new):
            return ("in", way)
        return ("at", new.id)

    def _may_be_interrupted(self, scope: Token) -> bool:
        if scope is self.execution.root or scope._state != STARTED:
            return False
        return any(one.element.interrupting for one in self._node_of(scope).boundaries)


def _element(match: Match, place: Place) -> str:
    return place[1] if place[0] == "at" else match.new.flows[place[1]].target
