"""The administrator brings in requests of the past from a table another system wrote."""

from dataclasses import dataclass, field
from typing import Any

from engine.casework.imported_request import ImportedRequest, expect_possible
from engine.errors import NotAllowed, Unusable
from engine.persistence.past_requests import PastRequests
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ImportRequests:
    """One batch. A record is known by its source and its number there; one that is there already stays as it is."""

    requests: tuple[ImportedRequest, ...] = field(repr=False)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{added, known, refused}``: how many, and by its place in the batch why a record cannot have happened here.

        Raises: NotAllowed for whoever is no administrator.
        """
        if not work.by.may_act_as("admin"):
            raise NotAllowed("Expected the role admin to import requests. Ask an administrator.")
        communities, good, refused = work.places.by_street(), [], {}
        for place, record in enumerate(self.requests):
            try:
                expect_possible(record, work.today, communities)
                good.append(record)
            except Unusable as reason:
                refused[place] = reason.message
        added = PastRequests(work.connection).add(good, work.now, work.by.username)
        return {"added": added, "known": len(good) - added, "refused": refused}
