"""A planned migration, run instance by instance: interrupted at any time, it goes on where it stopped."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from engine.commands.migrate_instance import MigrateNext

DRY_AT_ONCE = 25  # judging writes little: several instances share a transaction


def run_migration(
    perform: Callable[[Any], Any],
    migration_id: str,
    *,
    dry_run: bool,
    seconds: float | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> bool:
    """Migrate (or judge) instances until none is left, it is paused, or the time is up.

    Args:
        perform: executes a command in a transaction of its own.
        seconds: how long to go on at most; None = to the end.
        told: called after each transaction with how many instances it did.

    Returns: whether it came to the end.
    """
    end = None if seconds is None else monotonic() + seconds
    most = DRY_AT_ONCE if dry_run else 1
    while end is None or monotonic() < end:
        answer = perform(MigrateNext(migration_id, most))
        told(answer["done"])
        if not answer["left"]:
            return True
    return False
