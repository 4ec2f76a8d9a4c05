"""A person chooses the columns of their worklist."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, Unusable
from engine.persistence.desks import COLUMNS
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChooseColumns:
    """Title and deadline always show; ``columns`` are those beside them, none meaning the usual ones."""

    columns: tuple[str, ...]

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{columns}``. Raises: NotAllowed, Unusable."""
        if work.by.kind != "person":
            raise NotAllowed("Expected a member of staff; only they have a worklist.")
        unknown = sorted(set(self.columns) - set(COLUMNS))
        if unknown:
            raise Unusable(
                f"Expected columns among {', '.join(COLUMNS)}, found {', '.join(unknown)}. Take the others out."
            )
        desk = work.desks.of(work.by.username)
        desk.columns = [name for name in COLUMNS if name in self.columns]
        work.desks.keep(desk)
        return {"columns": desk.columns}
