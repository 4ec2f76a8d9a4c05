"""Who is drawing what: the drafts of one bundle, or of all."""

from dataclasses import dataclass
from typing import Any

from engine.operations.draft_files import refuse_non_designers
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class DraftsOfBundle:
    """``bundle`` None: of every bundle."""

    bundle: str | None = None

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{bundle, designer, name, base, revision, started_at, updated_at, mine}]``, the last touched first.

        ``name`` is the designer's display name. Raises: NotAllowed for whoever is neither designer nor administrator.
        """
        refuse_non_designers(reading.by)
        rows = reading.drafts.all(order=("updated_at",), **({} if self.bundle is None else {"bundle": self.bundle}))
        names = reading.accounts.names({row.designer for row in rows})
        return [
            {
                **vars(row),
                "name": names.get(row.designer, row.designer),
                "mine": row.designer == reading.by.username,
            }
            for row in reversed(rows)
        ]
