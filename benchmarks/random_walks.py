"""Long random walks: over the drawn elements, over diagrams made up by chance, and over every shipped process.

At each wait the instance kept in memory and the one that was stored, loaded and half of the time migrated are compared,
and what was just done is tried once more, which must change nothing. Incidents are retried, skipped and their facts
corrected on the way. A difference, or an instance that rests with nothing to wait for, is counted and its walk named.

    python -m benchmarks.random_walks            (SUQIU_WALK_STEPS=10000 SUQIU_WALK_SEED=1)
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from benchmarks.bench import machine
from engine.clock import VirtualClock
from engine.operations.registered import catalogue
from engine.runtime import Outcome, Source, parse_bundle
from tests.runtime.diagram import MONDAY, Desk, drawn
from tests.runtime.made_up import FACTS, INNER, made_up
from tests.runtime.test_random_walks import NOTHING_WAITS, WALKED, Walker

ROOT = Path(__file__).resolve().parents[1]
STEPS = int(os.environ.get("SUQIU_WALK_STEPS", "10000"))
SEED = int(os.environ.get("SUQIU_WALK_SEED", "1"))
MADE_UP = 60
LONGEST = 60  # steps of one walk
WRONG = 0.1  # of the submissions, in drawn and made-up diagrams, are what no condition can be asked of


class Shipped(Desk):
    """A shipped bundle whose operations are silent: what they would have said is missing, and so incidents happen."""

    def __init__(self, name: str) -> None:
        folders = (ROOT / "processes" / name, ROOT / "forms" / name)
        kinds = (".bpmn", ".dmn", ".form")
        files = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in kinds]
        self.calls, self.clock = [], VirtualClock(MONDAY)
        sources = [Source(path.name, path.read_bytes()) for path in files]
        self.bundle = parse_bundle(name, sources, operations=catalogue())
        self.fields = {f"{name}/{path.stem}": _fields(path) for path in files if path.suffix == ".form"}

    def perform(self, name: str, given: dict[str, Any]) -> Any:
        return {}


class ShippedWalker(Walker):
    """Fills in the forms by chance; most acts are tasks, or nearly every case would be withdrawn at once."""

    def choose(self, acts: list[tuple[str, int]], chance: random.Random) -> tuple[str, int]:
        tasks = [one for one in acts if one[0] in ("task", "skip")]  # a silent operation is mended by no retry
        return chance.choice(tasks if tasks and chance.random() < 0.8 else acts)

    def guess(self, outcome: Outcome, act: tuple[str, int], chance: random.Random, step: int) -> dict[str, Any]:
        if act[0] == "correct":
            fields = {name: field for form in self.desk.fields.values() for name, field in form.items()}  # type: ignore[attr-defined]
            return {name: _value(fields[name], chance) for name in chance.sample(sorted(fields), 5)}
        if act[0] != "task":
            return {"step": step, "result": step, **super().guess(outcome, act, chance, step)}
        form = outcome.user_tasks[act[1]].form or ""
        return {name: _value(field, chance) for name, field in self.desk.fields.get(form, {}).items()}  # type: ignore[attr-defined]


def _fields(path: Path) -> dict[str, dict[str, Any]]:
    found, parts = {}, [orjson.loads(path.read_bytes())]
    while parts:
        part = parts.pop()
        parts += part.get("components", [])
        if "key" in part and "components" not in part:
            found[part["key"]] = part
    return dict(sorted(found.items()))


def _value(field: dict[str, Any], chance: random.Random) -> Any:
    options = [one["value"] for one in field.get("values", [])] or ["U1", "U2"]
    many = field["type"] in ("taglist", "checklist")
    made = {"number": chance.randint(0, 9), "checkbox": chance.random() < 0.5, "datetime": "2026-12-01T09:00:00+08:00"}
    return made.get(field["type"], [chance.choice(options)] if many else chance.choice(options))


def _block(chance: random.Random, depth: int = 3) -> tuple[Any, ...]:
    kind = chance.choice([*INNER, "fork"]) if depth else "task"
    return (kind, *(_block(chance, depth - 1) for _ in range(INNER[kind])))


def _walkers(chance: random.Random) -> Iterator[tuple[str, Walker]]:
    """Walks without end, of the three sorts in turn."""
    silent = {"send": lambda: {}, "remind": lambda: {}}
    desks = {name: drawn(name, operations=silent) for name in WALKED}
    made = [made_up(_block(chance)) for _ in range(MADE_UP)]
    shipped = Shipped("citizen_request")
    while True:
        for name, desk in desks.items():
            yield f"drawn {name}", Walker(desk, name, WALKED[name], wrong=WRONG)
        for nth, desk in enumerate(made):
            yield f"made up {nth}", Walker(desk, "p", {**FACTS, "left": chance.random() < 0.5}, wrong=WRONG)
        for process in [*shipped.bundle.definitions] * 5:
            yield f"shipped {process}", ShippedWalker(shipped, process, {"kind": "complaint", "urgency": "ordinary"})


def main() -> int:
    chance, steps, walks, acts = random.Random(SEED), Counter[str](), Counter[str](), Counter[str]()
    different: list[str] = []
    stuck: list[str] = []
    begun = time.perf_counter()
    for name, walker in _walkers(chance):
        sort = name.partition(" ")[0]
        try:
            walker.walk(chance, LONGEST)
        except AssertionError as error:
            (stuck if NOTHING_WAITS in str(error) else different).append(name)
        steps[sort] += walker.count
        walks[sort] += 1
        acts += walker.acts
        if sum(steps.values()) >= STEPS and len(walks) == 3:
            break
    seconds = time.perf_counter() - begun
    print(f"{machine()}, seed {SEED}")
    for sort in steps:
        print(f"{sort:<8} {walks[sort]:>6} walks {steps[sort]:>8} steps")
    print(f"total    {sum(walks.values()):>6} walks {sum(steps.values()):>8} steps in {seconds:.0f} s")
    print(f"{len(different)} differences {different}")
    print(f"{len(stuck)} stuck instances {stuck}")
    print("; ".join(f"{act} {count}" for act, count in acts.most_common()))
    return 1 if different or stuck else 0


if __name__ == "__main__":
    sys.exit(main())
