"""A designer keeps what was changed, finished or not; the editor does so by itself while the designer draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import Stale
from engine.operations.draft_files import refuse_excess, refuse_non_designers, refuse_unreadable
from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class SaveDraft:
    """``files``: content by name, None to remove one. ``revision``: the one the designer last saw of these files.

    Two windows of one designer may save different files of a draft; the same file only when it was seen as it is.
    """

    bundle: str
    revision: int
    files: Mapping[str, bytes | None] = field(repr=False)

    def prepare(self, reading: Reading) -> "SaveDraft":
        """Have the readers of deployment look at the files before any lock is taken. Raises: DeploymentRefused."""
        refuse_non_designers(reading.by)
        refuse_unreadable({name: content for name, content in self.files.items() if content is not None})
        return self

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, designer, base, revision, changed}``; ``changed``: files saved elsewhere since ``revision``.

        Raises:
            NotAllowed, NotFound: not a designer; no draft of this bundle.
            Stale: one of these files was saved elsewhere since; ``fresh`` is ``{revision, changed, updated_at}``.
            Unusable: the draft would be too large.
        """
        refuse_non_designers(work.by)
        draft = work.drafts.get(self.bundle, work.by.username)
        changed = work.drafts.changed_since(draft, self.revision)
        _refuse_overwriting(draft, self.revision, changed, [name for name in changed if name in self.files])
        sizes = work.drafts.sizes(draft) | {name: len(content or b"") for name, content in self.files.items()}
        refuse_excess({name: size for name, size in sizes.items() if self.files.get(name, b"") is not None})
        if self.files:
            draft = replace(draft, revision=draft.revision + 1, updated_at=work.now)
            work.drafts.save(draft)
            work.drafts.write(draft, self.files)
        own = {"bundle": draft.bundle, "designer": draft.designer, "base": draft.base}
        return {**own, "revision": draft.revision, "changed": changed}


def _refuse_overwriting(draft: Draft, seen: int, changed: list[str], both: list[str]) -> None:
    if both or seen > draft.revision:
        named = ", ".join(both) or draft.bundle
        raise Stale(
            f"Expected {named} as you saw it, but it was saved in another window since. Load it again, or keep yours.",
            revision=draft.revision,
            fresh={"revision": draft.revision, "changed": changed, "updated_at": draft.updated_at.isoformat()},
        )
