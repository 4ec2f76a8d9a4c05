"""Checkpoints of the journal: what its chains ended with at one moment, sealed and chained themselves.

A chain whose tail is cut, or that is gone whole, no longer holds the head a checkpoint saw.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import Column, Integer, LargeBinary, String, Table, and_, func, select, tuple_
from sqlalchemy.engine import Connection

from engine.persistence.database import Moment, metadata
from engine.persistence.journal import journal
from engine.persistence.journal_chain import FORM, NOTHING, SEALED, Keyring, Link
from engine.persistence.records import Records

checkpoints = Table(
    "journal_checkpoints",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("heads", Integer, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("code", LargeBinary(32), nullable=False),
)

heads = Table(
    "journal_heads",
    metadata,
    Column("business_key", String(128), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("code", LargeBinary(32), nullable=False),
    Column("checkpoint", Integer, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ``number``-th checkpoint, over so many ``heads``: the chains that grew since the one before it."""

    number: int
    at: datetime
    heads: int
    key_id: str
    code: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry a chain had when a checkpoint was made."""

    business_key: str
    seq: int
    code: bytes
    checkpoint: int


class JournalHeads(Records[Head]):
    """The heads that checkpoints saw."""

    table, record = heads, Head

    def grown(self, since: datetime | None, most: int) -> list[tuple[str, int, bytes]]:
        """(key, number, code) of last entries no checkpoint has seen: of chains written to ``since``, or of all."""
        later, seen = journal.alias("later"), heads.alias("seen")
        is_last = (
            ~select(later.c.seq)
            .where(later.c.business_key == journal.c.business_key, later.c.seq > journal.c.seq)
            .exists()
        )
        is_seen = select(seen.c.seq).where(
            seen.c.business_key == journal.c.business_key, seen.c.seq == journal.c.seq
        ).exists()  # fmt: skip
        query = select(journal.c.business_key, journal.c.seq, journal.c.code).where(is_last, ~is_seen)
        query = query if since is None else query.where(journal.c.at >= since)
        return [(row.business_key, row.seq, row.code) for row in self._connection.execute(query.limit(most))]

    def lost(self, most: int) -> list[Head]:
        """Heads that checkpoints saw and the journal no longer holds as they were."""
        same = and_(journal.c.business_key == heads.c.business_key, journal.c.seq == heads.c.seq)
        query = select(*(heads.c[name] for name in self.names)).outerjoin(journal, same)
        query = query.where((journal.c.code.is_(None)) | (journal.c.code != heads.c.code))
        return self._records(self._connection.execute(query.order_by(heads.c.business_key, heads.c.seq).limit(most)))

    def orphaned(self) -> int | None:
        """The first checkpoint of which only the heads it saw are left; None when there is none."""
        query = select(func.min(heads.c.checkpoint)).outerjoin(checkpoints, checkpoints.c.number == heads.c.checkpoint)
        return self._connection.execute(query.where(checkpoints.c.number.is_(None))).scalar()


class JournalCheckpoints(Records[Checkpoint]):
    """Checkpoints in their order."""

    table, record = checkpoints, Checkpoint

    def newest(self) -> Checkpoint | None:
        query = select(*(checkpoints.c[name] for name in self.names)).order_by(checkpoints.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else self._record(row)


def checkpoint_bytes(number: int, at: datetime, seen: Iterable[tuple[str, int, bytes]], before: bytes) -> bytes:
    """The canonical bytes of a checkpoint, after the code of the one before it."""
    digest, count = hashlib.sha256(), 0
    for key, seq, code in sorted(seen):
        digest.update(orjson.dumps([key, seq, code.hex()]))
        count += 1
    return orjson.dumps(
        ["checkpoint", FORM, before.hex(), number, at.astimezone(UTC).isoformat(), count, digest.hexdigest()]
    )


def wrong_checkpoint(
    one: Checkpoint, before: Checkpoint | None, seen: Sequence[tuple[str, int, bytes]], keys: Keyring
) -> str | None:
    """A sentence when a checkpoint is not as it was made; else None."""
    expected = before.number + 1 if before else 1
    if one.number != expected:
        return f"Expected checkpoint {expected} of the journal, but the next one there is {one.number}: it was removed."
    content = checkpoint_bytes(one.number, one.at, seen, before.code if before else NOTHING)
    wrong = keys.wrong_with(content, one.key_id, one.code)
    return f"Expected checkpoint {one.number} of the journal as it was made, but {wrong}" if wrong else None


class Links:
    """The journal in the order of its chains, for whoever checks it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        return int(self._connection.execute(select(func.count()).select_from(journal)).scalar_one())

    def after(self, place: tuple[str, int], most: int) -> list[Link]:
        """The entries that follow (key, number)."""
        query = select(*(journal.c[name] for name in SEALED), journal.c.key_id, journal.c.code)
        query = query.where(tuple_(journal.c.business_key, journal.c.seq) > tuple_(*place))
        query = query.order_by(journal.c.business_key, journal.c.seq).limit(most)
        return [
            Link({name: row[name] for name in SEALED}, row["key_id"], row["code"])
            for row in self._connection.execute(query).mappings()
        ]
