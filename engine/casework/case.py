"""A case: one citizen's request from registration to closing, with lawful moves and exactly one owner at every moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.actor import ROLES
from engine.casework import glossary
from engine.casework.tracking import new_number
from engine.errors import NotNow, Unusable


class State(StrEnum):
    """Where a case is. What stands beside it (suspended, in dispute, redo n) is kept apart from it."""

    REGISTERED = "registered"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    REVIEW = "review"
    RATING = "rating"
    DECIDING = "deciding"
    MERGED = "merged"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REFILED = "refiled"


STATE_WORDS = (
    glossary.Word("registered", "已登记", "Registered"),
    glossary.Word("asked", "待补充", "Waiting for the citizen"),
    glossary.Word("accepted", "已受理", "Accepted"),
    glossary.Word("dispatched", "已分拨", "Dispatched"),
    glossary.Word("handling", "办理中", "Being handled"),
    glossary.Word("review", "结案审核", "Under review"),
    glossary.Word("rating", "待评价", "Waiting for the rating"),
    glossary.Word("deciding", "协调决定中", "With the coordinator"),
    glossary.Word("merged", "已并案", "Merged"),
    glossary.Word("closed", "已办结", "Closed"),
    glossary.Word("rejected", "不予受理", "Not accepted"),
    glossary.Word("withdrawn", "已撤回", "Withdrawn"),
    glossary.Word("refiled", "已改类", "Filed as another kind"),
)

ENDED = frozenset({State.CLOSED, State.REJECTED, State.WITHDRAWN, State.REFILED})

_MOVES: dict[State, frozenset[State]] = {
    State.REGISTERED: frozenset(
        {State.ASKED, State.ACCEPTED, State.HANDLING, State.MERGED, State.REJECTED, State.WITHDRAWN, State.REFILED}
        | {State.DISPATCHED, State.REVIEW}
    ),
    State.ASKED: frozenset({State.REGISTERED, State.ACCEPTED, State.MERGED, State.REJECTED, State.WITHDRAWN, State.REFILED}),
    State.ACCEPTED: frozenset(
        {State.DISPATCHED, State.HANDLING, State.REVIEW, State.MERGED, State.REJECTED, State.WITHDRAWN, State.REFILED}
    ),
    State.DISPATCHED: frozenset({State.HANDLING, State.ACCEPTED, State.MERGED, State.WITHDRAWN, State.REVIEW, State.DECIDING}),
    State.HANDLING: frozenset(
        {State.REVIEW, State.RATING, State.DISPATCHED, State.ACCEPTED, State.DECIDING, State.MERGED, State.WITHDRAWN}
        | {State.CLOSED}
    ),
    State.REVIEW: frozenset({State.RATING, State.HANDLING, State.DECIDING, State.CLOSED, State.WITHDRAWN, State.MERGED}),
    State.RATING: frozenset({State.CLOSED, State.HANDLING, State.DECIDING, State.DISPATCHED, State.WITHDRAWN}),
    State.DECIDING: frozenset({State.CLOSED, State.HANDLING, State.DISPATCHED, State.RATING, State.WITHDRAWN}),
    State.MERGED: frozenset({State.ACCEPTED, State.REVIEW, State.RATING, State.WITHDRAWN, State.HANDLING, State.CLOSED}),
    State.CLOSED: frozenset(),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.REFILED: frozenset({State.REGISTERED}),
}


@dataclass(frozen=True)
class Place:
    """Where the matter is. Longitude and latitude are WGS 84 degrees."""

    street: str
    community: str | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None

    def __post_init__(self) -> None:
        if not self.street.strip():
            raise Unusable("Expected the street of the place, but found none. Choose the street the matter is in.")
        for name, value, bound in (("longitude", self.longitude, 180), ("latitude", self.latitude, 90)):
            if value is not None and not -bound <= value <= bound:
                raise Unusable(f"Expected a {name} between -{bound} and {bound} degrees, but found {value}.")


@dataclass(frozen=True)
class Owner:
    """The one who has the case now: a role, and the unit when the role is held inside a unit."""

    role: str
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise Unusable(f"Expected the owner's role to be one of {', '.join(ROLES)}, but found {self.role!r}.")
        if self.role in ("handler", "unit_leader") and not self.unit:
            raise Unusable(f"Expected the unit of the {self.role} who owns the case, but found none.")


@dataclass(frozen=True)
class Matter:
    """The list row a case was dispatched by: its code, names, grade, and the version of the list it was read from."""

    code: str
    level1: str
    level2: str
    level3: str
    grade: str | None
    list_version: int


@dataclass(frozen=True)
class Case:
    """A citizen's request. Every change gives a new value; the repository writes it."""

    number: str
    kind: str
    title: str
    text: str
    place: Place
    channel: str
    state: State
    owner: Owner
    registered_at: datetime
    urgency: str = "ordinary"
    matter: Matter | None = None
    lead_unit: str | None = None
    cooperating_units: tuple[str, ...] = ()
    fallback_unit: str | None = None
    ruled: bool = False
    suspended: bool = False
    redos: int = 0
    handled_by: tuple[str, ...] = ()
    outcome: str | None = None
    merged_into: str | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    restart_clock: bool = False
    external: str | None = None

    @property
    def has_ended(self) -> bool:
        """Is it closed, refused, withdrawn, or filed anew as another kind?"""
        return self.state in ENDED

    def enter(self, state: State, owner: Owner, **changes: Any) -> "Case":
        """The case in a next state with its owner.

        Raises:
            NotNow: the move is not lawful from the present state, or the case is suspended.
        """
        if state not in _MOVES[self.state] and state is not self.state:
            raise NotNow(f"Expected a case that may become {state}, but {self.number} is {self.state}. Look at it again.")
        if self.suspended and state not in ENDED and state is not self.state:
            raise NotNow(f"Expected {self.number} to be running, but it is suspended. Resume it first.")
        return replace(self, state=state, owner=owner, **changes)

    def expect(self, *states: State) -> None:
        """Raises NotNow unless the case is in one of these states."""
        if self.state not in states:
            names = " or ".join(states)
            raise NotNow(f"Expected {self.number} to be {names}, but it is {self.state}. Look at it again.")

    def expect_open(self) -> None:
        """Raises NotNow when the case has ended."""
        if self.has_ended:
            raise NotNow(f"Expected an open case, but {self.number} is {self.state}. Nothing was changed.")


def register(
    *, kind: str, title: str, text: str, place: Place, channel: str, at: datetime, external: str | None = None
) -> Case:
    """A new case, owned by intake, with a number of its own.

    Args:
        at: the moment of registration (aware UTC); the number carries its day.
        external: the number another system gave the request, for imports that must not add it twice.

    Raises:
        Unusable: an unknown kind or channel, or nothing said.
    """
    glossary.check(glossary.KINDS, kind, "the kind")
    glossary.check(glossary.CHANNELS, channel, "the channel")
    if not title.strip() or not text.strip():
        raise Unusable("Expected a title and a text, but found one of them empty. Say in a sentence what it is about.")
    return Case(
        number=new_number(at),
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        place=place,
        channel=channel,
        state=State.REGISTERED,
        owner=Owner("intake"),
        registered_at=at,
        external=external,
    )
