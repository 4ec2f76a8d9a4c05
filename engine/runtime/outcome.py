"""What a step left behind: plain rows for the tables beside the state, and what happened on the way."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Status = Literal["running", "completed", "cancelled"]


@dataclass(frozen=True)
class OpenTask:
    """A user task somebody can complete. ``facts`` are read-only; ``not_by``: usernames who may not take it."""

    id: str
    element: str
    name: str
    name_en: str | None
    role: str | None
    unit: str | None
    assignee: str | None
    not_by: list[str]
    form: str | None
    due_at: datetime | None
    deadline: str | None
    facts: dict[str, Any]
    lane: str | None


@dataclass(frozen=True)
class DueTimer:
    """A timer that waits; ``due_at`` None: it rests while the clock of its deadline is paused."""

    id: str
    element: str
    due_at: datetime | None
    deadline: str | None


@dataclass(frozen=True)
class Subscription:
    """A message that is waited for, by name and key."""

    id: str
    message: str
    key: str
    element: str


@dataclass(frozen=True)
class Thrown:
    """A message for somebody else: it belongs into the outbox."""

    message: str
    to: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Passed:
    """An element that was left in this step; ``state`` is completed or cancelled."""

    element: str
    kind: str
    name: str
    state: str


@dataclass(frozen=True)
class Stuck:
    """An incident: the element, why it could not be executed, how often it was tried, and what it had to go by.

    One stands for all tokens that stopped at one element for one cause: ``id`` and ``facts`` are those of the first,
    ``attempts`` counts them all.
    """

    id: str
    element: str
    cause: str
    attempts: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """Where the instance stands now (tasks, timers, subscriptions, incidents), and what the last step did."""

    status: Status
    user_tasks: list[OpenTask] = field(default_factory=list)
    timers: list[DueTimer] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)
    incidents: list[Stuck] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    ended_at_element: str | None = None
