"""Conflicts of interest: a unit that a request complains of acts on it only with a reason and a second person.

Source: docs/domain.md §7a. Such a unit is not shown who asked, and its own people do not review.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from engine.actor import Actor
from engine.casework.visibility import sees_all

ACCUSED, PASSED_OVER, MENTIONED = "accused", "passed_over", "mentioned"


@dataclass(frozen=True, slots=True)
class AccusedUnit:
    """A unit that the request complains of. ``let_act_by`` is whoever allowed that it acts all the same, and why."""

    case: str
    unit: str
    reason: str
    named_by: str
    named_at: datetime
    let_act_by: str | None = None
    let_act_because: str | None = None
    let_act_at: datetime | None = None

    def let_act(self, because: str, by: str, at: datetime) -> "AccusedUnit":
        """The unit, allowed to act."""
        return replace(self, let_act_by=by, let_act_because=because, let_act_at=at)


def barred(accused: Iterable[AccusedUnit]) -> frozenset[str]:
    """The units complained of that nobody has allowed to act."""
    return frozenset(one.unit for one in accused if one.let_act_by is None)


def sees_accusations(actor: Actor, accused: Collection[str]) -> bool:
    """May the actor read which units a request complains of, who wrote it down and why? The offices, save people of
    such a unit."""
    return sees_all(actor) and actor.unit not in accused
