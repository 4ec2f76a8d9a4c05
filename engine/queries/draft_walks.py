"""The walks of a draft, what they showed when they were last run, and whether that still holds."""

from dataclasses import dataclass
from typing import Any

from engine.operations.draft_files import refuse_non_designers
from engine.operations.tried_content import content_hash
from engine.persistence.trials import WALKS, WHAT_IF, Trial
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class DraftWalks:
    """One's own draft of ``bundle``."""

    bundle: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{revision, walks: {name: bytes}, hash, last: Trial or None, is_level, verdict: Verdict or None}``.

        ``last`` is the newest run; ``is_level`` says that it was about exactly what the draft is now. ``verdict`` is
        what publishing goes by.
        Raises: NotAllowed, NotFound.
        """
        refuse_non_designers(reading.by)
        draft = reading.drafts.get(self.bundle, reading.by.username)
        walks = reading.walks.of_draft(draft)
        now = content_hash(reading.drafts.files(draft), walks)
        last = next(iter(reading.trials.newest(draft.designer, draft.bundle, WALKS, most=1)), None)
        return {
            "revision": draft.revision,
            "walks": walks,
            "hash": now,
            "last": last,
            "is_level": last is not None and last.hash == now,
            "verdict": reading.trials.verdict(draft.designer, draft.bundle, now),
        }


@dataclass(frozen=True)
class LastWhatIf:
    """The newest look back of mine, and whether the diagrams it was made on are still the draft's."""

    bundle: str

    def answer(self, reading: Reading) -> tuple[Trial | None, bool]:
        """Raises: NotAllowed, NotFound."""
        refuse_non_designers(reading.by)
        draft = reading.drafts.get(self.bundle, reading.by.username)
        last = next(iter(reading.trials.newest(draft.designer, draft.bundle, WHAT_IF, most=1)), None)
        return last, last is not None and last.hash == content_hash(reading.drafts.files(draft), {})
