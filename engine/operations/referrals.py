"""Handing over to the discipline organ: by a person, or by a diagram that found what keeps coming back."""

from collections.abc import Iterable
from typing import Any

from engine.actor import SYSTEM
from engine.casework.referral import Referral, refer
from engine.casework.tracking import REFERRAL, new_number
from engine.operations.present import about
from engine.operations.registry import operation
from engine.operations.takes import ReferralGround
from engine.persistence.unit_of_work import UnitOfWork


@operation("referrals.raise", gives=())
def raise_from_diagram(work: UnitOfWork, ground: ReferralGround, reason: str) -> dict[str, Any]:
    """向纪检机构移送本案线索；同一事项同一地点只移送一次，再次回潮的补入同一移送。

    Hand the case over to the discipline organ, once for each ground. The record is outside the flow: the facts get
    nothing of it, and the case's journal is silent. What came back is handed over with the cases it came back from;
    when those were handed over, the case is added to that referral.
    """
    cases = _with_earlier(work, about(work))
    known = next((one for one in work.referrals.all(ground=ground) if set(one.cases) & set(cases[1:])), None)
    if known is not None:
        _add_to(work, known, cases, reason)
    else:
        raise_referral(work, cases, ground=ground, reason=reason, by=SYSTEM.username)
    return {}


def _add_to(work: UnitOfWork, known: Referral, cases: list[str], reason: str) -> None:
    """One matter is one referral, however often it comes back; what is added stands in its journal."""
    units = [unit for number in cases if (unit := work.cases.get(number).lead_unit)]
    after = known.with_more(cases, units)
    if after == known:
        return
    work.referrals.save(after)
    added = sorted({*after.cases} - {*known.cases})
    detail = {"what": "added", "ground": known.ground, "cases": added, "raised_by": SYSTEM.username}
    work.journal.add(key=known.number, kind="referral", reason=work.without_identity(reason, *cases), detail=detail)


def _with_earlier(work: UnitOfWork, number: str) -> list[str]:
    """The case, and the closed ones it came back from, the newest first."""
    chain = [number]
    while (found := work.recurrences.find(case=chain[-1])) is not None and found.earlier not in chain:
        chain.append(found.earlier)
    return chain


def raise_referral(work: UnitOfWork, numbers: Iterable[str], *, ground: str, reason: str, by: str) -> Referral:
    """Hand cases over; answers the referral there was, when one of the same ground names all of them already.

    ``by``: the user name of who judged so; the system's when a decision table did.

    Raises:
        NotFound: no such case. Unusable: a ground outside the list, no reason, no case.
    """
    cases = [work.cases.get(number) for number in dict.fromkeys(numbers)]
    named = {case.number for case in cases}
    known = next((one for one in work.referrals.all(ground=ground) if cases and named <= set(one.cases)), None)
    if known is not None:
        return known
    units = [case.lead_unit for case in cases if case.lead_unit]
    made = refer(
        new_number(work.now, work.settings.zone, REFERRAL), ground=ground, reason=work.without_identity(reason, *named),
        cases=sorted(named), units=units,
        by=by, at=work.now,
    )  # fmt: skip
    work.referrals.add(made)
    detail = {"ground": ground, "cases": made.cases, "raised_by": by}
    work.journal.add(key=made.number, kind="referral", reason=made.reason, detail=detail)
    return made
