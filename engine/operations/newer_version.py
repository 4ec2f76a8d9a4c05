"""What others deployed while a designer was drawing, and which files of it meet the draft's own changes."""

from dataclasses import dataclass, field

from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class NewerVersion:
    """What was deployed since a draft began. Names of files: ``theirs`` changed there only, ``both`` here too."""

    version: int
    deployed_by: str
    deployed: dict[str, bytes] = field(repr=False)
    theirs: list[str]
    both: list[str]

    @staticmethod
    def of(reading: Reading, draft: Draft) -> "NewerVersion | None":
        """None while the version in force is the one the draft changes."""
        newest = {one.name: one for one in reading.bundles.in_force()}.get(draft.bundle)
        if newest is None or newest.version == draft.base:
            return None
        deployed = dict(reading.bundles.files(newest.id))
        base = reading.bundles.files_of(draft.bundle, draft.base)
        mine = reading.drafts.files(draft)
        moved = [name for name in sorted(set(base) | set(deployed)) if base.get(name) != deployed.get(name)]
        differing = [name for name in moved if mine.get(name) != deployed.get(name)]
        both = [name for name in differing if mine.get(name) != base.get(name)]
        return NewerVersion(newest.version, newest.deployed_by, deployed, [n for n in differing if n not in both], both)
