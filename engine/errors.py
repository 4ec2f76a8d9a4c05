"""What Suqiu says when it refuses: one tree of expected noes, each a sentence a person can act on.

The grammar of a message is "Expected … but found …", then what to do. The class docstring is the message when none is
given. HTTP codes are no business of the engine; they live in ``api/errors.py`` and ``web/shared/refusals.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


class Refusal(Exception):
    """This cannot be done as asked."""

    place: tuple[str, str, str | None] | None = None  # id, name, English name of the element that would not take it

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().split("\n\n")[0])

    @property
    def message(self) -> str:
        return str(self.args[0])


class NotFound(Refusal):
    """There is no such thing, or it is not yours to see."""


class NotAllowed(Refusal):
    """You may not do this with the roles you hold."""


class TooMany(Refusal):
    """Too many attempts from here. Wait a minute and try again."""


class NotNow(Refusal):
    """This cannot be done in the present state."""


class Unusable(Refusal):
    """What was given cannot be used."""


class OutOfReach(Refusal):
    """The database cannot be reached or written at the moment. What you sent was not stored; try again in a minute."""


class Stale(Refusal):
    """Someone else acted first; look at the present state and decide again."""

    def __init__(self, message: str | None = None, *, revision: int | None = None, fresh: Any = None) -> None:
        super().__init__(message)
        self.revision = revision
        self.fresh = fresh


class FormRejected(Refusal):
    """Some fields are not as the form asks."""

    def __init__(self, fields: Mapping[str, Sequence[str]], message: str | None = None) -> None:
        super().__init__(message)
        self.fields = {name: list(sentences) for name, sentences in fields.items()}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one file of a bundle, in words a designer can act on."""

    file: str
    element: str | None
    rule: str
    message: str
    severity: str = "error"
    line: int | None = None
    column: int | None = None
    path: tuple[str, ...] = ()  # ids of elements and flows, for a problem that is a way through the diagram

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        place = self.file + (f" › {self.element}" if self.element else "")
        return f"{place}: {self.message} [{self.rule}]"


class DeploymentRefused(Refusal):
    """The bundle has problems; nothing was stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        count = len(self.problems)
        super().__init__(
            f"Expected a bundle without problems, but found {count}; nothing was stored. Mend them and deploy again."
        )


class BusinessFault(Exception):
    """A fault of the business kind an operation declares: the diagram may catch it by its code (BPMN 2.0 §10.5.7).

    It never leaves the runtime: caught by an error boundary event, or it opens an incident.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
