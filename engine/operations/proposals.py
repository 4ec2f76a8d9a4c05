"""Who is proposed for a case as if it were about a row of the list: lead, helpers, why, and what stands against it."""

from dataclasses import dataclass

from engine.casework.case import Case
from engine.casework.responsibility_list import Row
from engine.operations.candidates import Candidate, candidates
from engine.persistence.conflicts import barred_by, conflict_of
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Proposal:
    """``lead`` is None when nothing speaks for a unit; ``conflict``: as ``conflict_of`` says it, or passed_over."""

    lead: str | None
    cooperating: list[str]
    because: str | None
    conflict: str | None


def proposal(reading: Reading, case: Case, row: Row | None, found: list[Candidate] | None = None) -> Proposal:
    """The first unit something speaks for, of those not barred; the list's fallback after them.

    ``found``: the candidates for this row, if they are known already.
    """
    named = candidates(reading, case, row) if found is None else found
    kept_out = barred_by(reading, case)
    able = [one for one in named if one.strongest]
    fit = [one for one in able if case.ruled or one.unit not in kept_out]
    fit += [one for one in named if able and "fallback" in one.because and one not in fit and one.unit not in kept_out]
    first = next(iter(fit or able), None)
    if first is None:
        return Proposal(None, [], None, conflict_of(reading, case, None))
    helpers = [unit for unit in first.cooperating if unit not in kept_out]
    conflict = conflict_of(reading, case, first.unit, helpers, passed_over=fit[:1] != able[:1])
    return Proposal(first.unit, helpers, first.strongest or "fallback", conflict)
