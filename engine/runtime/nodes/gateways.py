"""Gateways: decisions on exactly true, joins that count what they have not consumed and merge what
each branch changed.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway as LibraryEventBasedGateway
from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway as LibraryExclusiveGateway
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway as LibraryInclusiveGateway
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway as LibraryParallelGateway
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition

from engine.errors import NotNow
from engine.feel import compile_expression
from engine.runtime import expression as feel
from engine.runtime.failure import Failure
from engine.runtime.history import merged
from engine.runtime.model import Element
from engine.runtime.nodes.base import Node, Way
from engine.runtime.token import FUTURE, READY, WAITING, Token


class _Deciding(Node):
    """Flows with conditions; ``decide`` prepares them once, when the flows are known."""

    def decide(self) -> None:
        default = self.element.default
        if default is None and len(self.ways) == 1 and not self.ways[0][0].condition:
            default = self.ways[0][0].id
        self.otherwise: tuple[Way, ...] = tuple(way for way in self.ways if way[0].id == default)
        self.tests = tuple(
            (compile_expression(way[0].condition), way)
            for way in self.ways
            if way[0].id != default and way[0].condition is not None
        )

    def _holds(self, token: Token, test: Any, way: Way) -> bool:
        name = way[0].name or way[0].id
        return feel.truth(token, test, f"the condition of ‘{name}’")

    def _none(self) -> Failure:
        return Failure(
            f"Expected one condition of {self.element.label} to be true, found none. Correct the facts and retry, "
            "or give it a default flow."
        )

    def skip(self, token: Token) -> None:
        if not self.otherwise:
            raise NotNow(
                f"{self.element.label} has no default flow, so it cannot be skipped. Correct the facts and retry."
            )
        token.chosen = self.otherwise
        token.complete()


class ExclusiveGateway(_Deciding, LibraryExclusiveGateway):  # type: ignore[misc]
    """The first condition that holds, in the order of the diagram; else the default."""

    def _run_hook(self, token: Token) -> bool | None:
        for test, way in self.tests:
            if self._holds(token, test, way):
                token.chosen = (way,)
                return True
        if not self.otherwise:
            raise self._none()
        token.chosen = self.otherwise
        return True


class _Joining(Node):
    """Counts arrivals it has not consumed, one on each flow into it."""

    def _arrivals(self, token: Token | None, scope: Token, execution: Any) -> dict[str, Token]:
        """The earliest unconsumed arrival on each incoming flow, in the order they came."""
        found: dict[str, Token] = {}
        for one in execution.waiting():
            if one.task_spec is self and "joining" in one.internal_data and execution.scope_of(one) is scope:
                found.setdefault(one.internal_data["via"], one)
        if token is not None:
            found.setdefault(token.internal_data.get("via", ""), token)
        return found

    def _join(self, token: Token, arrivals: dict[str, Token]) -> None:
        """``token`` goes on for all of them, with what each changed since the fork."""
        execution = token.workflow
        token.internal_data.pop("joining", None)
        others = list(arrivals.values())
        if len(others) < 2:
            return
        base, token.data, clashes = merged(execution, others)
        execution.step.clashes += clashes
        for one in others:
            if one is not token:
                execution.remove(one)
        execution._forget(token)
        token.parent = base
        base._children.append(token.id)

    def skip(self, token: Token) -> None:
        """Go on with what has arrived."""
        execution = token.workflow
        arrivals = self._arrivals(token, execution.scope_of(token), execution)
        self._join(token, arrivals)
        token._set_state(READY)
        execution.queue.append(token)


class ParallelGateway(_Joining, LibraryParallelGateway):  # type: ignore[misc]
    """Waits for one token on each incoming flow; sends one along each outgoing."""

    def _update_hook(self, token: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        execution = token.workflow
        arrivals = self._arrivals(token, execution.scope_of(token), execution)
        if len(arrivals) < len(self.incoming) or token not in arrivals.values():
            token.internal_data["joining"] = True
            token._set_state(WAITING)
            return False
        self._join(token, arrivals)
        return True


class InclusiveGateway(_Joining, _Deciding, LibraryInclusiveGateway):  # type: ignore[misc]
    """All flows whose condition holds; as a join it waits while something that still moves can reach it
    (BPMN §13.4.3).
    """

    decides_at_rest = True
    upstream: dict[str, frozenset[str]]

    def _update_hook(self, token: Token) -> bool:
        if len(self.incoming) < 2 or token._state != FUTURE:
            return True
        token.internal_data["joining"] = True
        token._set_state(WAITING)
        return False

    def fire_at_rest(self, execution: Any, scope: Token) -> bool:
        arrivals = self._arrivals(None, scope, execution)
        empty = [flow for flow in self.incoming if flow not in arrivals]
        for one in list(execution.below(scope)):
            if not one.open or one is scope or one.task_spec is self or execution.scope_of(one) is not scope:
                continue
            position = one.element.id
            if any(position in self.upstream[flow] for flow in empty) and not any(
                position in self.upstream[flow] for flow in arrivals
            ):
                return False
        last = list(arrivals.values())[-1]
        self._join(last, arrivals)
        last._set_state(READY)
        execution.queue.append(last)
        return True

    def _run_hook(self, token: Token) -> bool | None:
        taken = tuple(way for test, way in self.tests if self._holds(token, test, way))
        if not taken and not self.otherwise:
            raise self._none()
        token.chosen = taken or self.otherwise
        return True

    def skip(self, token: Token) -> None:
        if "joining" in token.internal_data:
            _Joining.skip(self, token)
        else:
            _Deciding.skip(self, token)


class EventGateway(Node, LibraryEventBasedGateway):  # type: ignore[misc]
    """The events behind it wait side by side, each on its own; the first to come withdraws the others."""

    def __init__(self, process_spec: Any, element: Element, name: str | None = None) -> None:
        super().__init__(process_spec, element, name, event_definition=MultipleEventDefinition())

    def connect(self, taskspec: Any) -> None:
        """As any other node: the library would move the event definitions from the events to the gateway."""
        self._outputs.append(taskspec.name)
        taskspec._connect_notify(self)

    def _predict_hook(self, token: Token) -> None:
        """Nothing is predicted."""

    def go_on(self, token: Token) -> None:
        execution = token.workflow
        for flow, spec in self.ways:
            one = execution.arrive(token, spec, token)
            one.internal_data.update(race=token.id, via=flow.id)
