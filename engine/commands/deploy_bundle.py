"""A designer deploys a bundle: checked as a whole, stored as the next version, in force at once or once approved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.commands.putting_forward import Content, put_forward, refuse_others
from engine.errors import DeploymentRefused, Problem
from engine.operations.bundle_problems import judged, problems_of
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.runtime import Bundle


@dataclass(frozen=True)
class DeployBundle:
    """``files``: content by file name (``complaint.bpmn``, ``time_limit.dmn``, ``accept.form``); ``walks`` likewise.

    ``note`` says what is new.
    """

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    walks: Mapping[str, bytes] | None = field(default=None, repr=False)
    note: str | None = None
    parsed: Bundle | None = field(default=None, repr=False)
    warnings: tuple[Problem, ...] = ()

    def prepare(self, reading: Reading) -> "DeployBundle":
        """Read and judge the files before any lock is taken. Raises: DeploymentRefused with every problem."""
        refuse_others(reading)
        warnings = tuple(sound(self.name, self.files))
        return replace(self, parsed=judged(self.name, self.files), warnings=warnings)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, version, hash, status, processes, unchanged, deployed_at, deployed_by, problems}``.

        Raises:
            NotAllowed: for whoever is neither designer nor administrator.
            DeploymentRefused: a process of it is another bundle's; nothing is stored.
        """
        refuse_others(work)
        if self.parsed is None:
            raise LookupError("Expected a prepared deployment; the application prepares it.")
        return put_forward(work, Content(self.files, self.walks, self.note), self.parsed, self.warnings)


def sound(name: str, files: Mapping[str, bytes]) -> list[Problem]:
    """The warnings of a bundle. Raises: DeploymentRefused with every error."""
    problems = problems_of(name, files)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DeploymentRefused(errors)
    return problems
