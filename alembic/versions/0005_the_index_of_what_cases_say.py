"""The index of what cases say"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from alembic import op
from engine.text import grams

revision = "0005"
down_revision = "0004"

DISTRICT = "district"
BATCH = 1000


def upgrade() -> None:
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        op.execute("CREATE VIRTUAL TABLE case_texts USING fts5(number UNINDEXED, grams, tokenize = 'unicode61')")
        op.execute("CREATE VIRTUAL TABLE case_texts_words USING fts5vocab(case_texts, 'row')")
    else:
        op.create_table(
            "case_texts",
            sa.Column("number", sa.String(length=32), nullable=False),
            sa.Column("grams", TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("number", name=op.f("pk_case_texts")),
            schema=DISTRICT,
        )
        op.create_index(op.f("ix_case_texts_grams"), "case_texts", ["grams"], schema=DISTRICT, postgresql_using="gin")
    _index_what_is_there(connection, on_sqlite)


def _index_what_is_there(connection: sa.Connection, on_sqlite: bool) -> None:
    schema = connection.get_execution_options()["schema_translate_map"][DISTRICT]
    cases = sa.table("cases", *(sa.column(name) for name in ("number", "title", "text")), schema=schema)
    texts = sa.table("case_texts", sa.column("number"), sa.column("grams"), schema=schema)
    last = ""
    while True:
        query = sa.select(cases).where(cases.c.number > last).order_by(cases.c.number).limit(BATCH)
        rows = connection.execute(query).all()
        for row in rows:
            found = list(dict.fromkeys(grams(row.title) + grams(row.text)))
            kept = " ".join(found) if on_sqlite else sa.func.array_to_tsvector(sa.cast(found, ARRAY(sa.Text)))
            connection.execute(sa.insert(texts).values(number=row.number, grams=kept))
        if len(rows) < BATCH:
            return
        last = rows[-1].number


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_texts_words")
    op.drop_table("case_texts", schema=DISTRICT)
