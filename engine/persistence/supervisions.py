"""Which instances watch a deadline, and the rungs they took."""

from sqlalchemy import Column, Integer, String, Table

from engine.casework.case import Case, State
from engine.casework.supervision import KEY, RungTaken, Supervision
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

supervisions = Table(
    "supervisions",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("about", String(64), nullable=False, index=True),
    Column("subject", String(32), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

rungs_taken = Table(
    "rungs_taken",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("rung", String(32), primary_key=True),
    Column("taken_at", Moment, nullable=False),
)


class Supervisions(Records[Supervision]):
    """Supervision instances by key."""

    table, record = supervisions, Supervision

    def key_supervision_of(self, case: Case) -> Supervision | None:
        """The key supervision a case is under now; a merged one is under that of the case it follows."""
        number = case.merged_into if case.state is State.MERGED else case.number
        return next(iter(self.all(about=number, subject=KEY, ended_at=None)), None)


class RungsTaken(Records[RungTaken]):
    """Each rung once a round."""

    table, record = rungs_taken, RungTaken
