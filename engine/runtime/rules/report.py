"""Collects what the rules find. Every sentence says what was expected, what was found, and what to do."""

from engine.errors import Problem
from engine.runtime.model import Element, Flow, Model, Process


class Report:
    """``rule`` is the one that speaks now; ``sound`` says whether later rules can rely on a process's shape."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.rule = ""
        self.problems: list[Problem] = []
        self._broken: set[str] = set()

    def error(
        self, at: Element | Process | Flow, message: str, line: int | None = None, column: int | None = None
    ) -> None:
        self._add(at, message, "error", line, column)

    def warning(self, at: Element | Process | Flow, message: str) -> None:
        self._add(at, message, "warning", None, None)

    def shape(self, at: Element | Process | Flow, process: Process, message: str) -> None:
        """An error after which rules that walk the flow would only repeat it."""
        self._broken.add(process.id)
        self.error(at, message)

    def sound(self, process: Process) -> bool:
        return process.id not in self._broken

    def _add(
        self, at: Element | Process | Flow, message: str, severity: str, line: int | None, column: int | None
    ) -> None:
        self.problems.append(
            Problem(self._file(at), at.id or None, self.rule, message, severity, line or at.line, column)
        )

    def _file(self, at: Element | Process | Flow) -> str:
        if not isinstance(at, Flow):
            return at.file
        for process in self.model.processes.values():
            if process.flows.get(at.id) is at:
                return process.file
        return self.model.name
