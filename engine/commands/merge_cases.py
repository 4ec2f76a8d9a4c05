"""Like requests are joined to one; each citizen keeps number, notices, tracking and rating."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import MERGES
from engine.casework.merging import expect_mergeable
from engine.commands.case_doors import send, staff_case
from engine.errors import Unusable
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
        children = sorted(set(self.children))
        if not children:
            raise Unusable("Expected at least one case to merge, but found none. Choose the cases.")
        parent = staff_case(work, self.parent, MERGES)
        for number in children:
            child = staff_case(work, number, MERGES)
            expect_mergeable(child, parent)
            payload = {"parent": parent.number, "reason": self.reason}
            send(work, "merge_into", number, payload, "Merge it while it is worked on.")
        return {"number": children[0], "parent": parent.number, "merged": children}
