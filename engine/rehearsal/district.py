"""A district to rehearse in: in memory, with demo data and the bundles deployed, copied afresh for each walk.

A copy takes over the database of a copy that is closed. A fresh one would compile every statement again, which took a
fifth of a look back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from engine import demo
from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.take_over_district import TakeOverDistrict
from engine.persistence.database import Database
from engine.persistence.district_rows import Rows
from engine.persistence.tables import metadata
from engine.settings import Settings

Files = Mapping[str, bytes]
MOST_SPARES = 2
ZONE = ZoneInfo("Asia/Shanghai")


class SilentPost:
    """Takes every notice and tells nobody."""

    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None:
        """Delivered."""


@dataclass(frozen=True)
class District:
    """A district that stands ready, and can be copied as it stands. ``spares`` are databases of closed copies."""

    application: Application
    clock: VirtualClock
    spares: list[Database] = field(default_factory=list, repr=False)
    copy_of: "District | None" = field(default=None, repr=False)

    def copied(self, at: datetime) -> "District":
        """The same district once more, in memory, at a time of its own."""
        copy, clock = self._spare() or Database("sqlite://"), VirtualClock(at)
        here, there = self.application.database.engine.raw_connection(), copy.engine.raw_connection()
        try:
            here.driver_connection.backup(there.driver_connection)  # type: ignore[union-attr]  # sqlite3's own
        finally:
            here.close()
            there.close()
        settings = replace(self.application.settings, database_url="sqlite://")
        return District(Application(copy, clock, settings, self.application.post), clock, copy_of=self)

    def _spare(self) -> Database | None:
        try:
            spare = self.spares.pop()
        except IndexError:
            return None
        spare.forget()
        return spare

    def close(self) -> None:
        """Let go of the database."""
        database, origin = self.application.database, self.copy_of
        if origin is not None and database not in origin.spares and len(origin.spares) < MOST_SPARES:
            origin.spares.append(database)
            return
        database.close()
        while self.spares:
            self.spares.pop().close()


@contextmanager
def demo_district(bundles: Mapping[str, Files], at: datetime, url: str = "sqlite://") -> Iterator[District]:
    """The demo district with these bundles in force, at the time ``at``.

    Args:
        bundles: content by file name, by name of the bundle.
        at: an aware moment; the clock stands there.
        url: an empty database; in memory unless said otherwise.

    Raises:
        DeploymentRefused: with every problem of a bundle.
    """
    with TemporaryDirectory(prefix="suqiu-rehearsal-") as folder:
        district = furnished(bundles, at, Path(folder), url)
        try:
            yield district
        finally:
            district.close()


@dataclass(frozen=True)
class Setting:
    """A real district's units, places, list and calendar (``rows``), and its zone."""

    rows: Rows = field(repr=False)
    zone: ZoneInfo


def furnished(
    bundles: Mapping[str, Files], at: datetime, var: Path, url: str = "sqlite://", setting: Setting | None = None
) -> District:
    """As ``demo_district``, or with a real district's ``setting`` instead of demo data.

    It lasts as long as the caller wants it and the folder ``var`` (for its keys) is there.
    """
    clock = VirtualClock(at)
    database = Database(url)
    try:
        metadata.create_all(database.engine)
        settings = Settings(var, url, setting.zone if setting else ZONE)
        application = Application(database, clock, settings, SilentPost())
        if setting:
            application.execute(TakeOverDistrict(setting.rows), SYSTEM)
        else:
            demo.load(application, accounts=False)
        for name, files in bundles.items():
            application.execute(DeployBundle(name, dict(files)), SYSTEM)
    except BaseException:
        database.close()
        raise
    return District(application, clock)
