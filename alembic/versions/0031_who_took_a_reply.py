"""Who was answered with a reply is found by an index: they hear whether what it promises is kept"""

from alembic import op

revision = "0031"
down_revision = "0030"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema


def upgrade() -> None:
    op.create_index(op.f("ix_replies_source"), "replies", ["source"], schema=DISTRICT)


def downgrade() -> None:
    op.drop_index(op.f("ix_replies_source"), table_name="replies", schema=DISTRICT)
