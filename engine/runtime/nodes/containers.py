"""Embedded subprocesses and called processes: a token that stays while others run inside it."""

from typing import Any

from SpiffWorkflow.spiff.specs.defaults import CallActivity as LibraryCallActivity
from SpiffWorkflow.spiff.specs.defaults import SubWorkflowTask

from engine.runtime.model import Element
from engine.runtime.nodes.base import Node
from engine.runtime.token import FUTURE, STARTED, Token


class _Container(Node):
    """Inside, the facts are those of the moment it was entered; what its paths made of them is taken over
    at its end.
    """

    def __init__(self, process_spec: Any, element: Element, name: str | None = None, *, inner: str) -> None:
        super().__init__(process_spec, element, name, subworkflow_spec=inner)
        self.starts: tuple[Any, ...] = ()

    def _update_hook(self, token: Token) -> bool:
        if token._state != FUTURE:
            return True
        token._set_state(STARTED)
        for start in self.starts:
            token.workflow.arrive(token, start, token)
        return False

    def inner_ended(self, scope: Token, token: Token) -> None:
        if token.workflow.close_path(scope, token):
            self.inner_done(scope, token)

    def inner_done(self, scope: Token, token: Token) -> None:
        token.workflow.queue.append(scope)


class Subprocess(_Container, SubWorkflowTask):  # type: ignore[misc]
    """An embedded subprocess."""


class CallActivity(_Container, LibraryCallActivity):  # type: ignore[misc]
    """A call of another process of the bundle: it inherits the facts and gives back its own."""
