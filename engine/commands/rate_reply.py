"""A citizen rates the reply: speed, effect, attitude, and whether it is solved. One rating for each reply."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import State
from engine.casework.entitlement import SPEAKS_FOR_CITIZEN
from engine.casework.reply import expect_unrated, read_rating
from engine.commands.case_doors import citizen_case, send
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RateReply:
    """Marks from 1 to 5. Without a tracking code: an office wrote down what the citizen said by telephone."""

    number: str
    speed: int
    effect: int
    attitude: int
    solved: bool
    comment: str | None = None
    tracking_code: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, solved}``. Raises: NotFound, NotAllowed, NotNow (nothing to rate, or rated), Unusable (a mark)."""
        case = citizen_case(work, self.number, self.tracking_code, SPEAKS_FOR_CITIZEN)
        case.expect(State.RATING)
        reply = work.replies.latest(case.number)
        number = reply.number if reply else 0
        id_ = new_id()
        given = {
            "speed": self.speed,
            "effect": self.effect,
            "attitude": self.attitude,
            "solved": self.solved,
            "comment": self.comment and work.apart(case.number, id_, self.comment),
        }
        rating = read_rating(given, case=case.number, reply_number=number, id_=id_, at=work.now)
        expect_unrated(work.ratings.find(case=case.number, reply_number=number), case.number)
        work.ratings.add(rating)
        marks = {name: given[name] for name in ("speed", "effect", "attitude", "solved")}
        send(work, "citizen_rated", case.number, marks, "Its time for rating has passed.")
        return {"number": case.number, "solved": self.solved}
