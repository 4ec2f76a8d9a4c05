"""What others deployed while a designer was drawing, and which files and walks of it meet the draft's own changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class NewerVersion:
    """What was deployed since a draft began. Files and walks by name: ``theirs`` changed there only, ``both`` here too.

    ``version`` is the one the draft changes when only its walks were put anew: those may change in a version.
    """

    version: int
    deployed_by: str
    deployed: dict[str, bytes] = field(repr=False)
    theirs: list[str]
    both: list[str]

    @staticmethod
    def of(reading: Reading, draft: Draft) -> "NewerVersion | None":
        """None while the version in force is the one the draft changes, with the walks it had."""
        newest = {one.name: one for one in reading.bundles.in_force()}.get(draft.bundle)
        if newest is None:
            return None
        deployed = {**dict(reading.bundles.files(newest.id)), **reading.walks.of_version(draft.bundle, newest.version)}
        mine = {**reading.drafts.files(draft), **reading.walks.of_draft(draft)}
        theirs, both = _meeting(_began_from(reading, draft), deployed, mine)
        if newest.version == draft.base and not theirs and not both:
            return None
        return NewerVersion(newest.version, newest.deployed_by, deployed, theirs, both)


def _began_from(reading: Reading, draft: Draft) -> Mapping[str, bytes | None]:
    walks: dict[str, bytes | None] = dict(reading.walks.of_version(draft.bundle, draft.base))
    walks |= {name: one.base for name, one in reading.walks.own(draft).items()}
    return walks | reading.bundles.files_of(draft.bundle, draft.base)


def _meeting(
    base: Mapping[str, bytes | None], deployed: Mapping[str, bytes], mine: Mapping[str, bytes]
) -> tuple[list[str], list[str]]:
    moved = [name for name in sorted(set(base) | set(deployed)) if base.get(name) != deployed.get(name)]
    differing = [name for name in moved if mine.get(name) != deployed.get(name)]
    both = [name for name in differing if mine.get(name) != base.get(name)]
    return [name for name in differing if name not in both], both
