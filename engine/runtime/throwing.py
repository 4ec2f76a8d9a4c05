"""Events that leave an element: messages, signals, errors and escalations, each to exactly those it is meant for."""

from typing import Any

from engine.runtime.failure import Failure
from engine.runtime.outcome import Thrown
from engine.runtime.token import STARTED, WAITING, Token


def throw_message(token: Token, name: str, to: str, payload: dict[str, Any]) -> None:
    """To the one who waits for it in this instance, in the same step; to everybody else through the outbox."""
    execution = token.workflow
    here = [one for one in execution.waiting() if one.task_spec.hears_message(one, name, to)]
    here += [
        one for one in execution.tasks.values() if one._state == STARTED and one.task_spec.hears_message(one, name, to)
    ]
    if len(here) > 1:
        names = ", ".join(one.element.label for one in here)
        raise Failure(f"Expected one element that waits for the message ‘{name}’ with the key {to}, found {names}.")
    if here:
        here[0].task_spec.take_message(here[0], payload)
    else:
        execution.step.thrown.append(Thrown(name, to, payload))


def throw_signal(token: Token, name: str) -> None:
    """To everybody in the instance who waits for it."""
    execution = token.workflow
    heard = [one for one in execution.waiting() if _kind(one) == "signal" and one.element.event.reference == name]
    for one in reversed(heard):
        execution.occur(one)
    if not heard:
        execution.step.clashes.append(f"The signal ‘{name}’ of {token.element.label} was heard by nobody.")


def raise_error(token: Token, code: str | None, told: dict[str, Any]) -> bool:
    """To the innermost boundary event that catches this error, and to no other. False when nobody does."""
    boundary = _innermost(token, "error", code)
    if boundary is not None:
        token.workflow.occur(boundary, **{boundary.element.event.variable or "error": told})
    return boundary is not None


def escalate(token: Token, code: str | None) -> None:
    """To the innermost boundary event that catches this escalation; when nobody does, that is no fault
    (BPMN 2.0 §10.5.1).
    """
    boundary = _innermost(token, "escalation", code)
    if boundary is not None:
        token.workflow.occur(boundary)
    else:
        clash = f"The escalation ‘{code or ''}’ of {token.element.label} was caught by nobody."
        token.workflow.step.clashes.append(clash)


def _innermost(token: Token, kind: str, code: str | None) -> Token | None:
    execution = token.workflow
    at = token
    while at._parent is not None:
        caught = [one for one in execution.guards(at) if one._state == WAITING and _kind(one) == kind]
        for wanted in (code, None):
            for one in caught:
                if one.element.event.reference == wanted:
                    found: Token = one
                    return found
        at = execution.scope_of(at)
    return None


def _kind(token: Token) -> str | None:
    event = token.element.event
    return event.kind if event is not None else None
