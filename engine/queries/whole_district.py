"""What whoever verifies a whole database asks: the keys that are open, what is stuck, who was lost."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import CompoundSelect, func, or_, select, union

from engine.casework.case import ENDED, State
from engine.persistence.cases import cases
from engine.persistence.instances import instances
from engine.persistence.merges import merges
from engine.persistence.outbox import DEAD, WAITING, outbox
from engine.persistence.parties import parties
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import OPEN, user_tasks

MOST = 50  # of each kind; more of them are one cause
LATE = timedelta(hours=1)  # a row of the outbox is tried again within seconds


@dataclass(frozen=True)
class OpenKeys:
    """The next ``most`` keys behind ``after`` that have an open case, a running instance, or an open task."""

    after: str = ""
    most: int = 500

    def answer(self, reading: Reading) -> list[str]:
        every = _open().subquery()
        query = select(every.c.key).where(every.c.key > self.after).order_by(every.c.key).limit(self.most)
        return list(reading.connection.execute(query).scalars())


@dataclass(frozen=True)
class OpenKeyCount:
    """How many there are."""

    def answer(self, reading: Reading) -> int:
        return int(reading.connection.execute(select(func.count()).select_from(_open().subquery())).scalar_one())


@dataclass(frozen=True)
class StuckAndLost:
    """Sentences on what no single open key shows: the outbox, merged citizens, cases without their citizen."""

    def answer(self, reading: Reading) -> list[str]:
        return [*_stuck(reading), *_merged(reading), *_without_citizen(reading)]


def _open() -> CompoundSelect[str]:
    ended = [state.value for state in ENDED]
    return union(
        select(cases.c.number.label("key")).where(cases.c.state.not_in(ended)),
        select(instances.c.business_key.label("key")).where(instances.c.status == "running"),
        select(user_tasks.c.business_key.label("key")).where(user_tasks.c.status == OPEN),
    )


def _stuck(reading: Reading) -> list[str]:
    overdue = (outbox.c.status == WAITING) & (outbox.c.next_attempt_at < reading.now - LATE)
    query = select(outbox).where(or_(outbox.c.status == DEAD, overdue)).order_by(outbox.c.created_at).limit(MOST)
    return [
        f"Expected the {row.kind} {row.payload.get('message') or row.id} for {row.business_key} to be delivered, "
        f"but it is {row.status} after {row.attempts} attempts: {row.last_error or 'nobody tried'}."
        for row in reading.connection.execute(query)
    ]


def _merged(reading: Reading) -> list[str]:
    """A merged case keeps its parent, its record and its way back."""
    parent = cases.alias("parent")
    is_noted = (
        select(merges.c.child)
        .where(merges.c.child == cases.c.number, merges.c.parent == cases.c.merged_into, merges.c.split_at.is_(None))
        .exists()
    )
    query = select(cases.c.number, cases.c.merged_into, parent.c.number.label("found"), is_noted.label("noted"))
    query = query.outerjoin(parent, parent.c.number == cases.c.merged_into).where(cases.c.state == State.MERGED.value)
    query = query.where(or_(parent.c.number.is_(None), ~is_noted)).limit(MOST)
    return [
        f"Expected {row.number} to be merged into a case, but {row.merged_into} "
        f"{'is not noted as its parent' if row.found else 'does not exist'}."
        for row in reading.connection.execute(query)
    ]


def _without_citizen(reading: Reading) -> list[str]:
    query = select(cases.c.number).outerjoin(parties, parties.c.case == cases.c.number).where(parties.c.case.is_(None))
    found = reading.connection.execute(query.order_by(cases.c.number).limit(MOST)).scalars()
    return [f"Expected a citizen of {number}, but its row is gone: nobody can track it." for number in found]
