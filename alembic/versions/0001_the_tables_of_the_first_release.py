"""The tables of the first release"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0001"
down_revision = None  # alembic calls the empty database below it "base"

DISTRICT = "district"  # the placeholder that every connection translates to the district's schema
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_accounts")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_accounts_unit"), "accounts", ["unit"], unique=False, schema=DISTRICT)
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=128), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_attachments_business_key"), "attachments", ["business_key"], unique=False, schema=DISTRICT)
    op.create_table(
        "bundles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deployed_by", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_bundles_name_version")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_bundles_hash"), "bundles", ["hash"], unique=False, schema=DISTRICT)
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
        schema=DISTRICT,
    )
    op.create_table(
        "calendar_editions",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=128), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("years", JSON, nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_calendar_editions")),
        schema=DISTRICT,
    )
    op.create_table(
        "cases",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("street", sa.String(length=64), nullable=False),
        sa.Column("community", sa.String(length=64), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner_role", sa.String(length=32), nullable=False),
        sa.Column("owner_unit", sa.String(length=32), nullable=True),
        sa.Column("matter", sa.String(length=32), nullable=True),
        sa.Column("level1", sa.String(length=128), nullable=True),
        sa.Column("level2", sa.String(length=128), nullable=True),
        sa.Column("level3", sa.String(length=128), nullable=True),
        sa.Column("grade", sa.String(length=8), nullable=True),
        sa.Column("list_version", sa.Integer(), nullable=True),
        sa.Column("lead_unit", sa.String(length=32), nullable=True),
        sa.Column("cooperating_units", JSON, nullable=False),
        sa.Column("fallback_unit", sa.String(length=32), nullable=True),
        sa.Column("ruled", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("redos", sa.Integer(), nullable=False),
        sa.Column("handled_by", JSON, nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restart_clock", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_cases_kind",
        "cases",
        ["kind", sa.literal_column("registered_at DESC"), sa.literal_column("number DESC")],
        unique=False,
        schema=DISTRICT,
    )
    op.create_index(
        "ix_cases_lead",
        "cases",
        ["lead_unit", sa.literal_column("registered_at DESC"), sa.literal_column("number DESC")],
        unique=False,
        schema=DISTRICT,
    )
    op.create_index("ix_cases_matter", "cases", ["matter", "street", "registered_at"], unique=False, schema=DISTRICT)
    op.create_index(op.f("ix_cases_merged_into"), "cases", ["merged_into"], unique=False, schema=DISTRICT)
    op.create_index(
        "ix_cases_newest",
        "cases",
        [sa.literal_column("registered_at DESC"), sa.literal_column("number DESC")],
        unique=False,
        schema=DISTRICT,
    )
    op.create_index(
        "ix_cases_state",
        "cases",
        ["state", sa.literal_column("registered_at DESC"), sa.literal_column("number DESC")],
        unique=False,
        schema=DISTRICT,
    )
    op.create_table(
        "commitments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=128), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.String(length=128), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("case", "number", name=op.f("uq_commitments_case_number")),
        schema=DISTRICT,
    )
    op.create_table(
        "deadline_changes",
        sa.Column("deadline_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.Column("budget", sa.String(length=64), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("deadline_id", "position", name=op.f("pk_deadline_changes")),
        schema=DISTRICT,
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("budget", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("about", "name", "subject", "round", name=op.f("uq_deadlines_about_name_subject_round")),
        schema=DISTRICT,
    )
    op.create_index("ix_deadlines_due", "deadlines", ["state", "name", "due_at"], unique=False, schema=DISTRICT)
    op.create_table(
        "disputes",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("return_id", sa.String(length=32), nullable=True),
        sa.Column("ground", sa.String(length=32), nullable=True),
        sa.Column("named_units", JSON, nullable=False),
        sa.Column("provisional_unit", sa.String(length=32), nullable=True),
        sa.Column("fallback_unit", sa.String(length=32), nullable=True),
        sa.Column("opened_by", sa.String(length=128), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_disputes")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_disputes_case"), "disputes", ["case"], unique=False, schema=DISTRICT)
    op.create_index(op.f("ix_disputes_state"), "disputes", ["state"], unique=False, schema=DISTRICT)
    op.create_table(
        "extensions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("budget", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=128), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("granted", sa.String(length=64), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("case", "number", name=op.f("uq_extensions_case_number")),
        schema=DISTRICT,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=256), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotency_keys")),
        schema=DISTRICT,
    )
    op.create_index(
        op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False, schema=DISTRICT
    )
    op.create_table(
        "involvements",
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=32), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("unit", "case_number", name=op.f("pk_involvements")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_involvements_newest",
        "involvements",
        ["unit", sa.literal_column("registered_at DESC"), sa.literal_column("case_number DESC")],
        unique=False,
        schema=DISTRICT,
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_runs")),
        schema=DISTRICT,
    )
    op.create_table(
        "joint_branches",
        sa.Column("joint", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.String(length=128), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("joint", "unit", name=op.f("pk_joint_branches")),
        schema=DISTRICT,
    )
    op.create_table(
        "joint_cases",
        sa.Column("joint", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("joint", "case", name=op.f("pk_joint_cases")),
        schema=DISTRICT,
    )
    op.create_table(
        "joint_handlings",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("convened_by", sa.String(length=128), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("lead_unit", sa.String(length=32), nullable=True),
        sa.Column("meeting", JSON, nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("decisions", JSON, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_by", sa.String(length=128), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_joint_handlings")),
        schema=DISTRICT,
    )
    op.create_table(
        "journal",
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("element", sa.String(length=128), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("passed", JSON, nullable=False),
        sa.Column("flows", JSON, nullable=False),
        sa.PrimaryKeyConstraint("business_key", "seq", name=op.f("pk_journal")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_journal_instance_id"), "journal", ["instance_id"], unique=False, schema=DISTRICT)
    op.create_table(
        "list_rows",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("level1", sa.String(length=128), nullable=False),
        sa.Column("level2", sa.String(length=128), nullable=False),
        sa.Column("level3", sa.String(length=128), nullable=False),
        sa.Column("grade", sa.String(length=8), nullable=True),
        sa.Column("limits", JSON, nullable=False),
        sa.Column("leads", JSON, nullable=False),
        sa.Column("cooperating", JSON, nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("powers", JSON, nullable=False),
        sa.Column("fallback", sa.String(length=64), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("demo", JSON, nullable=False),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_list_rows")),
        schema=DISTRICT,
    )
    op.create_index("ix_list_rows_level3", "list_rows", ["version", "level3"], unique=False, schema=DISTRICT)
    op.create_table(
        "list_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.String(length=128), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_list_versions")),
        schema=DISTRICT,
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("child", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("merged_by", sa.String(length=128), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("split_by", sa.String(length=128), nullable=True),
        sa.Column("split_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_merges_child"), "merges", ["child"], unique=False, schema=DISTRICT)
    op.create_index(op.f("ix_merges_parent"), "merges", ["parent"], unique=False, schema=DISTRICT)
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("recipient_kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_notices_about"), "notices", ["about"], unique=False, schema=DISTRICT)
    op.create_table(
        "opinions",
        sa.Column("dispute", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("given_by", sa.String(length=128), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dispute", "unit", name=op.f("pk_opinions")),
        schema=DISTRICT,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("business_key", sa.String(length=128), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("dedup_key", sa.String(length=256), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["next_attempt_at", "id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'waiting'"),
        sqlite_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "parties",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("tracking_digest", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_parties")),
        schema=DISTRICT,
    )
    op.create_table(
        "past_requests",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("street", sa.String(length=64), nullable=True),
        sa.Column("community", sa.String(length=64), nullable=True),
        sa.Column("level1", sa.String(length=128), nullable=True),
        sa.Column("level2", sa.String(length=128), nullable=True),
        sa.Column("level3", sa.String(length=128), nullable=True),
        sa.Column("handling_unit", sa.String(length=128), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("source", "record_id", name=op.f("pk_past_requests")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_past_requests_level3"), "past_requests", ["level3"], unique=False, schema=DISTRICT)
    op.create_index(
        op.f("ix_past_requests_received_on"), "past_requests", ["received_on"], unique=False, schema=DISTRICT
    )
    op.create_table(
        "places",
        sa.Column("street", sa.String(length=64), nullable=False),
        sa.Column("community", sa.String(length=64), nullable=False),
        sa.Column("street_en", sa.Text(), nullable=False),
        sa.Column("community_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("street", "community", name=op.f("pk_places")),
        schema=DISTRICT,
    )
    op.create_table(
        "precedents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dispute", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=True),
        sa.Column("street", sa.String(length=64), nullable=True),
        sa.Column("community", sa.String(length=64), nullable=True),
        sa.Column("lead_unit", sa.String(length=32), nullable=False),
        sa.Column("cooperating_units", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precedents")),
        schema=DISTRICT,
    )
    op.create_table(
        "ratings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("reply_number", sa.Integer(), nullable=False),
        sa.Column("speed", sa.Integer(), nullable=False),
        sa.Column("effect", sa.Integer(), nullable=False),
        sa.Column("attitude", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("case", "reply_number", name=op.f("uq_ratings_case_reply_number")),
        schema=DISTRICT,
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("actions", sa.Text(), nullable=True),
        sa.Column("public_reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.String(length=128), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=128), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("case", "number", name=op.f("uq_replies_case_number")),
        schema=DISTRICT,
    )
    op.create_table(
        "returns",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("suggested_unit", sa.String(length=32), nullable=True),
        sa.Column("raised_by", sa.String(length=128), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("case", "unit", name=op.f("uq_returns_case_unit")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_returns_case"), "returns", ["case"], unique=False, schema=DISTRICT)
    op.create_table(
        "rulings",
        sa.Column("dispute", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("lead_unit", sa.String(length=32), nullable=False),
        sa.Column("cooperating_units", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fallback", sa.Boolean(), nullable=False),
        sa.Column("ruled_by", sa.String(length=128), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dispute", name=op.f("pk_rulings")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_rulings_case"), "rulings", ["case"], unique=False, schema=DISTRICT)
    op.create_table(
        "rungs_taken",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rung", sa.String(length=32), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "round", "rung", name=op.f("pk_rungs_taken")),
        schema=DISTRICT,
    )
    op.create_table(
        "supervisions",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_supervisions")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_supervisions_about"), "supervisions", ["about"], unique=False, schema=DISTRICT)
    op.create_table(
        "supplements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=128), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplements")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_supplements_case"), "supplements", ["case"], unique=False, schema=DISTRICT)
    op.create_table(
        "suspensions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=128), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_suspensions_case"), "suspensions", ["case"], unique=False, schema=DISTRICT)
    op.create_table(
        "unit_aliases",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_unit_aliases")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_unit_aliases_unit"), "unit_aliases", ["unit"], unique=False, schema=DISTRICT)
    op.create_table(
        "units",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("street", sa.String(length=64), nullable=True),
        sa.Column("community", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_units")),
        schema=DISTRICT,
    )
    op.create_table(
        "bundle_files",
        sa.Column("bundle_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle_id"], [f"{DISTRICT}.bundles.id"], name=op.f("fk_bundle_files_bundle_id_bundles")
        ),
        sa.PrimaryKeyConstraint("bundle_id", "name", name=op.f("pk_bundle_files")),
        schema=DISTRICT,
    )
    op.create_table(
        "instances",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bundle_id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.String(length=128), nullable=False),
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("state_format", sa.SmallInteger(), nullable=False),
        sa.Column("engine_version", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(length=128), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at_element", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(["bundle_id"], [f"{DISTRICT}.bundles.id"], name=op.f("fk_instances_bundle_id_bundles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instances")),
        schema=DISTRICT,
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index(op.f("ix_instances_bundle_id"), "instances", ["bundle_id"], unique=False, schema=DISTRICT)
    op.create_index(op.f("ix_instances_business_key"), "instances", ["business_key"], unique=False, schema=DISTRICT)
    op.create_index(
        "ix_instances_running",
        "instances",
        ["process_id", "id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'running'"),
        sqlite_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "migrations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bundle", sa.String(length=128), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("to_version", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.String(length=32), nullable=False),
        sa.Column("to_id", sa.String(length=32), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], [f"{DISTRICT}.bundles.id"], name=op.f("fk_migrations_from_id_bundles")),
        sa.ForeignKeyConstraint(["to_id"], [f"{DISTRICT}.bundles.id"], name=op.f("fk_migrations_to_id_bundles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migrations")),
        schema=DISTRICT,
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["username"], [f"{DISTRICT}.accounts.username"], name=op.f("fk_sessions_username_accounts")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
        schema=DISTRICT,
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False, schema=DISTRICT)
    op.create_index(op.f("ix_sessions_username"), "sessions", ["username"], unique=False, schema=DISTRICT)
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("stuck", sa.String(length=64), nullable=True),
        sa.Column("instance_id", sa.String(length=32), nullable=True),
        sa.Column("outbox_id", sa.String(length=32), nullable=True),
        sa.Column("business_key", sa.String(length=128), nullable=True),
        sa.Column("process_id", sa.String(length=128), nullable=True),
        sa.Column("element", sa.String(length=128), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=128), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], [f"{DISTRICT}.instances.id"], name=op.f("fk_incidents_instance_id_instances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["instance_id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "migration_results",
        sa.Column("migration_id", sa.String(length=32), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("process_id", sa.String(length=128), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("revision_after", sa.Integer(), nullable=True),
        sa.Column("may_revert", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], [f"{DISTRICT}.instances.id"], name=op.f("fk_migration_results_instance_id_instances")
        ),
        sa.ForeignKeyConstraint(
            ["migration_id"], [f"{DISTRICT}.migrations.id"], name=op.f("fk_migration_results_migration_id_migrations")
        ),
        sa.PrimaryKeyConstraint("migration_id", "instance_id", name=op.f("pk_migration_results")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_migration_results_pending",
        "migration_results",
        ["migration_id", "instance_id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'pending'"),
        sqlite_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("element", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], [f"{DISTRICT}.instances.id"], name=op.f("fk_subscriptions_instance_id_instances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        schema=DISTRICT,
    )
    op.create_index(
        op.f("ix_subscriptions_instance_id"), "subscriptions", ["instance_id"], unique=False, schema=DISTRICT
    )
    op.create_index("ix_subscriptions_message_key", "subscriptions", ["message", "key"], unique=False, schema=DISTRICT)
    op.create_table(
        "timers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("element", sa.String(length=128), nullable=False),
        sa.Column("deadline", sa.String(length=64), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], [f"{DISTRICT}.instances.id"], name=op.f("fk_timers_instance_id_instances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        schema=DISTRICT,
    )
    op.create_index(
        "ix_timers_due",
        "timers",
        ["next_attempt_at", "id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
        sqlite_where=sa.text("next_attempt_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_timers_instance_id"), "timers", ["instance_id"], unique=False, schema=DISTRICT)
    op.create_table(
        "user_tasks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("instance_id", sa.String(length=32), nullable=False),
        sa.Column("business_key", sa.String(length=128), nullable=False),
        sa.Column("process_id", sa.String(length=128), nullable=False),
        sa.Column("element", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("lane", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("assignee", sa.String(length=128), nullable=True),
        sa.Column("not_by", sa.Text(), nullable=True),
        sa.Column("form", sa.String(length=256), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sort_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_id"], [f"{DISTRICT}.instances.id"], name=op.f("fk_user_tasks_instance_id_instances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_tasks")),
        schema=DISTRICT,
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(op.f("ix_user_tasks_business_key"), "user_tasks", ["business_key"], unique=False, schema=DISTRICT)
    op.create_index(
        "ix_user_tasks_mine",
        "user_tasks",
        ["assignee", "sort_due", "id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_user_tasks_of_instance",
        "user_tasks",
        ["instance_id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_user_tasks_offered",
        "user_tasks",
        ["role", "unit", "sort_due", "id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_user_tasks_unit",
        "user_tasks",
        ["unit", "sort_due", "id"],
        unique=False,
        schema=DISTRICT,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )


def downgrade() -> None:
    for name in [
        "user_tasks",
        "timers",
        "subscriptions",
        "migration_results",
        "incidents",
        "sessions",
        "migrations",
        "instances",
        "bundle_files",
        "units",
        "unit_aliases",
        "suspensions",
        "supplements",
        "supervisions",
        "rungs_taken",
        "rulings",
        "returns",
        "replies",
        "ratings",
        "precedents",
        "places",
        "past_requests",
        "parties",
        "outbox",
        "opinions",
        "notices",
        "merges",
        "list_versions",
        "list_rows",
        "journal",
        "joint_handlings",
        "joint_cases",
        "joint_branches",
        "job_runs",
        "involvements",
        "idempotency_keys",
        "extensions",
        "disputes",
        "deadlines",
        "deadline_changes",
        "commitments",
        "cases",
        "calendar_editions",
        "calendar_days",
        "bundles",
        "attachments",
        "accounts",
    ]:
        op.drop_table(name, schema=DISTRICT)
