"""A request that another system took down and nobody has answered yet comes in: its process begins."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import Place, register
from engine.casework.identity import Contact
from engine.casework.imported_request import CASE_KINDS, ImportedRequest, expect_possible
from engine.casework.tracking import new_number
from engine.commands.step import start_process
from engine.errors import NotAllowed, Unusable
from engine.operations.present import note_registration
from engine.operations.reception import starting_facts
from engine.persistence.past_requests import PastRequests
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FileImportedRequest:
    """One row without an outcome. The same record a second time files nothing."""

    request: ImportedRequest

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{added, number}``.

        Raises:
            NotAllowed: for whoever is no administrator.
            Unusable: no street, one or a community the district does not have, or a date ahead of today.
        """
        if not work.by.may_act_as("admin"):
            raise NotAllowed("Expected the role admin to import requests. Ask an administrator.")
        record = self.request
        if record.street is None:
            raise Unusable("Expected the street of a request to file, but found none. Fill it in.")
        expect_possible(record, work.today, work.places.by_street())
        if not PastRequests(work.connection).add([record], work.now, work.by.username):
            return {"added": 0, "number": None}
        case = register(
            number=new_number(work.now, work.settings.zone),
            kind=CASE_KINDS[record.kind],
            title=record.level3 or record.level2 or record.level1 or record.record_id,
            text=_words(record),
            place=Place(record.street, record.community),
            channel="import",
            at=work.now,
        )
        work.cases.add(case)
        work.parties.register(case, Contact(anonymous=True))
        note_registration(work, case)
        start_process(work, case.kind, case.number, starting_facts(case))
        return {"added": 1, "number": case.number}


def _words(record: ImportedRequest) -> str:
    """All the record says, since it has no text of the citizen's; with its number there, to find it again."""
    matter = " › ".join(filter(None, (record.level1, record.level2, record.level3)))
    return f"{matter or '未分类'}（{record.source} {record.record_id}，{record.received_on.isoformat()}）"
