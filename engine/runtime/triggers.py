"""What an event waits for: definitions of SpiffWorkflow that read FEEL, the injected clock and our correlation."""

from datetime import UTC, datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import timer as library
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition
from SpiffWorkflow.spiff.specs import event_definitions as spiff

from engine.feel import MonthsDuration, compile_expression, shown
from engine.runtime import expression as feel
from engine.runtime.cycle import Length, TooFar, later, read_cycle, turn_after
from engine.runtime.failure import Failure
from engine.runtime.limits import SMALLEST_CYCLE
from engine.runtime.model import Element
from engine.runtime.token import Token


class _Timer:
    """Each timer event keeps its own due time, computed once when it begins to wait: ``internal_data['timer']``."""

    def __init__(self, element: Element) -> None:
        assert element.event is not None
        text = element.event.expression or ""
        super().__init__(element.id, text)  # type: ignore[call-arg]
        self.feel = compile_expression(text)
        self.deadline = element.properties.get("deadline")

    def wait(self, token: Token) -> None:
        value = feel.read(token, self.feel)
        if value is None and self.deadline:
            entry: dict[str, Any] = {"due": None}  # the clock of the deadline is paused: it rests until it is moved
        else:
            entry = self.first(token, value)
        token.internal_data["timer"] = entry | ({"deadline": self.deadline} if self.deadline else {})

    def first(self, token: Token, value: Any) -> dict[str, Any]:
        raise NotImplementedError

    def turn(self, token: Token, now: datetime) -> bool:
        """It is due: note the next turn, if there is one. True when this was the last."""
        return True


class DateTimer(_Timer, library.TimeDateEventDefinition):  # type: ignore[misc]
    def first(self, token: Token, value: Any) -> dict[str, Any]:
        return {"due": _text(feel.moment(token, value, self.feel.text))}


class DurationTimer(_Timer, library.DurationTimerEventDefinition):  # type: ignore[misc]
    def first(self, token: Token, value: Any) -> dict[str, Any]:
        start = token.workflow.surround().now
        return {"due": _text(feel.later(token, start, value, self.feel.text))}


class CycleTimer(_Timer, library.CycleTimerEventDefinition):  # type: ignore[misc]
    """R3/PT4H, R/PT4H or R/2026-11-22T09:00:00Z/P1D. Turns that were missed lapse and count as used.

    A length in months counts from ``anchor`` in the district's zone; the state then has the two beside the due time.
    """

    def first(self, token: Token, value: Any) -> dict[str, Any]:
        cycle = read_cycle(value)
        if cycle is None:
            raise self._wrong("a cycle such as R3/PT4H", value)
        now = token.workflow.surround().now
        try:
            step = later(now, cycle.length) - now
        except TooFar as wanted:
            raise self._wrong(f"{wanted} for the first turn", value) from None
        if step.total_seconds() < SMALLEST_CYCLE:
            raise self._wrong("a cycle of a minute or more", value)
        due = feel.moment(token, cycle.first, self.feel.text) if cycle.first else now + step
        entry = {"due": _text(due), "step": step.total_seconds(), "left": -1 if cycle.turns is None else cycle.turns}
        if isinstance(cycle.length, MonthsDuration):
            entry |= {"anchor": _anchor(token, due), "months": cycle.length.months}
        return entry

    def go_on(self, token: Token, due: datetime, **extra: Any) -> dict[str, Any]:
        """As a cycle from now on, for a timer that was none: its first turn is when it was due. Raises Failure."""
        entry = self.first(token, feel.read(token, self.feel, **extra)) | {"due": _text(due)}
        return entry | ({"anchor": _anchor(token, due)} if "anchor" in entry else {})

    def _wrong(self, wanted: str, value: Any) -> Failure:
        return Failure(f"Expected {wanted}, found {shown(value)}: {self.feel.text}. Correct the facts and retry.")

    def turn(self, token: Token, now: datetime) -> bool:
        entry = dict(token.internal_data["timer"])
        if "step" not in entry:  # its deadline was paused when it began to wait: it has one turn, where it was moved to
            return True
        due = datetime.fromisoformat(entry["due"])
        length: Length = MonthsDuration(entry["months"]) if "months" in entry else timedelta(seconds=entry["step"])
        anchor = due
        if "anchor" in entry:
            anchor = datetime.fromisoformat(entry["anchor"]).astimezone(token.workflow.surroundings.zone)
        number, after = turn_after(anchor, length, now)
        entry["due"] = _text(after)
        if entry["left"] > 0:  # one turn for now; the others up to here were missed and lapse
            used = number - turn_after(anchor, length, due)[0] + 1
            entry["left"] = max(0, entry["left"] - used)
        token.internal_data["timer"] = entry
        return bool(entry["left"] == 0)


class Message(spiff.MessageEventDefinition):  # type: ignore[misc]
    """Waits for a message with one key, which is fixed when it begins to wait."""

    def __init__(self, element: Element) -> None:
        assert element.event is not None
        super().__init__(element.event.reference)
        self.correlation = compile_expression(element.properties.get("correlation") or "key")

    def wait(self, token: Token) -> None:
        token.internal_data["key"] = feel.key_text(feel.read_json(token, self.correlation))


class Signal(spiff.SignalEventDefinition):  # type: ignore[misc]
    def wait(self, token: Token) -> None:
        """Nothing to note: it is heard by name."""


class Error(spiff.ErrorEventDefinition):  # type: ignore[misc]
    def wait(self, token: Token) -> None:
        """Nothing to note: it is caught by code and place."""


class Escalation(spiff.EscalationEventDefinition):  # type: ignore[misc]
    def wait(self, token: Token) -> None:
        """Nothing to note: it is caught by code and place."""


_TIMERS: dict[str | None, type[_Timer]] = {
    "timeDate": DateTimer,
    "timeDuration": DurationTimer,
    "timeCycle": CycleTimer,
}


def trigger_of(element: Element) -> Any:
    """The definition of an event, for catching and throwing alike."""
    event = element.event
    assert event is not None
    if event.kind == "timer":
        return _TIMERS[event.form](element)
    if event.kind == "message":
        return Message(element)
    if event.kind == "signal":
        return Signal(event.reference)
    if event.kind == "error":
        return Error(event.reference, code=event.reference)
    if event.kind == "escalation":
        return Escalation(event.reference, code=event.reference)
    return TerminateEventDefinition() if event.kind == "terminate" else NoneEventDefinition()


def _anchor(token: Token, due: datetime) -> str:
    return due.astimezone(token.workflow.surroundings.zone).isoformat()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
