"""A person keeps an eye on a case, or no longer."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed, Unusable
from engine.persistence.desks import Watch
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import UnitOfWork

MOST = 200


@dataclass(frozen=True)
class WatchCase:
    """Its open tasks show in the view "watched" for as long as the person may read the case."""

    number: str
    watched: bool = True

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, watched}``. Raises: NotFound, NotAllowed, Unusable."""
        if work.by.kind != "person":
            raise NotAllowed("Expected a member of staff; only they have a worklist.")
        if not self.watched:
            work.watches.end(work.by.username, self.number)
            return {"number": self.number, "watched": False}
        refuse_unless_readable(work, self.number)
        if work.watches.find(username=work.by.username, case=self.number) is None:
            if len(work.watches.all(username=work.by.username)) >= MOST:
                raise Unusable(f"Expected at most {MOST} watched cases. Stop watching one first.")
            work.watches.add(Watch(work.by.username, self.number, work.now))
        return {"number": self.number, "watched": True}
