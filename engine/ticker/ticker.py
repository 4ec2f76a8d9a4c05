"""APScheduler as a clock, in memory: it ticks and remembers nothing, so every node may have one."""

from apscheduler.schedulers.background import BackgroundScheduler

from engine.application import Application
from engine.ticker.migrating import run_migrations
from engine.ticker.poll import checkpoint_journal, poll_timers, relay_outbox, sweep

EVERY = {  # seconds
    "timers.poll": (poll_timers, 1.0),
    "outbox.relay": (relay_outbox, 1.0),
    "migrations.run": (run_migrations, 1.0),
    "sweep": (sweep, 600.0),
    "journal.checkpoint": (checkpoint_journal, 600.0),
}


class Ticker:
    """Ticks in threads of this process, from ``start`` to ``stop``."""

    def __init__(self, application: Application) -> None:
        self._scheduler = BackgroundScheduler(timezone="UTC")
        for name, (act, seconds) in EVERY.items():
            self._scheduler.add_job(
                act, "interval", [application], seconds=seconds, id=name, max_instances=1, coalesce=True,
                misfire_grace_time=None,
            )  # fmt: skip

    def start(self) -> "Ticker":
        self._scheduler.start()
        return self

    def stop(self) -> None:
        """Wait for the tick that is running, then stop."""
        self._scheduler.shutdown(wait=True)
