"""Walks that go over to a changed version on their way: when that is called safe, nothing is done twice, nobody waits
for ever, and tasks, their units and what they know stay.
"""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from engine.errors import DeploymentRefused
from engine.runtime.migrate import migrate, verdict
from engine.runtime.rules.graph import reach
from tests.runtime.changed import BPMN, CHANGES, Change, Version
from tests.runtime.diagram import Case, Desk
from tests.runtime.made_up import FACTS, INNER, drawing

ONCE = {kind: count for kind, count in INNER.items() if kind != "loop"}  # so that every task is done once at most


def block(chance: random.Random, depth: int = 3) -> tuple[Any, ...]:
    kinds = [*ONCE, "fork", "fork", "seq", "seq", "each"]
    kind = chance.choice(kinds if depth < 3 else kinds[1:]) if depth else "task"
    return (kind, *(block(chance, depth - 1) for _ in range(ONCE[kind])))


class Walk:
    """One case, its desk now, and how often each task was done."""

    def __init__(self, old: Version, chance: random.Random) -> None:
        self.chance, self.count = chance, 0
        self.done: Counter[str] = Counter()
        self.case = Desk(old.text).start(**FACTS, step=0)

    def step(self) -> None:
        """A person, the clock or the post does one thing; late in the walk only what leads to its end."""
        case, self.count, last = self.case, self.count + 1, self.case.last
        elements = case.definition.elements
        assert last.incidents == []
        assert all(one.unit for one in last.user_tasks if "item" in elements[one.element].properties.get("unit", ""))
        acts: list[tuple[str, Any]] = [("task", one) for one in last.user_tasks]
        if self.count < 30 or not acts:
            acts += [("timer", one) for one in last.timers] + [("message", one) for one in last.subscriptions]
        kind, one = self.chance.choice(acts)
        if kind == "task":
            self.done[one.element] += 1
            case.step(lambda instance, halt: instance.complete(one.id, self.form(), "ann", halt=halt))
        elif kind == "timer":
            case.desk.clock.set(max(one.due_at, case.desk.clock.now()))
            case.fire(one.id)
        elif [two.key for two in last.subscriptions].count(one.key) == 1:  # else it could mean each item
            case.deliver(one.message, one.key)

    def form(self) -> dict[str, Any]:
        left, bad = self.chance.random() < 0.5, self.chance.random() < 0.2
        return {"step": self.count, "result": self.count, "left": left, "bad": bad}

    def go_over(self, new: Desk) -> bool:
        """To the other version, if that is safe; what people see stays as it was."""
        here, definition = self.case, new.bundle.definitions["p"]
        new.clock.set(here.desk.clock.now())
        if verdict(here.blob, here.definition, definition, new.surroundings).kind != "safe":
            return False
        carried = migrate(here.blob, here.definition, definition, new.surroundings)
        there = Case(new, definition)
        there.blob = carried.blob
        there.step(carried.wake)
        after = {task.id: task for task in there.last.user_tasks}
        for task in here.last.user_tasks:
            kept = after[task.id]
            assert (kept.element, kept.unit, kept.assignee, kept.due_at) == (
                task.element, task.unit, task.assignee, task.due_at)  # fmt: skip
            assert task.facts.items() <= kept.facts.items()
        assert {**there.facts, **here.facts} == there.facts
        due = {timer.id: timer.due_at for timer in there.last.timers}
        assert all(due[timer.id] == timer.due_at for timer in here.last.timers)
        self.case = there
        return True

    def expect_fresh_timers(self) -> None:
        """A new timer is due by what its host knows."""
        events = self.case.desk.bundle.definitions["p"].elements
        if "fresh" in events:
            host, now = events["fresh"].attached_to, self.case.desk.clock.now()
            due = [now + timedelta(hours=task.facts["step"] + 1) for task in self.case.last.user_tasks
                   if task.element == host]  # fmt: skip
            assert sorted(one.due_at for one in self.case.last.timers if one.element == "fresh") == sorted(due)


def repeated(version: Version) -> set[str]:
    """Tasks that the drawing itself may give several times: per item, and behind what doesn't interrupt."""
    found = {"told_fresh"}
    for box in version.every("subProcess"):
        if box.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None:
            found |= {task.get("id", "") for task in box.iter(f"{BPMN}userTask")}
    beside = {one.get("id", "") for one in version.every("boundaryEvent") if one.get("cancelActivity") == "false"}
    return found | reach(beside, lambda at: [one.get("targetRef", "") for one in version.flows("sourceRef", at)])


def walked(change: Change, seed: int) -> str:
    """``same`` when there was nothing to change, ``refused``, ``stayed`` to its end, or ``moved``."""
    chance = random.Random(seed)
    text = drawing(block(chance))
    old, version = Version(text), Version(text)
    if not change(version, chance):
        return "same"
    try:
        new = Desk(version.text)
    except DeploymentRefused:
        return "refused"
    walk, first, moved = Walk(old, chance), chance.randrange(5), False
    while walk.case.status == "running" and walk.count < 120:
        if not moved and walk.count >= first and walk.go_over(new):
            moved = True
            walk.expect_fresh_timers()
            continue
        walk.step()
    assert walk.case.status == "completed"
    often = {task: count for task, count in walk.done.items() if count > 1}
    assert not moved or often.keys() <= repeated(old) | repeated(version), often
    return "moved" if moved else "stayed"


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_walk_that_goes_over_to_a_changed_version_goes_on_as_it_should(change):
    found = Counter(walked(change, seed) for seed in range(70))
    assert found["moved"] > 10, found
