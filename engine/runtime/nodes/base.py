"""What every element does: a token arrives, is executed, and goes on along the flows."""

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.specs.base import TaskSpec

from engine.runtime.model import Element, Flow
from engine.runtime.token import FUTURE, READY, STARTED, Token

Way = tuple[Flow, Any]  # a flow and the spec it leads to


class Node(TaskSpec):  # type: ignore[misc]
    """Mixed in before a spec class of the library. Shared by all threads, so nothing changes it after building.

    ``shown``: listed among the elements a step passed; ``decides_at_rest``: see Execution._late_joins;
    ``calls_out``: throws a signal, after all others of the step, so that who comes to a catch in it hears the signal.
    """

    shown = True
    decides_at_rest = False
    many = False  # multi-instance
    calls_out = False
    incoming: tuple[str, ...] = ()  # of a join: the flows into it
    element: Element
    ways: tuple[Way, ...]
    boundaries: tuple[Any, ...]

    def __init__(self, process_spec: Any, element: Element, name: str | None = None, **more: Any) -> None:
        super().__init__(process_spec, name or element.id, lane=element.lane, bpmn_name=element.name, **more)
        self.element = element
        self.ways = ()
        self.boundaries = ()

    # --- hooks of the library ---

    def _predict(self, *ignored: Any, **also: Any) -> None:
        """Tokens are made where the flow goes and nowhere else."""

    def _on_ready(self, token: Token) -> None:
        """The library checks the whole spec here each time; the linter did, once."""

    def _on_cancel(self, token: Token) -> None:
        """The execution takes cancelled tokens away itself."""

    def _update_hook(self, token: Token) -> bool:
        return True

    def _run_hook(self, token: Token) -> bool | None:
        return True

    def _on_complete(self, token: Token) -> None:
        execution = token.workflow
        if self.boundaries:
            execution.release(token)
        if self.shown:
            execution.passed(token, "completed")
        self.go_on(token)

    # --- ours ---

    def act(self, token: Token) -> None:
        """One turn of the loop for a token: it arrives, or what it waited for has come."""
        if token._state in (FUTURE, STARTED):
            self._update(token)
        if token._state == READY and not self.manual:
            token.run()

    def go_on(self, token: Token) -> None:
        ways: Sequence[Way] = self.ways if token.chosen is None else token.chosen
        for flow, spec in ways:
            token.workflow.arrive(token, spec, token, flow.id)
        if not ways:
            token.workflow.ended(token)

    def stays(self, token: Token) -> bool:
        """Does the waiting token stay when its event comes?"""
        return False

    def reachable_from_outside(self, token: Token) -> bool:
        """Can a person, a message or the clock move this token?"""
        return False

    def hears_message(self, token: Token, name: str, key: str) -> bool:
        """Does this token wait for this message with this key?"""
        return False

    def take_message(self, token: Token, payload: dict[str, Any]) -> None:
        """The message it waits for is here."""

    def finished_inside(self, token: Token) -> dict[str, Any]:
        """Facts that what is finished inside gave, for whoever goes on without the rest."""
        return {}

    def skip(self, token: Token) -> None:
        """Leave the element without executing it. Raises NotNow where that has no meaning."""
        token.complete()


class Root(Node, BpmnStartTask):  # type: ignore[misc]
    """Stands for the whole instance at the top of the tree."""

    shown = False

    def inner_ended(self, scope: Token, token: Token) -> None:
        if token.workflow.close_path(scope, token):
            self.inner_done(scope, token)

    def inner_done(self, scope: Token, token: Token) -> None:
        token.workflow.finish(scope.data, token.element.id)
