"""Drafts of designers"""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"

DISTRICT = "district"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("bundle", sa.String(length=128), nullable=False),
        sa.Column("designer", sa.String(length=128), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bundle", "designer", name=op.f("pk_drafts")),
        schema=DISTRICT,
    )
    op.create_table(
        "draft_files",
        sa.Column("bundle", sa.String(length=128), nullable=False),
        sa.Column("designer", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle", "designer"],
            [f"{DISTRICT}.drafts.bundle", f"{DISTRICT}.drafts.designer"],
            name=op.f("fk_draft_files_bundle_designer_drafts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bundle", "designer", "name", name=op.f("pk_draft_files")),
        schema=DISTRICT,
    )


def downgrade() -> None:
    op.drop_table("draft_files", schema=DISTRICT)
    op.drop_table("drafts", schema=DISTRICT)
