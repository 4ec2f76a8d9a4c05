"""Random walks: whatever people, the clock and the post do, storing and loading at every wait changes nothing."""

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.runtime import Instance, Outcome
from tests.runtime.diagram import Desk, bpmn, drawn, flows, user

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


class Walker:
    """Plays the same acts on an instance kept in memory and on one that is stored and loaded at every wait."""

    def __init__(self, desk: Desk, process: str, facts: dict[str, Any]) -> None:
        self.desk, self.definition = desk, desk.bundle.definitions[process]
        start = lambda: Instance.start(self.definition, key="K1", facts=facts, surroundings=desk.surroundings)  # noqa: E731
        self.kept, self.stored, self.count = start(), start().dump(), 0

    def walk(self, chance: random.Random, steps: int) -> int:
        for step in range(steps):
            if self.kept.status != "running":
                break
            loaded = Instance.restore(self.definition, self.stored, self.desk.surroundings)
            here, there = self.kept.outcome(), loaded.outcome()
            assert seen(here) == seen(there) and self.kept.facts == loaded.facts
            acts = list(possible(here))
            assert acts, "rests with nothing to wait for"
            kind, nth = chance.choice(acts)
            facts = {
                "step": step,
                "done": chance.random() < 0.2,
                "passed": chance.random() < 0.3,
                "bad": chance.random() < 0.3,
            }
            facts |= {"again": chance.random() < 0.3, "left": chance.random() < 0.5}
            self.desk.clock.forward(timedelta(minutes=chance.choice([1, 30, 90, 300])))
            assert play(self.kept, here, kind, nth, facts) == play(loaded, there, kind, nth, facts)
            self.stored = loaded.dump()
            self.count += 1
        return self.count


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


def play(instance: Instance, outcome: Outcome, kind: str, nth: int, facts: dict[str, Any]) -> Any:
    if kind == "task":
        instance.complete(outcome.user_tasks[nth].id, facts, "ann")
    elif kind == "timer":
        instance.fire(outcome.timers[nth].id)
    elif kind == "incident":
        instance.skip(outcome.incidents[nth].id)
    else:
        one = outcome.subscriptions[nth]
        instance.deliver(one.message, one.key, {"unit": f"N{facts['step']}", **facts})
    after = instance.outcome()
    return [(one.element, one.state) for one in after.passed], after.flows, after.clashes, len(after.thrown)


@pytest.mark.parametrize("name", WALKED)
def test_every_drawn_element_walks_the_same_from_memory_and_from_store(name):
    desk = drawn(name, operations={"send": lambda: {}, "remind": lambda: {}})
    for seed in range(12):
        Walker(desk, name, WALKED[name]).walk(random.Random(seed), 40)


# --- diagrams made up by chance: blocks inside blocks, as a designer would nest them ---


@st.composite
def blocks(draw: Any, depth: int = 3) -> tuple[Any, ...]:
    kind = draw(st.sampled_from(["task", "seq", "fork", "any", "choice", "loop", "box", "fork"] if depth else ["task"]))
    if kind == "task":
        return (kind,)
    count = {"loop": 1, "box": 1}.get(kind, 2)
    return (kind, *(draw(blocks(depth - 1)) for _ in range(count)))


class Drawing:
    """Writes a block as elements and flows; returns where it begins and ends."""

    def __init__(self) -> None:
        self.count = 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def draw(self, block: tuple[Any, ...]) -> tuple[str, str, str, str]:
        """Elements, flows, first and last element."""
        kind, inner = block[0], block[1:]
        if kind == "task":
            name = self.name("t")
            return user(name), "", name, name
        parts = [self.draw(one) for one in inner]
        elements, lines = "".join(part[0] for part in parts), "".join(part[1] for part in parts)
        if kind == "seq":
            return elements, f"{lines}{parts[0][3]} {parts[1][2]};", parts[0][2], parts[1][3]
        first, last = self.name("f"), self.name("j")
        if kind == "box":
            event = self.name("s"), self.name("e")
            (_, _, begin, end) = parts[0]
            body = f'<startEvent id="{event[0]}"/><endEvent id="{event[1]}"/>{elements}'
            box = f'<subProcess id="{first}">{body}{flows(f"{lines}{event[0]} {begin};{end} {event[1]};")}</subProcess>'
            return box, "", first, first
        if kind == "loop":
            (_, _, begin, end) = parts[0]
            made = f'<exclusiveGateway id="{first}"/><exclusiveGateway id="{last}" default="{last}_{last}x"/>'
            made += f'<exclusiveGateway id="{last}x"/>'
            ways = f"{first} {begin};{end} {last};{last} {last}x # on;{last} {first} # again: again = true;"
            return elements + made, lines + ways, first, f"{last}x"
        tag = {"fork": "parallelGateway", "any": "inclusiveGateway", "choice": "exclusiveGateway"}[kind]
        default = "" if kind == "fork" else f' default="{first}_{parts[1][2]}"'
        made = f'<{tag} id="{first}"{default}/><{tag} id="{last}"/>'
        condition = "" if kind == "fork" else " # left: left = true"
        ways = (
            f"{first} {parts[0][2]}{condition};{first} {parts[1][2]} # right;{parts[0][3]} {last};{parts[1][3]} {last};"
        )
        return elements + made, lines + ways, first, last


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(block=blocks(), seed=st.integers(0, 10_000))
def test_made_up_diagrams_never_get_stuck_and_walk_the_same_from_store(block, seed):
    elements, lines, first, last = Drawing().draw(block)
    body = f'<startEvent id="begin"/><endEvent id="finish"/>{elements}{flows(f"{lines}begin {first};{last} finish")}'
    desk = Desk(bpmn(body))
    chance = random.Random(seed)
    for _ in range(3):
        facts = {"left": chance.random() < 0.5, "again": False}
        walker = Walker(desk, "p", facts)
        walker.walk(chance, 60)
        assert walker.kept.outcome().incidents == []
