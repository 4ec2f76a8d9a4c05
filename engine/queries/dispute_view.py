"""One dispute with everything a ruling rests on: both sides' words, the clauses, the list, precedents and records."""

from dataclasses import dataclass
from typing import Any

from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotFound
from engine.persistence.unit_of_work import Reading
from engine.queries.case_duty import disputes, returns
from engine.queries.docket import rulings_to_make
from engine.queries.suggestions import evidence
from engine.queries.words_shown import words_shown


@dataclass(frozen=True)
class DisputeView:
    """By number."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The dispute with its ``returns``, and ``row``, ``units`` and ``precedents`` as for a dispatch.

        A unit sees the disputes that name it. Raises: NotFound, also when it is not the asker's to see.
        """
        dispute = reading.disputes.find(number=self.number)
        mine = dispute is not None and (sees_all(reading.by) or unit_of(reading.by) in dispute.named_units)
        if dispute is None or not mine:
            raise NotFound(f"Expected a dispute you may see, but there is none with the number {self.number}.")
        case = reading.cases.get(dispute.case)
        row = None
        if case.matter is not None:
            row = reading.responsibility_list.find(version=case.matter.list_version, code=case.matter.code)
        words = words_shown(reading, case)
        told = next(one for one in disputes(reading, case) if one["number"] == self.number)
        return {
            **told,
            "case": case.number,
            "title": words("title", case.title),
            "text": words("text", case.text),
            "street": case.place.street,
            "community": case.place.community,
            "returns": returns(reading, case),
            "task": rulings_to_make(reading, [case.number]).get(case.number),
            **evidence(reading, case, row),
        }
