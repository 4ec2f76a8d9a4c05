"""Whose duty the matter is: propose, classify, dispatch, sign, and the one return a unit has."""

from dataclasses import replace
from typing import Any

from engine.casework import glossary
from engine.casework.case import Case, Owner, State
from engine.casework.duty import may_return, raise_return, ruled_lead
from engine.casework.responsibility_list import Row
from engine.errors import NotNow, Unusable
from engine.operations import clocks
from engine.operations.candidates import candidates, needs_a_reason
from engine.operations.clusters import watch
from engine.operations.conflicts import expect_no_conflict
from engine.operations.endings import lapse_requests
from engine.operations.joint_cases import leave
from engine.operations.likely_matters import likely_matters, proposed_row
from engine.operations.present import current_case, keep
from engine.operations.proposals import proposal
from engine.operations.registry import operation
from engine.operations.takes import ReturnDecision, ReturnGround, Urgency
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@operation(
    "cases.propose",
    gives=(
        "proposed_matter",
        "proposed_urgency",
        "proposed_lead_unit",
        "proposed_cooperating_units",
        "proposed_because",
        "proposed_conflict",
    ),
)
def propose(work: UnitOfWork) -> dict[str, Any]:
    """为分拨提出建议：裁决、先例、职责清单或办理成效；由分拨员决定。

    Propose matter and units from a ruling, a precedent, the responsibility list, or the record of those who had the
    like before, the most effective first. Never decides; where no row of the list is likely, none is proposed.

    Returns proposed_matter, proposed_urgency, proposed_lead_unit, proposed_cooperating_units, proposed_because,
    proposed_conflict ("accused": the request complains of a unit proposed; "mentioned": it names the lead;
    "passed_over": one complained of would have come first; else null).
    """
    case = current_case(work)
    row = proposed_row(likely_matters(work, case))
    proposed = proposal(work, case, row)
    return {
        "proposed_matter": row.code if row else None,
        "proposed_urgency": case.urgency,
        "proposed_lead_unit": proposed.lead,
        "proposed_cooperating_units": proposed.cooperating,
        "proposed_because": proposed.because,
        "proposed_conflict": proposed.conflict,
    }


@operation(
    "cases.classify",
    gives=("matter", "urgency", "grade", "row_limit", "fallback_unit", "lead_unit", "named_units", "list_version"),
)
def classify(
    work: UnitOfWork,
    matter: str,
    urgency: Urgency,
    lead_unit: str | None = None,
    cooperating_units: list[str] | None = None,
    asset_owner: str | None = None,
) -> dict[str, Any]:
    """按职责清单确定事项、分级、时限、牵头与兜底单位；未选牵头单位时，已裁定的取裁定，否则按事项、地点、权属取清单所列。

    Settle the matter by the responsibility list in force; dispatched again, a case keeps the row it had of the same
    matter, whatever became of that (docs/domain.md §3). Without a lead unit the ruling's is taken, else the list's,
    by matter, place and owner of the asset.

    Returns grade, row_limit (budget text or null), fallback_unit, lead_unit, named_units, list_version.
    """
    case = current_case(work)
    case.expect_open()
    row = _kept_row(work, case, matter) or work.responsibility_list.row(matter, work.today)
    owner = asset_owner or case.asset_owner
    by_list = row.lead_at(case.place, work.units, owner)
    fallback = row.fallback_at(case.place, work.units)
    lead = lead_unit or _ruled(work, case) or by_list or fallback
    if lead is None:
        raise NotNow(f"Expected a lead unit for {row.level3} at this place, but the list names none. Choose one.")
    helpers = [work.units.get(unit).code for unit in cooperating_units or []]
    glossary.check(glossary.URGENCIES, urgency, "the urgency")
    after = replace(case, matter=row.matter(), asset_owner=owner, urgency=urgency, fallback_unit=fallback)
    keep(work, case, after, "classify")
    if urgency != case.urgency:
        clocks.tell_watchers(work, case.number)
    watch(work, after)
    named = [work.units.get(lead).code, by_list, *helpers, *row.cooperating_at(case.place, work.units)]
    return {
        "matter": row.code,
        "urgency": urgency,
        "grade": row.grade,
        "row_limit": row.limits.get(case.kind),
        "fallback_unit": fallback,
        "lead_unit": lead,
        "named_units": list(dict.fromkeys(unit for unit in named if unit)),
        "list_version": row.version,
    }


def _kept_row(work: UnitOfWork, case: Case, matter: str) -> Row | None:
    if case.matter is None or case.matter.code != matter:
        return None
    return work.responsibility_list.find(version=case.matter.list_version, code=matter)


@operation("cases.dispatch", gives=("lead_unit", "may_return"))
def dispatch(
    work: UnitOfWork,
    lead_unit: str,
    cooperating_units: list[str] | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """分拨给牵头单位，单位时钟自此起算。

    Send the case to its lead unit, which owns it from now on. A unit that neither a ruling, a precedent nor the list
    names for the matter is refused without a reason; one the request complains of unless a second person has allowed
    it, too.

    Returns lead_unit, may_return (is the unit's one return still open to it?).
    """
    case = current_case(work)
    lead = work.units.get(lead_unit).code
    _expect_the_ruled_unit(work, case, lead)
    helpers = [work.units.get(unit).code for unit in cooperating_units or []]
    helpers = list(dict.fromkeys(unit for unit in helpers if unit != lead))
    expect_no_conflict(work, case, [lead, *helpers], reason)
    _expect_named_or_a_reason(work, case, lead, reason)
    after = case.enter(
        State.DISPATCHED,
        Owner("handler", lead),
        lead_unit=lead,
        cooperating_units=tuple(helpers),
        dispatched_at=work.now,
        signed_at=None,
        replied_at=None,
    )
    clocks.stop(work, case.number, "dispatch")
    work.cases.involve(after, lead, *helpers)
    lapse_requests(work, case.number)
    keep(work, case, after, "dispatch", reason)
    return {"lead_unit": lead, "may_return": may_return(after, work.returns.all(case=case.number))}


def _ruled(work: UnitOfWork, case: Case) -> str | None:
    return ruled_lead(case, work.rulings.all(case=case.number, order=("ruled_at",)))


def _expect_the_ruled_unit(work: UnitOfWork, case: Case, lead: str) -> None:
    """A ruling binds the dispatch after it: another unit was not heard, and could not return the case."""
    ruled = _ruled(work, case)
    if ruled is not None and lead != ruled:
        expected, found = work.units.name(ruled), work.units.name(lead)
        raise Unusable(f"Expected {expected}, which the ruling names as lead, but found {found}. Dispatch it there.")


def _expect_named_or_a_reason(work: UnitOfWork, case: Case, lead: str, reason: str | None) -> None:
    matter = case.matter
    row = work.responsibility_list.find(version=matter.list_version, code=matter.code) if matter else None
    if row is None or (reason or "").strip() or lead == row.lead_at(case.place, work.units, case.asset_owner):
        return
    if needs_a_reason(candidates(work, case, row), lead):
        raise Unusable(
            f"Expected a unit the list names for {row.called}, but found {work.units.name(lead)}. "
            "Choose one of those, or say why in the reason."
        )


@operation("cases.sign", gives=("deemed",))
def sign(work: UnitOfWork, deemed: bool = False) -> dict[str, Any]:
    """签收，或逾时视为签收；此后不得退件。

    The unit signs, or is deemed to have signed; no return is possible afterwards.
    """
    case = current_case(work)
    case.expect(State.DISPATCHED)
    clocks.stop(work, case.number, "sign")
    after = case.enter(State.HANDLING, case.owner, signed_at=work.now)
    keep(work, case, after, "deem_signed" if deemed else "sign")
    return {"deemed": deemed}


@operation("cases.record_return", gives=("return_number", "may_return"))
def record_return(
    work: UnitOfWork,
    ground: ReturnGround,
    clause: str,
    evidence: str | None = None,
    suggested_unit: str | None = None,
) -> dict[str, Any]:
    """签收时退件：理由、条款、证据、建议单位；每单位每案一次，审定前先行办理。

    Record that the unit says "not ours": once per unit and case, only while signing, never after a ruling. The unit
    keeps working until it is decided (先办后议).

    Returns return_number, may_return.
    """
    case = current_case(work)
    suggested = work.units.get(suggested_unit).code if suggested_unit else None
    raised = raise_return(
        case,
        work.returns.all(case=case.number),
        ground=ground,
        clause=clause,
        evidence=evidence,
        suggested_unit=suggested,
        by=work.by.username,
        at=work.now,
        id_=new_id(),
    )
    work.returns.add(raised)
    clocks.stop(work, case.number, "sign")
    after = case.enter(State.HANDLING, case.owner)
    keep(work, case, after, "return", ground=ground, suggested_unit=suggested)
    return {"return_number": raised.number, "may_return": False}


@operation("cases.settle_return", gives=("decision",))
def settle_return(work: UnitOfWork, decision: ReturnDecision, reason: str | None = None) -> dict[str, Any]:
    """审定退件：dispatcher_error、reject、open_dispute、withdrawn 或 lapsed。

    Decide the open return. Only a dispatcher's error takes the case back to dispatch and restarts the unit's clock.
    """
    case = current_case(work)
    raised = next(reversed(work.returns.all(case=case.number, decision=None, order=("raised_at",))), None)
    if raised is None:
        raise NotNow(f"Expected an open return of {case.number}, but there is none. Look at the case again.")
    work.returns.save(raised.settle(decision, reason, work.by.username, work.now))
    clocks.stop(work, case.number, "cosign", "return_review")
    after = case
    if decision == "dispatcher_error":
        after = case.enter(State.ACCEPTED, Owner("dispatcher"), restart_clock=True)
        leave(work, case.number)
    elif decision != "open_dispute" and case.state is State.HANDLING and _answered(work, case):
        after = case.enter(State.REVIEW, Owner("reviewer"))
    keep(work, case, after, "settle_return", reason, decision=decision)
    return {"decision": decision}


def _answered(work: UnitOfWork, case: Case) -> bool:
    """Did the unit reply while its return was open? The reply waited for the decision."""
    latest = work.replies.latest(case.number)
    return latest is not None and latest.waits_in(case)
