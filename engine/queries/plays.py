"""Plays of the person who asks, and the files they are played on."""

from dataclasses import dataclass
from typing import Any

from engine.operations.draft_files import refuse_non_designers
from engine.persistence.plays import PlayRow, Plays
from engine.persistence.unit_of_work import Reading
from engine.runtime import Source, bundle_hash


@dataclass(frozen=True)
class PlayOf:
    """One of my plays."""

    play_id: str

    def answer(self, reading: Reading) -> PlayRow:
        """Raises: NotAllowed, NotFound."""
        refuse_non_designers(reading.by)
        return Plays(reading.connection).of(self.play_id, reading.by.username)


@dataclass(frozen=True)
class MyPlays:
    """All of mine, the newest first."""

    def answer(self, reading: Reading) -> list[PlayRow]:
        """Raises: NotAllowed."""
        refuse_non_designers(reading.by)
        return Plays(reading.connection).newest(reading.by.username)


@dataclass(frozen=True)
class GroundOf:
    """The files of a version of a bundle, or (None) of one's own draft of it, beside the other bundles in force."""

    bundle: str
    version: int | None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{bundle, files, hash, others}``, files as {name: bytes}. Raises: NotAllowed, NotFound."""
        refuse_non_designers(reading.by)
        if self.version is None:
            files = reading.drafts.files(reading.drafts.get(self.bundle, reading.by.username))
        else:
            files = reading.bundles.files_of(self.bundle, self.version)
        return ground(reading, self.bundle, files)


def ground(reading: Reading, bundle: str, files: dict[str, bytes]) -> dict[str, Any]:
    """What a play stands on; ``hash`` changes with any file of it."""
    heads = [one for one in reading.bundles.in_force() if one.name != bundle]
    own = bundle_hash([Source(name, content) for name, content in files.items()])
    return {
        "bundle": bundle,
        "files": files,
        "hash": "/".join([bundle, own, *sorted(one.hash for one in heads)]),
        "others": {one.name: dict(reading.bundles.files(one.id)) for one in heads},
    }


@dataclass(frozen=True)
class FilesOfBundle:
    """The files of a version by its id."""

    bundle_id: str

    def answer(self, reading: Reading) -> dict[str, bytes]:
        """Content by name. Raises: NotAllowed, NotFound."""
        refuse_non_designers(reading.by)
        return dict(reading.bundles.files(reading.bundles.get(self.bundle_id).id))
