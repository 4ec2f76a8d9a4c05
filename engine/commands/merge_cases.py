"""Like requests are joined to one; each citizen keeps number, notices, tracking and rating."""

from dataclasses import dataclass
from typing import Any

from engine.commands.convening import join
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MergeCases:
    """Each of ``children`` is told to join ``parent``; all of them or none."""

    parent: str
    children: tuple[str, ...] | list[str]
    reason: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, parent, merged}``: number is the (first) case that was merged.

        Raises:
            NotFound, NotAllowed, NotNow (one has ended, is merged or answered), Unusable (none, or a case and itself).
        """
        children = join(work, self.parent, self.children, self.reason)
        return {"number": children[0], "parent": self.parent, "merged": children}
