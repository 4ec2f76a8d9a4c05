"""One draft with its files, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.operations.bundle_problems import problems_of
from engine.operations.draft_files import refuse_non_designers
from engine.operations.newer_version import NewerVersion
from engine.operations.walk_processes import walk_problems
from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import Reading
from engine.runtime import read_model


@dataclass(frozen=True)
class DraftFiles:
    """The draft of ``bundle`` by ``designer``, None for one's own."""

    bundle: str
    designer: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{bundle, designer, base, revision, started_at, updated_at, files: {name: bytes}, changed, walks,
        newer}``.

        ``changed``: names of files that differ from the version it changes; ``walks``: of walks that do. ``newer``:
        None, or the version deployed since, ``{version, by, theirs, both}`` with the files and walks that changed there
        only and in both; it is ``base`` itself when only walks were put there anew.

        Raises: NotAllowed, NotFound.
        """
        refuse_non_designers(reading.by)
        draft = reading.drafts.get(self.bundle, self.designer or reading.by.username)
        files = reading.drafts.files(draft)
        newer = NewerVersion.of(reading, draft)
        return {
            **vars(draft),
            "files": files,
            "changed": _changed(reading, draft, files),
            "walks": reading.walks.changed(draft),
            "newer": newer
            and {"version": newer.version, "by": newer.deployed_by, "theirs": newer.theirs, "both": newer.both},
        }


@dataclass(frozen=True)
class DraftProblems:
    """What deploying one's own draft of ``bundle`` would say, with ``unsaved`` files in place of the kept ones; and
    which of its walks name a process that is not there."""

    bundle: str
    unsaved: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{file, element, rule, message, severity, line, column, path}]``. Raises: NotAllowed, NotFound."""
        refuse_non_designers(reading.by)
        draft = reading.drafts.get(self.bundle, reading.by.username)
        files = {**reading.drafts.files(draft), **self.unsaved}
        walks = reading.walks.of_draft(draft)
        others = [one for one in reading.bundles.in_force() if one.name != self.bundle]
        known = {process["id"] for one in others for process in one.manifest["processes"]}
        known |= read_model(self.bundle, files).processes.keys()
        return [one.as_dict() for one in (*problems_of(self.bundle, files), *walk_problems(walks, known))]


def _changed(reading: Reading, draft: Draft, files: dict[str, bytes]) -> list[str]:
    base = reading.bundles.files_of(draft.bundle, draft.base)
    return sorted(name for name in set(base) | set(files) if base.get(name) != files.get(name))
