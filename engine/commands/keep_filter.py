"""A person keeps a filter of their worklist under a name, or drops it."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, Unusable
from engine.persistence.unit_of_work import UnitOfWork

MOST, LONGEST_NAME, LONGEST_QUERY = 20, 40, 500


@dataclass(frozen=True)
class KeepFilter:
    """``query`` is that of the list's address, such as ``view=unit&kind=complaint``; None drops the name."""

    name: str
    query: str | None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{filters}``: all there are now. Raises: NotAllowed, Unusable."""
        if work.by.kind != "person":
            raise NotAllowed("Expected a member of staff; only they have a worklist.")
        name = self.name.strip()
        if not name or len(name) > LONGEST_NAME:
            raise Unusable(f"Expected a name of 1 to {LONGEST_NAME} characters for the filter.")
        if self.query is not None and len(self.query) > LONGEST_QUERY:
            raise Unusable(f"Expected a filter of at most {LONGEST_QUERY} characters.")
        desk = work.desks.of(work.by.username)
        others = [one for one in desk.filters if one["name"] != name]
        if self.query is not None and len(others) >= MOST:
            raise Unusable(f"Expected at most {MOST} filters. Drop one first.")
        desk.filters = others if self.query is None else [*others, {"name": name, "query": self.query}]
        work.desks.keep(desk)
        return {"filters": desk.filters}
