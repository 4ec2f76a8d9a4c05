"""Citizens' words are kept without who asked; as they were typed they are sealed beside the identity

What is there already, and its index, is gone through by ``suqiu migrate`` after this, since it needs the identity key.
Going back loses what was sealed: the words stay, with ×× for who asked.
"""

import sqlalchemy as sa

from alembic import op

revision = "0032"
down_revision = "0031"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_table(
        "typed_words",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case", "what", name=op.f("pk_typed_words")),
        schema=DISTRICT,
    )
    apart = sa.Column("words_apart", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("parties", apart, schema=_schema())


def downgrade() -> None:
    op.drop_column("parties", "words_apart", schema=_schema())
    op.drop_table("typed_words", schema=DISTRICT)


def _schema() -> str | None:
    return op.get_bind().get_execution_options()["schema_translate_map"][DISTRICT]  # ALTER TABLE knows no placeholder
