"""What a unit answers and what the citizen thinks of it. Resolved, explained, promised and cannot act are different."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.casework.case import Case
from engine.casework.glossary import ASSESSMENTS, OUTCOMES, check
from engine.errors import NotAllowed, NotNow, Unusable

DIMENSIONS = ("speed", "effect", "attitude")
PASS, SEND_BACK = "pass", "send_back"
PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Reply:
    """The ``number``-th reply to a case; ``actions`` are internal, ``public_reply`` is for the citizen.

    ``source`` names the joint handling or parent case the reply was taken from.
    """

    id: str
    case: str
    number: int
    unit: str | None
    outcome: str
    actions: str | None
    public_reply: str
    replied_by: str
    replied_at: datetime
    source: str | None = None
    decision: str | None = None
    decision_reason: str | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None

    def waits_in(self, case: Case) -> bool:
        """Does it wait for its review: undecided, and of the unit that has the case now?"""
        return self.decision is None and case.is_of_this_turn(self.unit, self.replied_at)

    def reviewed(
        self, decision: str, reason: str | None, by: str, handled_by: tuple[str, ...], at: datetime
    ) -> "Reply":
        """The reply with its closure review.

        Raises:
            NotAllowed: the reviewer handled the case. Unusable: an unknown decision, or sent back without a reason.
        """
        if by in handled_by:
            raise NotAllowed(
                f"Expected a reviewer who did not handle {self.case}, but you did. Leave it to someone else."
            )
        if decision not in (PASS, SEND_BACK):
            raise Unusable(f"Expected the decision pass or send_back, but found {decision!r}. Choose one of them.")
        if decision == SEND_BACK and not (reason or "").strip():
            raise Unusable("Expected a reason for sending the reply back, but found none. Say what is missing.")
        return replace(self, decision=decision, decision_reason=reason, reviewed_by=by, reviewed_at=at)


@dataclass(frozen=True, slots=True)
class Rating:
    """What the citizen thinks of the reply ``reply_number``: three marks from 1 to 5, and solved; docs/domain.md §6."""

    id: str
    case: str
    reply_number: int
    speed: int
    effect: int
    attitude: int
    solved: bool
    comment: str | None
    rated_at: datetime


def expect_outcome(kind: str, outcome: str) -> str:
    """The outcome, when a case of this kind can have it.

    Raises:
        Unusable: it cannot.
    """
    return check((*ASSESSMENTS, *OUTCOMES) if kind == "suggestion" else OUTCOMES, outcome, "the outcome")


def expect_evidence(
    decision: str,
    needed: Collection[str],
    seen: Collection[str],
    missing_because: str | None,
    without_file: Collection[str] = (),
) -> list[str]:
    """The evidence that is missing, in the order it is needed. ``without_file``: what only a file shows, of a case that
    has none: ticking it does not make it be there.

    Raises:
        Unusable: the closure would pass without it, and nobody says why.
    """
    missing = [one for one in needed if one not in seen or one in without_file]
    if decision != PASS or (missing_because or "").strip():
        return missing
    unseen = [one for one in missing if one in seen]
    if unseen:
        raise Unusable(
            f"Expected a file that shows ‘{'’, ‘'.join(unseen)}’, but the unit has added none to the case. Have it "
            "added, or take the tick away and say why the reply passes without, or send it back."
        )
    if missing:
        raise Unusable(
            f"Expected the evidence this closure needs, but ‘{'’, ‘'.join(missing)}’ is missing. Look at it and tick "
            "it, say why the reply passes without, or send it back."
        )
    return missing


def read_rating(rating: Mapping[str, Any], *, case: str, reply_number: int, id_: str, at: datetime) -> Rating:
    """A rating from {speed, effect, attitude, solved, comment}.

    Raises:
        Unusable: a dimension outside 1 to 5, or "solved" not answered.
    """
    given = {name: _mark(name, rating.get(name)) for name in DIMENSIONS}
    solved = rating.get("solved")
    if not isinstance(solved, bool):
        raise Unusable("Expected yes or no for “solved”, but found neither. Say whether the matter is solved.")
    return Rating(id_, case, reply_number, **given, solved=solved, comment=rating.get("comment"), rated_at=at)


def expect_unrated(rating: Rating | None, case: str) -> None:
    """Raises NotNow when the reply was rated before."""
    if rating is not None:
        raise NotNow(f"Expected a reply that was not rated yet, but {case} was rated. Thank you, one rating counts.")


def _mark(name: str, value: Any) -> int:
    try:
        mark = int(value)
    except (TypeError, ValueError):
        mark = 0
    if not 1 <= mark <= 5 or mark != value:
        raise Unusable(f"Expected 1 to 5 for {name}, but found {value!r}. Choose a mark.")
    return mark
