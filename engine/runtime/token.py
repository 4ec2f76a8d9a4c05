"""A token: SpiffWorkflow's task, made only where the flow really is. Nothing is predicted.

``data`` is never changed in place but replaced, and so is everything nested in it; that is why branches can share it.
It relies on the attributes of Task as they are in SpiffWorkflow 3.2.0, hence the exact pin.
"""

from secrets import token_hex
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

FUTURE: int = TaskState.FUTURE
WAITING: int = TaskState.WAITING
READY: int = TaskState.READY
STARTED: int = TaskState.STARTED
COMPLETED: int = TaskState.COMPLETED
CANCELLED: int = TaskState.CANCELLED
FINISHED: int = TaskState.FINISHED_MASK


class Token(Task):  # type: ignore[misc]
    """``submission``: what the person just submitted, until the token rests; ``hops``: engine tasks since the
    last rest;
    ``chosen``: the flows a gateway decided for; ``nth``: the order in which tokens came to be."""

    def __init__(self, execution: Any, spec: Any, parent: "Token | None", state: int = FUTURE, id: str | None = None):
        self.id: str = id or token_hex(16)
        self.nth = execution.made = execution.made + 1
        self.workflow = execution
        self.task_spec = spec
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.submission: tuple[dict[str, Any], str] | None = None
        self.hops = 0
        self.chosen: Any = None
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self._state = state
        self._parent = None if parent is None else parent.id
        self._children: list[str] = []
        execution.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    def _set_state(self, value: int) -> None:
        """As in the library, without a log record and a clock reading per change."""
        self._state = value

    @property
    def open(self) -> bool:
        return not self._state & FINISHED

    @property
    def element(self) -> Any:
        return self.task_spec.element

    def write(self, **facts: Any) -> None:
        self.data = {**self.data, **facts}
