"""A coordinator finds that a cluster needs no coordination, and says why."""

from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import CONVENES
from engine.commands.case_doors import expect_role
from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DismissCluster:
    """``cluster`` is its number. When the matter goes on growing, it is proposed again."""

    cluster: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{cluster}``. Raises: NotFound, NotAllowed, NotNow (it was decided on), Unusable (no reason)."""
        expect_role(work.by, CONVENES)
        if not self.reason.strip():
            raise Unusable("Expected the reason why no coordination is needed, but found none. Write it.")
        cluster = work.clusters.get(self.cluster)
        asked = [case.number for case in work.clusters.members(cluster)]
        reason = work.without_identity(self.reason.strip(), *asked)
        work.clusters.save(cluster.dismissed(reason, work.by.username, work.now))
        return {"cluster": cluster.number}
