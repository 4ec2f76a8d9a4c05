"""Small diagrams written as lines of text, and a desk that plays a person, the clock and the post."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import VirtualClock
from engine.runtime import Bundle, Halt, Instance, Operation, Parameter, Source, StepFailed, Surroundings, parse_bundle

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="urn:suqiu:test">\n'
)


def bpmn(body: str, *, process: str = "p", before: str = "") -> bytes:
    """A whole file around the elements of one process."""
    return f'{HEAD}{before}<process id="{process}" isExecutable="true">{body}</process></definitions>'.encode()


def flows(text: str) -> str:
    """``a b: amount > 3; b c`` as sequence flows; a name after ``#``."""
    out = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        ends, _, condition = part.partition(":")
        ends, _, label = ends.partition("#")
        source, target = ends.split()
        inner = (
            f"<conditionExpression>{condition.strip().replace('<', '&lt;')}</conditionExpression>" if condition else ""
        )
        name = f' name="{label.strip()}"' if label else ""
        out.append(
            f'<sequenceFlow id="{source}_{target}"{name} sourceRef="{source}" targetRef="{target}">'
            f"{inner}</sequenceFlow>"
        )
    return "".join(out)


def with_properties(**properties: str) -> str:
    rows = "".join(f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in properties.items())
    return f"<extensionElements><spiffworkflow:properties>{rows}</spiffworkflow:properties></extensionElements>"


def user(name: str, inner: str = "", **properties: str) -> str:
    told = with_properties(**{"form": f"p/{name}", "role": "handler", **properties})
    return f'<userTask id="{name}" name="{name}">{told}{inner}</userTask>'


def declared(name: str, act: Callable[..., Any]) -> Operation:
    begins = frozenset(getattr(act, "begins", ()))  # deadlines
    return Operation(name, {one: Parameter() for one in inspect.signature(act).parameters}, begins=begins)


class Desk:
    """One bundle, its clock, its operations; every act goes through restore and dump, as between two transactions."""

    def __init__(
        self, *contents: bytes | Source, operations: Mapping[str, Callable[..., Any]] | None = None, **known: Any
    ):
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.acts = dict(operations or {})
        self.clock = VirtualClock(MONDAY)
        sources = [one if isinstance(one, Source) else Source(f"{at}.bpmn", one) for at, one in enumerate(contents)]
        known.setdefault("operations", {name: declared(name, act) for name, act in self.acts.items()})
        self.bundle: Bundle = parse_bundle("p", sources, **known)

    @property
    def surroundings(self) -> Surroundings:
        return Surroundings(self.clock.now, ZONE, self.perform)

    def perform(self, name: str, given: dict[str, Any]) -> Any:
        self.calls.append((name, given))
        return self.acts[name](**given)

    def start(self, process: str | None = None, *, message: str | None = None, key: str = "K1", **facts: Any) -> "Case":
        definition = self.bundle.definitions[process or next(iter(self.bundle.definitions))]
        case = Case(self, definition)
        case.run(
            lambda halt: Instance.start(
                definition, key=key, facts=facts, surroundings=self.surroundings, message=message, halt=halt
            )
        )
        return case


class Case:
    """An instance between its steps is nothing but a blob."""

    def __init__(self, desk: Desk, definition: Any) -> None:
        self.desk, self.definition, self.blob = desk, definition, b""

    def run(self, act: Callable[[Halt | None], Instance]) -> Any:
        halt, self.played = None, 0
        while True:
            calls = len(self.desk.calls)
            self.played += 1
            try:
                instance = act(halt)
                self.blob = instance.dump()
                break
            except StepFailed as failed:
                halt = failed.halt
                del self.desk.calls[calls:]
        self.last = instance.outcome()
        return instance

    def instance(self) -> Instance:
        return Instance.restore(self.definition, self.blob, self.desk.surroundings)

    def step(self, act: Callable[[Instance, Halt | None], Any]) -> Any:
        answers = []

        def moved(halt: Halt | None) -> Instance:
            instance = self.instance()
            answers.append(act(instance, halt))
            return instance

        self.run(moved)
        return answers[-1]

    # --- what a person sees ---

    @property
    def open(self) -> list[str]:
        return [task.element for task in self.last.user_tasks]

    @property
    def facts(self) -> dict[str, Any]:
        return self.instance().facts

    @property
    def status(self) -> str:
        return self.last.status

    @property
    def waits(self) -> list[str]:
        return sorted(f"{one.message}|{one.key}" for one in self.last.subscriptions)

    @property
    def stuck(self) -> list[str]:
        return [one.element for one in self.last.incidents]

    # --- what a person, the clock and the post do ---

    def do(self, element: str, nth: int = 0, by: str = "ann", **form: Any) -> "Case":
        task = [one for one in self.last.user_tasks if one.element == element][nth]
        self.step(lambda instance, halt: instance.complete(task.id, form, by, halt=halt))
        return self

    def deliver(self, message: str, key: str = "K1", **payload: Any) -> "Case":
        self.step(lambda instance, halt: instance.deliver(message, key, payload, halt=halt))
        return self

    def later(self, **length: float) -> list[str]:
        """Time passes, then every due timer fires once, in due order."""
        self.desk.clock.forward(timedelta(**length))
        due = [one for one in self.last.timers if one.due_at and one.due_at <= self.desk.clock.now()]
        return [one.element for one in sorted(due, key=lambda one: one.due_at or MONDAY) if self.fire(one.id)]

    def fire(self, timer_id: str) -> bool:
        return bool(self.step(lambda instance, halt: instance.fire(timer_id, halt=halt)))

    def retry(self, nth: int = 0) -> "Case":
        incident = self.last.incidents[nth].id
        self.step(lambda instance, halt: instance.retry(incident, halt=halt))
        return self

    def skip(self, nth: int = 0) -> "Case":
        incident = self.last.incidents[nth].id
        self.step(lambda instance, halt: instance.skip(incident, halt=halt))
        return self


def drawn(name: str, **known: Any) -> Desk:
    """The diagram that lies beside a test."""
    return Desk(Source(f"{name}.bpmn", (HERE / f"{name}.bpmn").read_bytes()), **known)
