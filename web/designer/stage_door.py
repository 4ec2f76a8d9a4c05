"""From a page into a play: the play's row, what it is played on, and the district in memory with its steps done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app

from engine.commands.keep_play import KeepPlay
from engine.operations.bundle_problems import parsed
from engine.persistence.plays import PlayRow
from engine.queries.past_cases import DistrictRows
from engine.queries.plays import GroundOf, PlayOf
from engine.rehearsal.district import Setting
from engine.rehearsal.play import Play, Raw
from engine.rehearsal.sandboxes import Ground, Sandboxes
from engine.runtime import Bundle
from web.shared import door

_KEY = "suqiu.sandboxes"


def open_to(app: Flask) -> None:
    app.extensions[_KEY] = Sandboxes()


def sandboxes() -> Sandboxes:
    """The plays this process has at hand."""
    opened: Sandboxes = current_app.extensions[_KEY]
    return opened


@dataclass(frozen=True)
class Onstage:
    """One play, for one page. ``refused`` says which of its steps no longer fits what is played now."""

    row: PlayRow
    play: Play
    bundle: Bundle
    refused: str | None

    def do(self, raw: Raw) -> None:
        """One more step, done and kept. Raises: Refusal; nothing is kept then."""
        self.play.do(raw)
        self.keep()

    def keep(self) -> None:
        """Keep the steps as they were done. Raises: Stale when another page played on meanwhile."""
        door.act(KeepPlay(self.row.id, self.row.revision, list(self.play.steps)))


@contextmanager
def onstage(play_id: str) -> Iterator[Onstage]:
    """My play with its steps done. Raises: NotFound, DeploymentRefused when what is played has errors."""
    row: PlayRow = door.ask(PlayOf(play_id))
    ground = ground_of(row.bundle, row.version).within(Setting(door.ask(DistrictRows()), door.zone()))
    with sandboxes().at(row.id, ground, row.starts, list(row.steps)) as (play, refused):
        yield Onstage(row, play, parsed(ground.bundle, ground.files), refused)


def ground_of(bundle: str, version: int | None) -> Ground:
    """What is played: a version of a bundle, or one's own draft of it. Raises: NotFound."""
    return Ground(**door.ask(GroundOf(bundle, version)))
