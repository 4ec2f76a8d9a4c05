"""Clusters: many requests of one matter at one place in a window; and recurrence 回潮, a matter that comes back.

How many in which window make a cluster, and within how many days a matter has come back, stand in a decision table.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.errors import NotNow

OPEN, CONVENED, DISMISSED = "open", "convened", "dismissed"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A proposal to coordinate: what one matter at one place has grown to.

    ``since`` is where its window begins; ``size`` how many requests stood in it when the proposal was made.
    """

    number: str
    matter: str
    level3: str
    street: str
    community: str | None
    since: datetime
    size: int
    opened_at: datetime
    state: str = OPEN
    lead_case: str | None = None
    joint: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    reason: str | None = None

    def convened(self, lead_case: str, joint: str, reason: str, by: str, at: datetime) -> "Cluster":
        """The cluster whose units are brought together. Raises: NotNow when that was decided before."""
        self.expect_open()
        settled = replace(self, state=CONVENED, settled_by=by, settled_at=at, reason=reason)
        return replace(settled, lead_case=lead_case, joint=joint)

    def dismissed(self, reason: str, by: str, at: datetime) -> "Cluster":
        """The cluster that needs no coordination, with the reason. Raises: NotNow when that was decided before."""
        self.expect_open()
        return replace(self, state=DISMISSED, reason=reason, settled_by=by, settled_at=at)

    def expect_open(self) -> None:
        """Raises NotNow when a coordinator has decided on it."""
        if self.state != OPEN:
            raise NotNow(f"Expected an open cluster, but {self.number} is {self.state}. Look at it again.")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A case that is about what was closed before: ``earlier``, ``days`` ago; the ``nth`` time in a row."""

    case: str
    earlier: str
    matter: str
    street: str
    community: str | None
    days: int
    nth: int
    after_joint: bool
    found_at: datetime
    escalated_at: datetime | None = None
