"""The administrator brings in requests of the past from a table another system wrote."""

from dataclasses import dataclass, field

from engine.casework.imported_request import ImportedRequest
from engine.errors import NotAllowed
from engine.persistence.past_requests import PastRequests
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ImportRequests:
    """One batch. A record is known by its source and its number there; one that is there already stays as it is."""

    requests: tuple[ImportedRequest, ...] = field(repr=False)

    def perform(self, work: UnitOfWork) -> dict[str, int]:
        """``{added, known}``. Raises: NotAllowed for whoever is no administrator."""
        if work.by.kind != "system" and not work.by.has("admin"):
            raise NotAllowed("Expected the role admin to import requests.")
        added = PastRequests(work.connection).add(self.requests, work.now, work.by.username)
        return {"added": added, "known": len(self.requests) - added}
