"""The plays this process has at hand: a few districts in memory, made again from their steps when they are not there.

Nothing is lost with them: what a play is stands in its row. So a play goes on on any node, after a restart, and after
the diagram it plays was changed.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic
from typing import Final
from weakref import finalize

from engine.errors import NotNow
from engine.rehearsal.district import District, Files, Setting, furnished
from engine.rehearsal.play import Play, Raw

MOST_PLAYS: Final = 12  # districts in memory, of all designers together
MOST_TEMPLATES: Final = 3
IDLE: Final = timedelta(hours=1)
PATIENCE: Final = 30.0  # seconds a page waits for another page's step in the same play


@dataclass(frozen=True)
class Ground:
    """What is played: the files of a bundle, and the other bundles in force beside it. ``hash`` names them all.

    Without a ``setting`` it is played in the demo district.
    """

    bundle: str
    files: Files
    hash: str
    others: Mapping[str, Files] = field(default_factory=dict)
    setting: Setting | None = None

    def within(self, setting: Setting) -> "Ground":
        """The same in a real district; it is another ground when the district's calendar, units or list change."""
        said = [(name, sorted(map(repr, rows))) for name, rows in sorted(setting.rows.items())]
        mark = sha256(repr((said, setting.zone.key)).encode()).hexdigest()
        return replace(self, hash=f"{self.hash}/{mark}", setting=setting)


@dataclass
class _Seat:
    """One play at hand. ``refused`` says why not all the steps ``asked`` for could be played on its ground."""

    ground: str
    play: Play | None = None
    refused: str | None = None
    asked: list[Raw] = field(default_factory=list)
    used: float = 0.0
    turn: threading.Lock = field(default_factory=threading.Lock)


class Sandboxes:
    """Plays by id, at most ``MOST_PLAYS``; the longest unused make room."""

    def __init__(self) -> None:
        self._seats: OrderedDict[str, _Seat] = OrderedDict()
        self._templates: OrderedDict[str, District] = OrderedDict()
        self._lock = threading.RLock()
        self._folder = Path(mkdtemp(prefix="suqiu-play-"))  # for the keys of these districts
        finalize(self, rmtree, self._folder, ignore_errors=True)

    @contextmanager
    def at(self, play_id: str, ground: Ground, starts: datetime, steps: list[Raw]) -> Iterator[tuple[Play, str | None]]:
        """The play with these steps done, for one page at a time; and why some of them could not be done, if so.

        Raises:
            DeploymentRefused: the bundle has errors. NotNow: another page is at the same play for too long.
        """
        seat = self._seat(play_id)
        if not seat.turn.acquire(timeout=PATIENCE):
            raise NotNow("Expected the play to be free, but a step of it still runs. Wait a moment and load it again.")
        try:
            self._bring_up(seat, ground, starts, steps)
            assert seat.play is not None
            yield seat.play, seat.refused
        finally:
            if seat.play is not None and seat.play.is_broken:
                self._clear(seat)
            seat.turn.release()

    def forget(self, play_id: str) -> None:
        """Let go of a play that is not wanted any more."""
        with self._lock:
            seat = self._seats.pop(play_id, None)
        if seat is not None and seat.turn.acquire(timeout=PATIENCE):
            self._clear(seat)
            seat.turn.release()

    def close(self) -> None:
        """Let go of every district."""
        for play_id in list(self._seats):
            self.forget(play_id)
        while self._templates:
            self._templates.popitem()[1].close()

    def template(self, ground: Ground, starts: datetime) -> District:
        """A district with this ground in force, made once for as long as it is used."""
        with self._lock:
            known = self._templates.get(ground.hash)
            if known is None:
                bundles = {**ground.others, ground.bundle: ground.files}
                known = furnished(bundles, starts, self._folder, setting=ground.setting)
                self._templates[ground.hash] = known
            self._templates.move_to_end(ground.hash)
            while len(self._templates) > MOST_TEMPLATES:
                self._templates.popitem(last=False)[1].close()
            return known

    def _bring_up(self, seat: _Seat, ground: Ground, starts: datetime, steps: list[Raw]) -> None:
        """Play what is missing; from the beginning when the ground, or what was already played, is another."""
        played = seat.play.steps if seat.play else []
        if seat.play is not None and (seat.ground != ground.hash or played != steps[: len(played)]):
            self._clear(seat)
        if seat.play is None:
            with self._lock:
                seat.play = Play(self.template(ground, starts), starts)
            seat.ground, seat.refused = ground.hash, None
        if seat.refused is None or steps != seat.asked:
            seat.refused = seat.play.do_all(steps[len(seat.play.steps) :])
        seat.asked = list(steps)

    def _seat(self, play_id: str) -> _Seat:
        with self._lock:
            seat = self._seats.setdefault(play_id, _Seat(""))
            seat.used = monotonic()
            self._seats.move_to_end(play_id)
            for other_id, other in list(self._seats.items()):
                crowded = len(self._seats) > MOST_PLAYS
                if other is seat or not (crowded or monotonic() - other.used > IDLE.total_seconds()):
                    continue
                if other.turn.acquire(blocking=False):  # one that is being played now stays
                    self._clear(other)
                    del self._seats[other_id]
                    other.turn.release()
            return seat

    def _clear(self, seat: _Seat) -> None:
        if seat.play is not None:
            seat.play.close()
        seat.play, seat.refused = None, None
