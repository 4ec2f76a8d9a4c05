"""Files into a draft, never over what its designer has not seen: what every act that writes a draft does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.errors import Stale
from engine.operations.draft_files import refuse_excess, refuse_non_designers
from engine.persistence.drafts import Draft
from engine.persistence.unit_of_work import UnitOfWork


def save_files(work: UnitOfWork, bundle: str, seen: int, files: Mapping[str, bytes | None]) -> dict[str, Any]:
    """Write one's own draft of ``bundle``; None removes a file; ``seen`` is the revision the files were seen at.

    Returns ``{bundle, designer, base, revision, changed}``; ``changed``: files saved elsewhere since ``seen``.

    Raises:
        NotAllowed, NotFound: not a designer; no draft of this bundle.
        Stale: one of these files was saved elsewhere since; ``fresh`` is ``{revision, changed, updated_at}``.
        Unusable: the draft would be too large.
    """
    refuse_non_designers(work.by)
    draft = work.drafts.get(bundle, work.by.username)
    changed = work.drafts.changed_since(draft, seen)
    refuse_overwriting(draft, seen, changed, [name for name in changed if name in files])
    sizes = work.drafts.sizes(draft) | {name: len(content or b"") for name, content in files.items()}
    refuse_excess({name: size for name, size in sizes.items() if files.get(name, b"") is not None})
    if files:
        draft = replace(draft, revision=draft.revision + 1, updated_at=work.now)
        work.drafts.save(draft)
        work.drafts.write(draft, files)
    own = {"bundle": draft.bundle, "designer": draft.designer, "base": draft.base}
    return {**own, "revision": draft.revision, "changed": changed}


def refuse_overwriting(draft: Draft, seen: int, changed: list[str], both: list[str]) -> None:
    """``both``: what was saved elsewhere since ``seen`` and would be written over. Raises: Stale."""
    if both or seen > draft.revision:
        named = ", ".join(both) or draft.bundle
        raise Stale(
            f"Expected {named} as you saw it, but it was saved in another window since. Load it again, or keep yours.",
            revision=draft.revision,
            fresh={"revision": draft.revision, "changed": changed, "updated_at": draft.updated_at.isoformat()},
        )
