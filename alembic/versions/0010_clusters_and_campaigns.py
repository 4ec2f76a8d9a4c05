"""Clusters, recurrences and campaigns"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0010"
down_revision = "0009"

DISTRICT = "district"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "clusters",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=False),
        sa.Column("level3", sa.String(length=128), nullable=False),
        sa.Column("street", sa.String(length=64), nullable=False),
        sa.Column("community", sa.String(length=64), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("lead_case", sa.String(length=32), nullable=True),
        sa.Column("joint", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=128), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clusters")),
        schema=DISTRICT,
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_clusters_open",
        "clusters",
        ["matter", "street", sa.text("coalesce(community, '')")],
        unique=True,
        schema=DISTRICT,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_clusters_newest", "clusters", [sa.text("opened_at DESC"), sa.text("number DESC")], schema=DISTRICT
    )
    op.create_table(
        "recurrences",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("earlier", sa.String(length=32), nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=False),
        sa.Column("street", sa.String(length=64), nullable=False),
        sa.Column("community", sa.String(length=64), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("after_joint", sa.Boolean(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("escalated_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_recurrences")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_recurrences_earlier"), "recurrences", ["earlier"], schema=DISTRICT)
    op.create_index(op.f("ix_recurrences_found_at"), "recurrences", ["found_at"], schema=DISTRICT)
    _campaigns()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("lead_unit", sa.String(length=32), nullable=False),
        sa.Column("matters", JSON, nullable=False),
        sa.Column("streets", JSON, nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("started_by", sa.String(length=128), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("closed_target", sa.Float(), nullable=True),
        sa.Column("fewer_target", sa.Float(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_campaigns")),
        schema=DISTRICT,
    )
    op.create_table(
        "campaign_cases",
        sa.Column("campaign", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("put_by", sa.String(length=128), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "case", name=op.f("pk_campaign_cases")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    for name in ("campaign_cases", "campaigns", "recurrences", "clusters"):
        op.drop_table(name, schema=DISTRICT)
