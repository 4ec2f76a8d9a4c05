"""Events: those a token waits at, those it throws, and those attached to an activity."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults as library

from engine.feel import compile_expression, shown
from engine.runtime import expression as feel
from engine.runtime import history, merge
from engine.runtime.failure import Failure
from engine.runtime.model import Element
from engine.runtime.nodes.base import Node
from engine.runtime.throwing import escalate, raise_error, throw_message, throw_signal
from engine.runtime.token import WAITING, Token
from engine.runtime.triggers import trigger_of


class _Catching(Node):
    def __init__(self, process_spec: Any, element: Element, name: str | None = None, **more: Any) -> None:
        super().__init__(process_spec, element, name, event_definition=trigger_of(element), **more)

    def _update_hook(self, token: Token) -> bool:
        self.event_definition.wait(token)
        token._set_state(WAITING)
        return False

    def _run_hook(self, token: Token) -> bool | None:
        """What it waited for came: those it raced with behind an event gateway are withdrawn."""
        own, execution = token.internal_data, token.workflow
        race = own.pop("race", None)
        if race is not None:
            execution.step.flows.append(own["via"])
            for rival in [one for one in execution.tasks.values() if one.internal_data.get("race") == race]:
                execution.withdraw(rival)
        return True

    def reachable_from_outside(self, token: Token) -> bool:
        return token._state == WAITING and self.element.event.kind in ("timer", "message")  # type: ignore[union-attr]

    def hears_message(self, token: Token, name: str, key: str) -> bool:
        event = self.element.event
        assert event is not None
        return event.kind == "message" and event.reference == name and token.internal_data.get("key") == key

    def take_message(self, token: Token, payload: dict[str, Any]) -> None:
        event = self.element.event
        assert event is not None
        token.workflow.occur(token, **{event.variable or event.reference or "message": payload})

    def fire(self, token: Token, now: Any) -> None:
        """Its timer is due. A cycle stays for its next turn and sends a twin on its way."""
        if self.event_definition.turn(token, now):
            token.internal_data.pop("again", None)
        else:
            token.internal_data["again"] = True
        token.workflow.occur(token)

    def skip(self, token: Token) -> None:
        """As if what it waits for had come, with nothing in it."""
        token.internal_data.pop("stuck", None)
        token.workflow.occur(token)


class CatchEvent(_Catching, library.IntermediateCatchEvent):  # type: ignore[misc]
    """An intermediate event a token waits at."""


class ReceiveTask(_Catching, library.ReceiveTask):  # type: ignore[misc]
    """A task that waits for a message."""


class BoundaryEvent(_Catching, library.BoundaryEvent):  # type: ignore[misc]
    """Waits while its host is open; interrupts it, or sends a token beside it."""

    def __init__(self, process_spec: Any, element: Element, name: str | None = None) -> None:
        super().__init__(process_spec, element, name, cancel_activity=element.interrupting)

    def stays(self, token: Token) -> bool:
        event = self.element.event
        assert event is not None
        if self.element.interrupting or "host" not in token.internal_data:
            return False
        return bool(token.internal_data.get("again")) if event.kind == "timer" else True

    def _run_hook(self, token: Token) -> bool | None:
        host = token.internal_data.pop("host", None)
        if self.element.interrupting and host in token.workflow.tasks:
            left = token.workflow.tasks[host]
            token.write(**left.task_spec.finished_inside(left))
            told = f"{self.element.label} left {left.element.label}; what was written inside it"
            token.workflow.tell_lost(history.written_inside(token.workflow, left), told)
            token.workflow.withdraw(left)
        return super()._run_hook(token)

    def skip(self, token: Token) -> None:
        """The host goes on without it."""
        token.workflow.remove(token)


class StartEvent(Node, library.StartEvent):  # type: ignore[misc]
    """Where a token begins. What it was started by is known before: it never waits."""

    def __init__(self, process_spec: Any, element: Element, name: str | None = None) -> None:
        super().__init__(process_spec, element, name, event_definition=trigger_of(element))


class _Throwing(Node):
    def __init__(self, process_spec: Any, element: Element, name: str | None = None) -> None:
        super().__init__(process_spec, element, name, event_definition=trigger_of(element))
        event = element.event
        assert event is not None
        self.calls_out = event.kind == "signal"
        self.to = compile_expression(element.properties.get("to") or "key")
        self.payload = feel.optional(event.payload)

    def _run_hook(self, token: Token) -> bool | None:
        event = self.element.event
        assert event is not None
        if event.kind == "message":
            self._throw_message(token, event.reference or "")
        elif event.kind == "signal":
            throw_signal(token, event.reference or "")
        elif event.kind == "escalation":
            escalate(token, event.reference)
        elif event.kind == "error":
            told = {"code": event.reference, "message": self.element.name}
            if not raise_error(token, event.reference, told):
                raise Failure(f"Nobody catches the error ‘{event.reference}’ of {self.element.label}.")
            return None
        return True

    def _throw_message(self, token: Token, name: str) -> None:
        payload = {} if self.payload is None else feel.read_json(token, self.payload)
        if not isinstance(payload, dict):
            raise Failure(f"Expected a context as the payload of ‘{name}’, found {shown(payload)}.")
        throw_message(token, name, feel.key_text(feel.read_json(token, self.to)), payload)


class ThrowEvent(_Throwing, library.IntermediateThrowEvent):  # type: ignore[misc]
    """An intermediate event that throws, or just a milestone."""


class SendTask(_Throwing, library.SendTask):  # type: ignore[misc]
    """A task that sends a message."""


class EndEvent(_Throwing, library.EndEvent):  # type: ignore[misc]
    """Where a path ends; a terminate end ends its whole scope."""

    def go_on(self, token: Token) -> None:
        event = self.element.event
        assert event is not None
        if event.kind != "terminate":
            token.workflow.ended(token)
            return
        execution = token.workflow
        scope = execution.scope_of(token)
        facts, clashes = merge.settle(token.data, scope.internal_data.pop("parked", []))
        execution.step.clashes += clashes
        lost = history.written_inside(execution, scope, besides=token)
        execution.tell_lost(lost, f"{self.element.label} ended all; what other paths had written")
        for key in list(scope._children):
            execution.withdraw(execution.tasks[key])
        scope.data, scope.submission, scope.hops = facts, token.submission, token.hops
        scope.task_spec.inner_done(scope, token)
