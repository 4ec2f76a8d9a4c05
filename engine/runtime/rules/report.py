"""Collects what the rules find. Every sentence says what was expected, what was found, and what to do."""

from time import thread_time

from engine.errors import Problem
from engine.runtime.limits import CHECK_SECONDS, MAX_PROBLEMS
from engine.runtime.model import Element, Flow, Model, Process


class Report:
    """``rule`` is the one that speaks now; ``sound`` says whether later rules can rely on a process's shape.

    ``more``: how many problems were not kept, being too many to mend at once.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.rule = ""
        self.problems: list[Problem] = []
        self.more = 0
        self._end = thread_time() + CHECK_SECONDS  # not wall time: what is told must not depend on who else is busy
        self._broken: set[str] = set()

    def error(
        self, at: Element | Process | Flow, message: str, line: int | None = None, column: int | None = None
    ) -> None:
        self._add(at, message, "error", line, column)

    def warning(self, at: Element | Process | Flow, message: str) -> None:
        self._add(at, message, "warning", None, None)

    def way(self, at: Element, message: str, path: tuple[str, ...], *, severity: str = "error") -> None:
        """A problem that is a way through the diagram: the ids of its elements and flows."""
        self._add(at, message, severity, None, None, path)

    def shape(self, at: Element | Process | Flow, process: Process, message: str) -> None:
        """An error after which rules that walk the flow would only repeat it."""
        self._broken.add(process.id)
        self.error(at, message)

    def elsewhere(self, file: str, element: str, message: str, *, severity: str = "error") -> None:
        """A problem in a cell or box of a decision, or in a component of a form."""
        if len(self.problems) >= MAX_PROBLEMS:
            self.more += 1
        else:
            self.problems.append(Problem(file, element, self.rule, message, severity))

    @property
    def is_late(self) -> bool:
        return thread_time() > self._end

    def sound(self, process: Process) -> bool:
        """Can a rule that walks the flow rely on the process? No when its shape is broken, or no time is left."""
        return process.id not in self._broken and not self.is_late

    def _add(
        self,
        at: Element | Process | Flow,
        message: str,
        severity: str,
        line: int | None,
        column: int | None,
        path: tuple[str, ...] = (),
    ) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.more += 1
            return
        self.problems.append(
            Problem(self._file(at), at.id or None, self.rule, message, severity, line or at.line, column, path)
        )

    def _file(self, at: Element | Process | Flow) -> str:
        if not isinstance(at, Flow):
            return at.file
        for process in self.model.processes.values():
            if process.flows.get(at.id) is at:
                return process.file
        return self.model.name
