"""The journal is sealed: a chain for each key, checkpoints over all of them

Entries written before are chained here, in their order, with the key of this installation: they are protected from
now on, and nothing says what happened to them before. The canonical bytes are written out, as they were at this release.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op
from engine.settings import Settings

revision = "0004"
down_revision = "0003"

DISTRICT = "district"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
SEALED = (
    "business_key", "seq", "instance_id", "at", "kind", "element", "name", "actor", "actor_name", "details", "passed",
    "flows",
)  # fmt: skip
BATCH = 2000


def upgrade() -> None:
    op.create_table(
        "journal_checkpoints",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("code", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_checkpoints")),
        schema=DISTRICT,
    )
    op.create_table(
        "journal_heads",
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.LargeBinary(length=32), nullable=False),
        sa.Column("checkpoint", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("business_key", "seq", name=op.f("pk_journal_heads")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_journal_heads_checkpoint"), "journal_heads", ["checkpoint"], schema=DISTRICT)
    op.create_index(op.f("ix_journal_at"), "journal", ["at"], schema=DISTRICT)
    op.add_column("journal", sa.Column("key_id", sa.String(length=16), nullable=True), schema=_schema())
    op.add_column("journal", sa.Column("code", sa.LargeBinary(length=32), nullable=True), schema=_schema())
    _chain()
    with op.batch_alter_table("journal", schema=_schema()) as table:
        table.alter_column("key_id", existing_type=sa.String(length=16), nullable=False)
        table.alter_column("code", existing_type=sa.LargeBinary(length=32), nullable=False)


def downgrade() -> None:
    op.drop_table("journal_heads", schema=DISTRICT)
    op.drop_table("journal_checkpoints", schema=DISTRICT)
    op.drop_index(op.f("ix_journal_at"), table_name="journal", schema=DISTRICT)
    op.drop_column("journal", "code", schema=_schema())
    op.drop_column("journal", "key_id", schema=_schema())


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder


def _chain() -> None:
    """Seal every entry there is, key by key, in batches."""
    json_columns = {"details", "passed", "flows"}
    columns = [
        sa.column(name, JSON if name in json_columns else sa.DateTime(timezone=True) if name == "at" else None)
        for name in SEALED
    ]
    journal = sa.table("journal", *columns, sa.column("key_id"), sa.column("code"), schema=_schema())
    bind, place = op.get_bind(), sa.tuple_(journal.c.business_key, journal.c.seq)
    key, last, code = None, ("", 0), b""
    query = sa.select(*(journal.c[name] for name in SEALED)).order_by(journal.c.business_key, journal.c.seq)
    while rows := bind.execute(query.where(place > sa.tuple_(*last)).limit(BATCH)).all():
        key = key or Settings.from_environment().secret("journal")
        sealed = []
        for row in rows:
            code = hmac.digest(key, _canonical(row, code if row.business_key == last[0] else b""), "sha256")
            sealed.append({"k": row.business_key, "s": row.seq, "key_id": _key_id(key), "code": code})
            last = (row.business_key, row.seq)
        where = sa.and_(journal.c.business_key == sa.bindparam("k"), journal.c.seq == sa.bindparam("s"))
        bind.execute(
            sa.update(journal).where(where).values(key_id=sa.bindparam("key_id"), code=sa.bindparam("code")), sealed
        )


def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"suqiu journal key" + key).hexdigest()[:12]


def _canonical(row: Any, before: bytes) -> bytes:
    values = [_settled(_plain(getattr(row, name))) for name in SEALED]
    return orjson.dumps([1, before.hex(), *values], option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _settled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_settled(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        whole = int(Decimal(repr(value)))
        return whole if -(2**63) <= whole < 2**64 else value
    return value
