"""Writes the states that later releases must restore, where one is missing; what is there is never written again.

python -m tests.runtime.golden_states
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.runtime import STATE_FORMAT
from tests.runtime.diagram import Case, Desk, drawn

GOLDEN = Path(__file__).parent / "golden"
ACTS: dict[str, Callable[..., Any]] = {"remind": lambda: {}, "record": lambda text: {"recorded": text}}


def broken(text: str) -> dict[str, Any]:
    raise ZeroDivisionError("division by zero")


def timers(desk: Desk) -> Case:
    case = desk.start(hours="PT2H", handle_due="2026-11-25T12:00:00")
    case.later(hours=3)  # at_date is due
    case.later(hours=2)
    case.later(hours=4)
    return case


def months(desk: Desk) -> Case:
    case = desk.start()
    case.later(days=38)
    case.later(days=32)
    return case


def seen_inside(desk: Desk) -> Case:
    case = desk.start(a=1)
    case.later(hours=1)
    return case.do("remind", seen=True)


UNITS = {"U1": {"unit": "U1"}, "U2": {"unit": "U2"}}

STORIES: dict[str, Callable[[Desk], Case]] = {  # how a case came to stand where its state was kept
    "call_activity": lambda desk: desk.start("call_activity", a=1).do("ask", b=2),
    "escalation_events": lambda desk: desk.start(units=["A", "B"]).do("work", nth=1),
    "event_based_gateway": lambda desk: desk.start(),
    "growing_instances": lambda desk: (
        desk.start(branches_due=UNITS).do("handle_branch", report="one").deliver("unit_added", unit="U9")
    ),
    "incidents": lambda desk: desk.start(sure=True).do("fill", text="words"),
    "inclusive_gateway": lambda desk: desk.start(law=True, repair=True).do("law", x=1),
    "monthly_timer": months,
    "parallel_gateway": lambda desk: desk.start(units=["A"]).do("left", units=["A", "L"]),
    "sequential_instances": lambda desk: desk.start(steps=["a", "b", "c"]).do("step", result="A"),
    "signal_catch": lambda desk: desk.start(),
    "signal_events": lambda desk: desk.start().do("handle", report="done"),
    "sub_process": seen_inside,
    "timer_events": timers,
}


def path_of(name: str) -> Path:
    return GOLDEN / f"format_{STATE_FORMAT}_{name}.json"


def state_of(name: str) -> bytes:
    """The state of a story as this release writes it."""
    desk = drawn(name, operations={**ACTS, "record": broken})
    return STORIES[name](desk).blob


def main() -> None:
    for name in STORIES:
        path = path_of(name)
        if not path.exists():
            path.write_bytes(state_of(name) + b"\n")
            print(path.name)


if __name__ == "__main__":
    main()
