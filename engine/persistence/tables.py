"""Every table, imported once, so that ``metadata`` is whole for migrations and tests."""

from engine.persistence import (  # noqa: F401
    accounts,
    attachments,
    bundles,
    calendar,
    case_texts,
    cases,
    deadlines,
    disputes,
    drafts,
    idempotency,
    incidents,
    instances,
    job_runs,
    joint_handlings,
    journal,
    journal_seals,
    merges,
    migrations,
    notices,
    outbox,
    parties,
    past_requests,
    promises,
    replies,
    responsibility_list,
    sessions,
    start_timers,
    subscriptions,
    supervisions,
    timers,
    units,
    user_tasks,
)
from engine.persistence.database import metadata

__all__ = ["metadata"]
