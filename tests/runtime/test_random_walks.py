"""Random walks: whatever people, the clock and the post do, storing, loading and migrating at a wait changes nothing.

A long run with its figures: python -m benchmarks.random_walks
"""

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Refusal
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


class Walker:
    """Plays the same acts on an instance kept in memory and on one that is stored and loaded at every wait, and half of
    the time migrated to the version it is on, or weighed after each element as if it had grown too large. An element
    that fails is an incident in both.
    """

    def __init__(self, desk: Desk, process: str, facts: dict[str, Any]) -> None:
        self.desk, self.definition, self.facts = desk, desk.bundle.definitions[process], facts
        self.kept, self.stored, self.count, self.skipped = self.started(), self.started().dump(), 0, False

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
        carried = migrate(self.stored, self.definition, self.definition)
        instance = self.load(carried.blob)
        carried.wake(instance, None)
        return self.load(instance.dump())

    def choose(self, acts: list[tuple[str, int]], chance: random.Random) -> tuple[str, int]:
        return chance.choice(acts)

    def guess(self, outcome: Outcome, act: tuple[str, int], chance: random.Random, step: int) -> dict[str, Any]:
        """What a person submits, or a message brings."""
        often = {"done": 0.2, "passed": 0.3, "bad": 0.3, "again": 0.3, "left": 0.5}
        return {"step": step, **{name: chance.random() < share for name, share in often.items()}}

    def walk(self, chance: random.Random, steps: int) -> int:
        for step in range(steps):
            if self.kept.status != "running":
                break
            other = self.migrated() if chance.random() < 0.5 else self.load(self.stored)
            here, there = self.compared(other)
            acts = list(possible(here))
            assert acts, NOTHING_WAITS
            if not self.skipped:
                assert not [one for one in here.incidents if one.cause.startswith("Nothing is left")], NOTHING_WAITS
            act = self.choose(acts, chance)
            self.skipped = self.skipped or act[0] == "incident"
            facts = self.guess(here, act, chance, step)
            self.desk.clock.forward(timedelta(minutes=chance.choice([1, 30, 90, 300])))
            self.kept, told = self.played(self.kept, here, act, facts, Halt())
            other, also_told = self.played(other, there, act, facts, Halt(weighs=chance.random() < 0.5))
            assert told == also_told
            self.compared(other)  # also where it ends: there is no next wait to find it at
            self.stored = other.dump()
            self.count += 1
        return self.count

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
        [(one.element, one.cause) for one in outcome.incidents],
    )


def possible(outcome: Outcome) -> Any:
    yield from (("task", nth) for nth in range(len(outcome.user_tasks)))
    yield from (("timer", nth) for nth, timer in enumerate(outcome.timers) if timer.due_at)
    yield from (("message", nth) for nth in range(len(outcome.subscriptions)))
    yield from (("incident", nth) for nth in range(len(outcome.incidents)))


def play(
    instance: Instance, outcome: Outcome, kind: str, nth: int, facts: dict[str, Any], halt: Halt | None
) -> tuple[Any, ...]:
    if kind == "task":
        instance.complete(outcome.user_tasks[nth].id, facts, "ann", halt=halt)
    elif kind == "timer":
        instance.fire(outcome.timers[nth].id, halt=halt)
    elif kind == "incident":
        instance.skip(outcome.incidents[nth].id, halt=halt)
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
    for _ in range(3):
        walker = Walker(desk, "p", {**FACTS, "left": chance.random() < 0.5, "items": list(range(chance.randint(0, 3)))})
        walker.walk(chance, 60)
        assert walker.kept.outcome().incidents == []


def test_every_kind_of_block_is_walked():
    for kind, count in INNER.items():
        desk = made_up((kind, *[("task",)] * count))
        assert Walker(desk, "p", FACTS).walk(random.Random(1), 60) > 0
