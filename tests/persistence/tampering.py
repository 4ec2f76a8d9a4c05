"""What somebody with the database, and without the key, may do to a journal."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select, update

from engine.persistence.database import Database
from engine.persistence.journal import journal
from engine.persistence.journal_seals import checkpoints, heads


def _at(key: str, seq: int):
    return (journal.c.business_key == key) & (journal.c.seq == seq)


def _last(connection: Connection, key: str) -> int:
    query = select(journal.c.seq).where(journal.c.business_key == key).order_by(journal.c.seq.desc()).limit(1)
    return connection.execute(query).scalar_one()


def alter(connection: Connection, key: str, seq: int) -> str:
    """Say that somebody else did it."""
    connection.execute(update(journal).where(_at(key, seq)).values(actor="somebody-else"))
    return f"entry {seq} of {key}"


def alter_details(connection: Connection, key: str, seq: int) -> str:
    """Change what was said."""
    connection.execute(update(journal).where(_at(key, seq)).values(details={"reason": "another"}))
    return f"entry {seq} of {key}"


def drop(connection: Connection, key: str, seq: int) -> str:
    """Take an entry out; the last one is a cut tail, which only a checkpoint sees."""
    connection.execute(delete(journal).where(_at(key, seq)))
    return f"entry {seq} of {key}"


def drop_and_close_ranks(connection: Connection, key: str, seq: int) -> str:
    """Take an entry out and number the ones behind it anew."""
    last = _last(connection, key)
    connection.execute(delete(journal).where(_at(key, seq)))
    for later in range(seq + 1, last + 1):
        connection.execute(update(journal).where(_at(key, later)).values(seq=later - 1))
    return f"entry {seq} of {key}"


def swap(connection: Connection, key: str, seq: int) -> str:
    """Change the places of an entry and the next (of the last two, for the last)."""
    first = min(seq, _last(connection, key) - 1)
    for old, new in ((first, 999), (first + 1, first), (999, first + 1)):
        connection.execute(update(journal).where(_at(key, old)).values(seq=new))
    return f"entry {first} of {key}"


def put_in(connection: Connection, key: str, seq: int) -> str:
    """Put a copy of an entry behind it, and number the others anew."""
    for later in range(_last(connection, key), seq, -1):
        connection.execute(update(journal).where(_at(key, later)).values(seq=later + 1))
    copy = dict(connection.execute(select(journal).where(_at(key, seq))).mappings().one())
    connection.execute(insert(journal).values({**copy, "seq": seq + 1}))
    return f"entry {seq + 1} of {key}"


def cut(connection: Connection, key: str, seq: int) -> str:
    """Cut the chain off from an entry on."""
    last = _last(connection, key)
    connection.execute(delete(journal).where(journal.c.business_key == key, journal.c.seq >= seq))
    return f"entry {last} of {key}"


def move(connection: Connection, key: str, seq: int) -> str:
    """Give the whole case to another number."""
    connection.execute(update(journal).where(journal.c.business_key == key).values(business_key="Z-another"))
    return "entry 1 of Z-another"


def name_another_key(connection: Connection, key: str, seq: int) -> str:
    """Say that a key sealed it which nobody has."""
    connection.execute(update(journal).where(_at(key, seq)).values(key_id="0123456789ab"))
    return f"entry {seq} of {key}"


def forget_the_checkpoint(connection: Connection, key: str, seq: int) -> str:
    """Cut a chain, and the head that a checkpoint saw of it."""
    cut(connection, key, seq)
    connection.execute(delete(heads).where(heads.c.business_key == key))
    return "checkpoint 1"


def redate_the_checkpoint(connection: Connection, key: str, seq: int) -> str:
    """Say that the checkpoint saw less than it did."""
    connection.execute(update(checkpoints).values(heads=0, number=2))
    return "checkpoint 1"


TAMPERINGS: list[Callable[[Connection, str, int], str]] = [
    alter, alter_details, drop, drop_and_close_ranks, swap, put_in, cut, move, name_another_key, forget_the_checkpoint,
    redate_the_checkpoint,
]  # fmt: skip


def tamper(database: Database, how: Callable[[Connection, str, int], str], key: str, seq: int) -> str:
    """Do it behind the application's back; answers which entry must be named."""
    with database.writing() as connection:
        named = how(connection, key, seq)
        connection.commit()
    return named
