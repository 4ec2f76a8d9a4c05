"""A case: one citizen's request from registration to closing, with lawful moves and one owner at every moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.actor import ROLES, UNIT_ROLES
from engine.casework import glossary
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


def expect_state(name: str) -> State:
    """The state of this name. Raises: Unusable when there is none."""
    if name not in list(State):
        raise Unusable(f"Expected a state of a case, but found {name!r}. Choose one of {', '.join(State)}.")
    return State(name)


ENDED = frozenset({State.CLOSED, State.REJECTED, State.WITHDRAWN})

_MOVES: dict[State, str] = {
    State.REGISTERED: "asked accepted dispatched handling review merged rejected withdrawn",
    State.ASKED: "registered accepted merged rejected withdrawn",
    State.ACCEPTED: "registered dispatched handling review merged rejected withdrawn",
    State.DISPATCHED: "accepted handling review deciding merged withdrawn",
    State.HANDLING: "accepted dispatched review rating deciding merged withdrawn closed",
    State.REVIEW: "registered accepted dispatched handling rating deciding merged withdrawn closed",
    State.RATING: "registered accepted dispatched handling deciding closed",
    State.DECIDING: "registered accepted dispatched handling rating closed",
    State.MERGED: "accepted handling review rating withdrawn closed",
    State.CLOSED: "",
    State.REJECTED: "",
    State.WITHDRAWN: "",
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
                raise Unusable(
                    f"Expected a {name} between -{bound} and {bound} degrees, but found {value}. "
                    "Mend it, or leave the place without coordinates."
                )
        if (self.longitude is None) != (self.latitude is None):
            raise Unusable(
                "Expected longitude and latitude together, but found only one of them. Give both or neither."
            )


@dataclass(frozen=True)
class Owner:
    """The one who has the case now: a role, and the unit when the role is held inside a unit."""

    role: str
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise Unusable(f"Expected the owner's role to be one of {', '.join(ROLES)}, but found {self.role!r}.")
        if self.role in UNIT_ROLES and not self.unit:
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
    asset_owner: str | None = None
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

    @property
    def has_ended(self) -> bool:
        """Is it closed, refused or withdrawn?"""
        return self.state in ENDED

    def enter(self, state: State, owner: Owner, **changes: Any) -> "Case":
        """The case in a next state with its owner.

        Raises:
            NotNow: the move is not lawful from the present state, or the case is suspended.
        """
        if state not in _MOVES[self.state].split() and state is not self.state:
            raise NotNow(
                f"Expected a case that may become {state}, but {self.number} is {self.state}. Look at it again."
            )
        if self.suspended and state not in ENDED and state is not self.state:
            raise NotNow(f"Expected {self.number} to be running, but it is suspended. Resume it first.")
        return replace(self, state=state, owner=owner, **changes)

    def expect(self, *states: State) -> None:
        """Raises NotNow unless the case is in one of these states."""
        if self.state not in states:
            names = " or ".join(states)
            raise NotNow(f"Expected {self.number} to be {names}, but it is {self.state}. Look at it again.")

    @property
    def working_owner(self) -> Owner:
        """Who has the case while it is worked on: the lead unit, or the dispatcher when there is none yet."""
        return Owner("handler", self.lead_unit) if self.lead_unit else Owner("dispatcher")

    def is_of_this_turn(self, unit: str | None, at: datetime) -> bool:
        """Did the unit that has the case now do this, since it was sent there? What an earlier one did is past."""
        return unit == self.lead_unit and (self.dispatched_at is None or at >= self.dispatched_at)

    def back_to_work(self, **changes: Any) -> "Case":
        """The case with its lead unit again, or with the dispatcher when it has none."""
        state = State.HANDLING if self.lead_unit else State.ACCEPTED
        return self.enter(state, self.working_owner, **changes)

    def expect_open(self) -> None:
        """Raises NotNow when the case has ended."""
        if self.has_ended:
            raise NotNow(f"Expected an open case, but {self.number} is {self.state}. Nothing was changed.")


def register(
    *,
    number: str,
    kind: str,
    title: str,
    text: str,
    place: Place,
    channel: str,
    at: datetime,
    urgency: str = "ordinary",
) -> Case:
    """A new case, owned by intake.

    Args:
        number: one that no other case has.
        at: the moment of registration (aware UTC).

    Raises:
        Unusable: an unknown kind or channel, or nothing said.
    """
    glossary.check(glossary.KINDS, kind, "the kind")
    glossary.check(glossary.CHANNELS, channel, "the channel")
    if not title.strip() or not text.strip():
        raise Unusable("Expected a title and a text, but found one of them empty. Say in a sentence what it is about.")
    return Case(
        number=number,
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        place=place,
        channel=channel,
        state=State.REGISTERED,
        owner=Owner("intake"),
        registered_at=at,
        urgency=glossary.check(glossary.URGENCIES, urgency, "the urgency"),
    )
