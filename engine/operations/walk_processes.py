"""Walks that name a process nobody draws any more: told while it is drawn, not when they are next run."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

import yaml

from engine.errors import Problem

WALKS = "walks"
USUAL = "complaint"  # what a citizen of a walk submits when it does not say


def walk_problems(walks: Mapping[str, bytes], processes: Collection[str]) -> Iterator[Problem]:
    """A warning for each step that starts, files or speaks of a process that is not among ``processes``."""
    for name, content in sorted(walks.items()):
        for number, process in _named(content):
            if process not in processes:
                yield Problem(
                    WALKS, name, "walk-process",
                    f"Expected a process of this bundle, or of another in force, in step {number} of {name}, but there "
                    f"is none called {process!r}. Write the id it has now.",
                    severity="warning",
                )  # fmt: skip


@lru_cache(maxsize=512)  # reading the walks of a large bundle takes a second, and a drawing is checked at every pause
def _named(content: bytes) -> tuple[tuple[int, str], ...]:
    """(number of the step, process it names); none of a walk that cannot be read, which is told when it is run."""
    try:
        walk = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return ()
    steps = walk.get("steps") if isinstance(walk, dict) else None
    named = ((number, _process(step)) for number, step in enumerate(steps if isinstance(steps, list) else [], start=1))
    return tuple((number, str(process)) for number, process in named if process is not None)


def _process(step: Any) -> Any:
    if not isinstance(step, dict):
        return None
    if step.get("citizen") == "submits":
        return step.get("kind", USUAL)
    return step.get("start", step.get("process"))
