"""Every table, imported once, so that ``metadata`` is whole for migrations and tests."""

from engine.persistence import (  # noqa: F401
    accounts,
    attachments,
    bundles,
    idempotency,
    imports,
    incidents,
    instances,
    job_runs,
    journal,
    outbox,
    sessions,
    subscriptions,
    timers,
    user_tasks,
)
from engine.persistence.database import metadata

__all__ = ["metadata"]
