"""Random walks: whatever people, the clock, the post and operators do, storing, loading and migrating at a wait changes
nothing, and whoever does a second time what is done changes nothing either.

A long run with its figures: python -m benchmarks.random_walks
"""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import NotFound, NotNow, Refusal
from engine.runtime import Halt, Instance, Outcome, StepFailed
from engine.runtime.migrate import migrate
from tests.runtime.diagram import Desk, drawn
from tests.runtime.made_up import FACTS, INNER, made_up

WALKED: dict[str, dict[str, Any]] = {
    "parallel_gateway": {},
    "nested_forks": {},
    "inclusive_gateway": {"law": True, "repair": True},
    "event_based_gateway": {},
    "message_events": {"unit": "U1", "parent": "K9", "text": "t"},
    "own_message": {"ground": "g"},
    "signal_events": {},
    "error_events": {"units": ["A", "B", "C"], "bad": False},
    "escalation_events": {"units": ["A", "B"]},
    "terminate_end": {},
    "call_activity": {},
    "sub_process": {},
    "multi_instance": {"units": [{"code": "A"}, {"code": "B"}, {"code": "C"}], "enough": 2},
    "sequential_instances": {"steps": [1, 2, 3]},
    "growing_instances": {"branches_due": {"U1": {"unit": "U1"}, "U2": {"unit": "U2"}}},
    "rework": {},
    "side_by_side": {},
    "timer_events": {"hours": "PT2H", "handle_due": "2026-11-25T12:00:00"},
}


NOTHING_WAITS = "rests with nothing to wait for"
GUESSES = {"done": 0.2, "passed": 0.3, "bad": 0.3, "again": 0.3, "left": 0.5}  # how often a person says yes
JOINS = ("parallelGateway", "inclusiveGateway")


class Walker:
    """Plays the same acts on an instance kept in memory and on one that is stored and loaded at every wait, and half of
    the time migrated to the version it is on, or weighed after each element as if it had grown too large. An element
    that fails is an incident in both.
    """

    def __init__(self, desk: Desk, process: str, facts: dict[str, Any], *, wrong: float = 0.0) -> None:
        """``wrong``: how often a person submits what no condition can be asked of, so that it is an incident."""
        self.desk, self.definition, self.facts, self.wrong = desk, desk.bundle.definitions[process], facts, wrong
        self.kept, self.stored, self.count = self.started(), self.started().dump(), 0
        self.acts: Counter[str] = Counter()
        self.may_rest_dead = False  # an operator sent a join on: what comes to it later may wait there for ever

    def started(self) -> Instance:
        halt = None
        while True:
            try:
                return Instance.start(
                    self.definition, key="K1", facts=self.facts, surroundings=self.desk.surroundings, halt=halt
                )
            except StepFailed as failed:
                halt = failed.halt

    def load(self, blob: bytes) -> Instance:
        return Instance.restore(self.definition, blob, self.desk.surroundings)

    def migrated(self) -> Instance:
        """The stored one after a migration to the version it is on, which must change nothing."""
        carried = migrate(self.stored, self.definition, self.definition, self.desk.surroundings)
        instance = self.load(carried.blob)
        carried.wake(instance, None)
        return self.load(instance.dump())

    def choose(self, acts: list[tuple[str, int]], chance: random.Random) -> tuple[str, int]:
        return chance.choice(acts)

    def guess(self, outcome: Outcome, act: tuple[str, int], chance: random.Random, step: int) -> dict[str, Any]:
        """What a person submits, a message brings, or an operator corrects."""
        found: dict[str, Any] = {name: chance.random() < share for name, share in GUESSES.items()}
        if act[0] == "task" and chance.random() < self.wrong:
            found = dict.fromkeys(found, "perhaps")
        return {"step": step, "result": step, **found}

    def walk(self, chance: random.Random, steps: int) -> int:
        for step in range(steps):
            if self.kept.status != "running":
                break
            other = self.migrated() if chance.random() < 0.5 else self.load(self.stored)
            here, there = self.compared(other)
            acts = list(possible(here))
            assert acts, NOTHING_WAITS
            dead = [one.element for one in here.incidents if one.cause.startswith("Nothing is left")]
            assert self.may_rest_dead or not dead, f"{NOTHING_WAITS}: {dead}"
            act = self.choose(acts, chance)
            facts = self.guess(here, act, chance, step)
            self.desk.clock.forward(timedelta(minutes=chance.choice([1, 30, 90, 300])))
            self.kept, told = self.played(self.kept, here, act, facts, Halt())
            other, also_told = self.played(other, there, act, facts, Halt(weighs=chance.random() < 0.5))
            assert told == also_told
            self.done_again(self.kept, here, act)
            self.done_again(other, there, act)
            self.compared(other)  # also where it ends: there is no next wait to find it at
            self.stored = other.dump()
            self.note(here, act)
        return self.count

    def note(self, outcome: Outcome, act: tuple[str, int]) -> None:
        self.count += 1
        self.acts[act[0]] += 1
        if act[0] == "skip":
            self.may_rest_dead |= self.definition.elements[outcome.incidents[act[1]].element].kind in JOINS

    def done_again(self, instance: Instance, before: Outcome, act: tuple[str, int]) -> None:
        """Someone else does the same a moment later: no, and neither the state nor a row is another one then."""
        kind, nth = act
        state, rows = instance.dump(), seen(instance.outcome())
        if kind == "task":
            with pytest.raises(NotNow):
                instance.complete(before.user_tasks[nth].id, {"step": -1}, "bob")
        elif kind == "timer":
            assert not instance.fire(before.timers[nth].id)
        elif kind in ("retry", "skip") and before.incidents[nth].id not in [
            one.id for one in instance.outcome().incidents
        ]:
            with pytest.raises(NotFound):
                getattr(instance, kind)(before.incidents[nth].id)
        assert instance.dump() == state and seen(instance.outcome()) == rows

    def compared(self, other: Instance) -> tuple[Outcome, Outcome]:
        here, there = self.kept.outcome(), other.outcome()
        assert seen(here) == seen(there) and self.kept.facts == other.facts
        return here, there

    def played(
        self, instance: Instance, outcome: Outcome, act: tuple[str, int], facts: dict[str, Any], halt: Halt
    ) -> Any:
        """The instance after an act, and what the act told; as it was, when the act is refused."""
        before = instance.dump()
        while True:
            try:
                return instance, play(instance, outcome, *act, facts, halt)
            except StepFailed as failed:
                instance, halt = self.load(before), failed.halt
            except Refusal as refusal:
                return self.load(before), str(refusal)


def seen(outcome: Outcome) -> Any:
    return (
        outcome.status,
        [(task.element, task.facts, task.unit, task.due_at) for task in outcome.user_tasks],
        [(timer.element, timer.due_at) for timer in outcome.timers],
        [(one.message, one.key, one.element) for one in outcome.subscriptions],
        [(one.element, one.cause, one.attempts) for one in outcome.incidents],
    )


def possible(outcome: Outcome) -> Any:
    yield from (("task", nth) for nth in range(len(outcome.user_tasks)))
    yield from (("timer", nth) for nth, timer in enumerate(outcome.timers) if timer.due_at)
    yield from (("message", nth) for nth in range(len(outcome.subscriptions)))
    yield from ((act, nth) for nth in range(len(outcome.incidents)) for act in ("retry", "skip", "correct"))


def play(
    instance: Instance, outcome: Outcome, kind: str, nth: int, facts: dict[str, Any], halt: Halt | None
) -> tuple[Any, ...]:
    if kind == "task":
        instance.complete(outcome.user_tasks[nth].id, facts, "ann", halt=halt)
    elif kind == "timer":
        instance.fire(outcome.timers[nth].id, halt=halt)
    elif kind == "retry":
        instance.retry(outcome.incidents[nth].id, halt=halt)
    elif kind == "skip":
        instance.skip(outcome.incidents[nth].id, halt=halt)
    elif kind == "correct":
        instance.correct(facts)
    else:
        one = outcome.subscriptions[nth]
        instance.deliver(one.message, one.key, {"unit": f"N{facts['step']}", **facts}, halt=halt)
    after = instance.outcome()
    return [(one.element, one.state) for one in after.passed], after.flows, after.clashes, len(after.thrown)


@pytest.mark.parametrize("name", WALKED)
def test_every_drawn_element_walks_the_same_from_memory_and_from_store(name):
    desk = drawn(name, operations={"send": lambda: {}, "remind": lambda: {}})
    for seed in range(12):
        Walker(desk, name, WALKED[name]).walk(random.Random(seed), 40)


@st.composite
def blocks(draw: Any, depth: int = 3) -> tuple[Any, ...]:
    kind = draw(st.sampled_from([*INNER, "fork"] if depth else ["task"]))
    return (kind, *(draw(blocks(depth - 1)) for _ in range(INNER[kind])))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(block=blocks(), seed=st.integers(0, 10_000))
def test_made_up_diagrams_never_get_stuck_and_walk_the_same_from_store(block, seed):
    desk, chance = made_up(block), random.Random(seed)
    for wrong in (0, 0, 0.3):
        facts = {**FACTS, "left": chance.random() < 0.5, "items": list(range(chance.randint(0, 3)))}
        walker = Walker(desk, "p", facts, wrong=wrong)
        walker.walk(chance, 60)
        assert wrong or walker.kept.outcome().incidents == []


def test_operators_retry_skip_and_correct_on_the_way():
    acts: Counter[str] = Counter()
    for seed in range(40):
        walker = Walker(made_up(("fork", ("choice", ("task",), ("task",)), ("loop", ("task",)))), "p", FACTS, wrong=0.5)
        walker.walk(random.Random(seed), 60)
        acts += walker.acts
    assert all(acts[act] > 10 for act in ("task", "retry", "skip", "correct")), acts


def test_every_kind_of_block_is_walked():
    for kind, count in INNER.items():
        desk = made_up((kind, *[("task",)] * count))
        assert Walker(desk, "p", FACTS).walk(random.Random(1), 60) > 0
