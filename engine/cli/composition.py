"""The one place that puts an application together from settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.application import Application
from engine.cli.revisions import expect_migrated
from engine.clock import Clock, SystemClock
from engine.errors import Unusable
from engine.persistence.database import Database
from engine.persistence.database_clock import DatabaseClock
from engine.settings import Settings
from engine.ticker.post import post_from_environment


def compose(settings: Settings, *, new: bool = False) -> Application:
    """An application on the database the settings name; ``new``: its file may have to be made.

    Raises:
        Unusable: a setting cannot be used, the var folder cannot be written or the database cannot be reached.
    """
    post = post_from_environment()
    if settings.database_url.startswith("sqlite"):
        settings.make_var()
    database = Database(settings.database_url)
    if database.is_missing and not new:
        raise Unusable(
            f"Expected the database {database.name}, but there is none. Run: suqiu prepare, or set SUQIU_VAR."
        )
    database.check()
    clock: Clock = SystemClock() if database.is_sqlite else DatabaseClock(database)
    return Application(database, clock, settings, post)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Application]:
    """The application of this environment, for one command of the command line.

    Raises:
        Unusable: as ``compose``; or the tables are not this release's, unless ``migrated`` is False.
    """
    application = compose(Settings.from_environment(), new=not migrated)
    try:
        if migrated:
            expect_migrated(application.database)
        yield application
    finally:
        application.database.close()
