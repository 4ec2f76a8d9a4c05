"""Special campaigns 专项整治 [A]: a hot topic or area taken on by name, with a lead, a period, targets and progress."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.errors import NotNow, Unusable

RUNNING, ENDED = "running", "ended"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A named group of cases.

    Args:
        matters, streets: which cases belong to it by themselves, when they came in within the period; an empty list is
            every matter, or street. At least one of the two says something.
        begins_on, ends_on: days in the district, both included.
        closed_target: share of its cases that shall be closed by the end, 0 to 1; None: no such target.
        fewer_target: share by which requests shall fall against as many days before it, 0 to 1; None: none.
    """

    number: str
    name: str
    lead_unit: str
    matters: list[str]
    streets: list[str]
    begins_on: date
    ends_on: date
    goal: str
    started_by: str
    started_at: datetime
    closed_target: float | None = None
    fewer_target: float | None = None
    state: str = RUNNING
    result: str | None = None
    ended_at: datetime | None = None

    def ended(self, result: str, at: datetime) -> "Campaign":
        """The campaign with what came of it. Raises: NotNow (it has ended), Unusable (nothing said)."""
        self.expect_running()
        if not result.strip():
            raise Unusable("Expected what came of the campaign, but found nothing. Say what was reached.")
        return replace(self, state=ENDED, result=result.strip(), ended_at=at)

    def expect_running(self) -> None:
        """Raises NotNow when it has ended."""
        if self.state != RUNNING:
            raise NotNow(f"Expected a running campaign, but {self.number} has ended. Start another.")


@dataclass(frozen=True, slots=True)
class CampaignCase:
    """A case put into a campaign, or kept out of it, by hand."""

    campaign: str
    case: str
    included: bool
    put_by: str
    put_at: datetime


def check_campaign(
    *,
    name: str,
    matters: Sequence[str],
    streets: Sequence[str],
    begins_on: date,
    ends_on: date,
    targets: Sequence[float | None],
    today: date,
) -> None:
    """Raises Unusable for a campaign without a name, scope or days to come, or with a target that is no share."""
    if not name.strip():
        raise Unusable("Expected a name of the campaign, but found none. Give it one.")
    if not matters and not streets:
        raise Unusable("Expected matters or streets of the campaign, but found neither. Choose at least one.")
    if ends_on < begins_on:
        raise Unusable(f"Expected an end on or after {begins_on}, but found {ends_on}. Choose a later day.")
    if ends_on < today:
        raise Unusable(f"Expected an end from today on, but found {ends_on}, which has passed. Choose a later day.")
    for target in targets:
        if target is not None and not 0 < target <= 1:
            raise Unusable(f"Expected a target above 0 and up to 1, but found {target}. Give a share.")
