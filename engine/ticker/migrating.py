"""Migrations go on by themselves: whichever node ticks does some more of each that is under way, one case at a time."""

import structlog

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.migration_batch import run_migration
from engine.errors import Refusal
from engine.queries.migrations import MigrationsUnderWay

log = structlog.get_logger("suqiu.ticker")
SECONDS = 2.0  # for one migration in one tick


def run_migrations(application: Application, seconds: float = SECONDS) -> int:
    """Do some more of every migration under way, in the name of whoever planned it. Returns how many cases it did."""
    done = 0

    def told(some: int) -> None:
        nonlocal done
        done += some

    for one in application.ask(MigrationsUnderWay(), SYSTEM):
        by = Actor(one.planned_by, one.planned_by, kind="system")
        try:
            run_migration(
                lambda command, by=by: application.execute(command, by),  # type: ignore[misc]
                one.id, dry_run=one.dry_run, seconds=seconds, told=told,
            )  # fmt: skip
        except Refusal as refusal:  # a busy database: the next tick goes on
            log.warning("migration waits", migration=one.id, cause=refusal.message)
    return done
