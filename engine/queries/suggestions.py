"""What is proposed for dispatching a case or ruling on it: matter, units and precedents, each with its evidence."""

from dataclasses import dataclass, replace
from typing import Any

from engine.casework.case import Case
from engine.casework.conflict import barred, sees_accusations
from engine.casework.effectiveness import Record, Share
from engine.casework.responsibility_list import Row
from engine.operations.candidates import Candidate, NearPrecedent, candidates, near_precedents, needs_a_reason
from engine.operations.likely_matters import likely_matters, proposed_row
from engine.operations.proposals import proposal
from engine.persistence.conflicts import accused_by, is_mentioned
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import Reading
from engine.queries.naming import all_called, called


@dataclass(frozen=True)
class Suggestions:
    """For the case ``number``; ``matter`` and ``asset_owner``: as if it were about this row and this one's asset."""

    number: str
    matter: str | None = None
    asset_owner: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{case, matters, row, units, proposed, precedents}``, each with the likeliest first. Nothing is decided.

        ``proposed`` is who leads and helps for the row, which is none when no matter ``is_likely``.
        Each unit says whether it is ``complained_of``, ``barred`` (nobody has allowed it to act) or ``mentioned`` in
        the text, as it is now; to people of such a unit it does not.

        Raises:
            NotFound: no such case, or not the asker's to see. Unusable: the list has no such matter.
        """
        refuse_unless_readable(reading, self.number)
        case = reading.cases.get(self.number)
        case = replace(case, asset_owner=self.asset_owner or case.asset_owner)
        matters = likely_matters(reading, case)
        row = proposed_row(matters)
        if self.matter is not None and (row is None or row.code != self.matter):
            row = reading.responsibility_list.row(self.matter, reading.today)
        return {
            "case": case.number,
            "matters": [
                {
                    "matter": one.row.code,
                    "level1": one.row.level1,
                    "level2": one.row.level2,
                    "level3": one.row.level3,
                    "because": one.because,
                    "cases": one.cases,
                    "words": list(one.words),
                    "is_likely": one.is_likely,
                }
                for one in matters
            ],
            **evidence(reading, case, row),
        }


def evidence(reading: Reading, case: Case, row: Row | None) -> dict[str, Any]:
    """``{row, units, proposed, precedents}`` for a case and a row of the list."""
    units = candidates(reading, case, row)
    proposed = proposal(reading, case, row, units)
    accused = accused_by(reading, case)
    known = accused if sees_accusations(reading.by, {one.unit for one in accused}) else []
    complained_of, kept_out = {one.unit for one in known}, barred(known)
    near = near_precedents(reading, case, row)
    codes = {one.unit for one in units} | {one.precedent.lead_unit for one in near}
    names = reading.unit_names(codes | {unit for one in near for unit in one.precedent.cooperating_units})
    return {
        "row": _row(row) if row else None,
        "units": [
            {
                **_unit(one, place, names),
                "complained_of": one.unit in complained_of,
                "barred": one.unit in kept_out,
                "mentioned": is_mentioned(reading, case, one.unit),
                "needs_reason": row is not None and needs_a_reason(units, one.unit),
            }
            for place, one in enumerate(units, start=1)
        ],
        "proposed": {
            "lead_unit": proposed.lead,
            "cooperating_units": proposed.cooperating,
            "because": proposed.because,
            "conflict": proposed.conflict,
        },
        "precedents": [_precedent(one, names) for one in near],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "matter": row.code,
        "level3": row.level3,
        "grade": row.grade,
        "limits": row.limits,
        "legal_basis": row.legal_basis,
        "powers": row.powers,
        "version": row.version,
        "demo": row.demo,
    }


def _unit(one: Candidate, place: int, names: Any) -> dict[str, Any]:
    return {
        **called("unit", one.unit, names),
        "rank": place,
        "because": one.because,
        "here": _record(one.here),
        "everywhere": _record(one.everywhere),
        "imported": share(one.imported),
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "cases": record.cases,
        "resolved": share(record.resolved),
        "on_time": share(record.on_time),
        "recurred": share(record.recurred),
        "satisfied": share(record.satisfied),
        "days": record.days,
    }


def share(one: Share) -> dict[str, Any]:
    """A share on the wire: value and interval are null when there is nothing to share."""
    interval = one.interval
    return {
        "part": one.part,
        "whole": one.whole,
        "value": None if one.value is None else round(one.value, 4),
        "low": None if interval is None else round(interval[0], 4),
        "high": None if interval is None else round(interval[1], 4),
    }


def _precedent(near: NearPrecedent, names: Any) -> dict[str, Any]:
    one = near.precedent
    return {
        "id": one.id,
        "case": one.case,
        "dispute": one.dispute,
        "matter": one.matter,
        "street": one.street,
        "community": one.community,
        **called("lead_unit", one.lead_unit, names),
        "cooperating_units": one.cooperating_units,
        **all_called("cooperating_unit", one.cooperating_units, names),
        "reason": one.reason,
        "ruled_at": one.ruled_at.isoformat(),
        "distance": near.distance.total,
        "differs": list(near.distance.differs),
    }
