"""Extensions, suspensions, requests for them, and commitments of cases and joint handlings."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text, UniqueConstraint

from engine.casework.promises import Commitment, Extension, Suspension, SuspensionRequest
from engine.persistence.database import Moment, metadata
from engine.persistence.records import Records

extensions = Table(
    "extensions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("budget", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decision", String(32)),
    Column("granted", String(64)),
    Column("decision_reason", Text),
    Column("decided_by", String(128)),
    Column("decided_at", Moment),
    UniqueConstraint("case", "number"),
)

suspensions = Table(
    "suspensions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False, index=True),
    Column("reason", String(32), nullable=False),
    Column("until", Moment, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("resumed_at", Moment),
)

suspension_requests = Table(
    "suspension_requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("until", Moment, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decision", String(32)),
    Column("decision_reason", Text),
    Column("decided_by", String(128)),
    Column("decided_at", Moment),
    UniqueConstraint("case", "number"),
)

commitments = Table(
    "commitments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("unit", String(32)),
    Column("text", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("recorded_by", String(128), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("kept", Boolean),
    Column("report", Text),
    Column("reported_by", String(128)),
    Column("reported_at", Moment),
    UniqueConstraint("case", "number"),
)


class Extensions(Records[Extension]):
    """Requests for more time, numbered by case."""

    table, record = extensions, Extension


class Suspensions(Records[Suspension]):
    """Suspensions of cases; one runs at a time."""

    table, record = suspensions, Suspension


class SuspensionRequests(Records[SuspensionRequest]):
    """Requests that a case be put aside, numbered by case."""

    table, record = suspension_requests, SuspensionRequest


class Commitments(Records[Commitment]):
    """Promises, numbered by case or joint handling."""

    table, record = commitments, Commitment
