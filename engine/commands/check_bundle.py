"""A designer has a bundle looked over: every problem deploying it would meet, and nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import NotAllowed, Problem
from engine.operations.bundle_problems import problems_of
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class CheckBundle:
    """``files``: content by file name."""

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    found: tuple[Problem, ...] = ()

    def prepare(self, reading: Reading) -> "CheckBundle":
        """Judge the files before any lock is taken: reading them is the whole act. Raises: NotAllowed."""
        if not reading.by.has("designer", "admin"):
            raise NotAllowed("Expected a designer or an administrator; only they deploy bundles.")
        return replace(self, found=tuple(problems_of(self.name, self.files)))

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{"problems": [{file, element, rule, message, severity, line, column}]}``."""
        return {"problems": [problem.as_dict() for problem in self.found]}
