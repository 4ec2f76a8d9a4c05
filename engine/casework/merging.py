"""Many citizens, one matter: merged n→1 and split again. Each citizen keeps number, notices, tracking and rating."""

from dataclasses import dataclass
from datetime import datetime

from engine.casework.case import Case, State
from engine.errors import NotNow, Refusal, Unusable

JOINABLE = (State.REGISTERED, State.ASKED, State.ACCEPTED, State.DISPATCHED, State.HANDLING, State.REVIEW)


@dataclass(frozen=True, slots=True)
class Merge:
    """One case merged into another; ``split_at`` when it went its own way again."""

    id: str
    child: str
    parent: str
    reason: str | None
    merged_by: str
    merged_at: datetime
    split_by: str | None = None
    split_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Supplement:
    """What was added to a case: a question of intake's (``asks``) or words of the citizen's."""

    id: str
    case: str
    asks: bool
    text: str
    added_by: str
    added_at: datetime


def expect_mergeable(child: Case, parent: Case) -> None:
    """May the child be merged into the parent now?

    Raises:
        Unusable: a case and itself, or two kinds.
        NotNow: one of them has ended, is merged already, or was answered; the child rests.
    """
    if child.number == parent.number:
        raise Unusable(f"Expected two different cases, but found {child.number} twice. Choose the case to merge into.")
    if not are_of_one_kind(child, parent):
        raise Unusable(
            f"Expected two cases of one kind, but {child.number} is a {child.kind} and {parent.number} is a "
            f"{parent.kind}, whose reply could not close it. Choose a case of the same kind."
        )
    if parent.state is State.MERGED:
        raise NotNow(
            f"Expected an open case to merge into, but {parent.number} is itself merged into {parent.merged_into}. "
            f"Merge into {parent.merged_into}."
        )
    if child.suspended:
        raise NotNow(f"Expected {child.number} to be running, but it is suspended. Resume it first, then merge it.")
    for case in (parent, child):
        if case.state not in JOINABLE:
            raise NotNow(f"Expected open cases, but {case.number} is {case.state}. Choose an open one.")


def may_join(child: Case, parent: Case) -> bool:
    """May a citizen's new request join the one it follows? Only one that could be merged."""
    try:
        expect_mergeable(child, parent)
    except Refusal:
        return False
    return True


def are_of_one_kind(child: Case, parent: Case) -> bool:
    """Are both the same kind? Each kind has outcomes of its own, and a merged case takes its parent's."""
    return child.kind == parent.kind
