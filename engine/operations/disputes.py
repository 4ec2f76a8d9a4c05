"""A quarrel about duty: opinions of every named unit, one ruling, or the fallback."""

from dataclasses import replace
from typing import Any

from engine.casework.case import Case, Owner, State
from engine.casework.duty import FELL_BACK, OPEN, RULED, Dispute, Precedent, Ruling, give_opinion
from engine.casework.duty import open_dispute as new_dispute
from engine.casework.tracking import LIST_REVISION, new_number
from engine.errors import NotNow
from engine.operations import clocks
from engine.operations.conflicts import expect_no_conflict
from engine.operations.joint_cases import leave
from engine.operations.present import current_case, keep
from engine.operations.registry import operation
from engine.operations.takes import Opinion
from engine.persistence.conflicts import barred_by
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork


@operation("disputes.open", gives=("named_units", "fallback_unit", "dispute_number"))
def open_dispute(work: UnitOfWork, ground: str | None = None) -> dict[str, Any]:
    """提出职责争议；临时牵头单位先行办理。

    Open a dispute from the return; the unit that has the case keeps working (先办后议).

    Returns named_units, fallback_unit, dispute_number.
    """
    case = current_case(work)
    raised = next(reversed(work.returns.all(case=case.number, order=("raised_at",))), None)
    row = (
        work.responsibility_list.find(version=case.matter.list_version, code=case.matter.code) if case.matter else None
    )
    dispute = new_dispute(
        case,
        raised,
        number=f"{case.number}-D{len(work.disputes.all(case=case.number)) + 1}",
        ground=ground,
        list_lead=row.lead_at(case.place, work.units, case.asset_owner) if row else None,
        fallback_unit=case.fallback_unit,
        by=work.by.username,
        at=work.now,
    )
    work.disputes.add(dispute)
    work.cases.involve(case, *dispute.named_units)
    keep(work, case, case, "dispute", ground=dispute.ground, dispute=dispute.number, named_units=dispute.named_units)
    return {
        "named_units": dispute.named_units,
        "fallback_unit": dispute.fallback_unit,
        "dispute_number": dispute.number,
    }


@operation("disputes.record_opinion", gives=("unit", "position"))
def record_opinion(work: UnitOfWork, unit: str, position: Opinion, reason: str | None = None) -> dict[str, Any]:
    """记录一个单位的意见：属本单位、可配合、不属本单位。

    Keep the opinion of one named unit (position: ours, shared or not_ours).
    """
    case = current_case(work)
    dispute = _open(work, case)
    opinion = give_opinion(
        dispute, unit=unit, position=position, reason=reason, by=work.by.username, at=work.now, told=work.units.told
    )
    if work.opinions.find(dispute=dispute.number, unit=unit) is not None:
        raise NotNow(
            f"Expected one opinion of each unit, but {work.units.name(unit)} has given its own. "
            "Leave it at that, or wait for the ruling."
        )
    work.opinions.add(opinion)
    keep(work, case, case, "opinion", unit=unit, position=position)
    return {"unit": unit, "position": position}


@operation("disputes.rule", gives=("lead_unit", "cooperating_units"))
def rule(
    work: UnitOfWork,
    lead_unit: str,
    reason: str,
    cooperating_units: list[str] | None = None,
    make_precedent: bool = False,
    revise_list: bool = False,
) -> dict[str, Any]:
    """裁决牵头与配合单位，说明理由；此后不得再退件；可提请修订职责清单。

    Rule with a reason; no unit can return the case afterwards. It may hold for its like as a precedent, and ask for
    the list to be revised, which is argued over in a process of its own.

    Returns lead_unit, cooperating_units.
    """
    case = current_case(work)
    dispute = _open(work, case)
    lead = work.units.get(lead_unit).code
    helpers = [work.units.get(unit).code for unit in cooperating_units or [] if unit != lead]
    expect_no_conflict(work, case, [lead, *helpers], reason)
    ruling = Ruling(dispute.number, case.number, lead, helpers, reason, False, work.by.username, work.now)
    if make_precedent:
        work.precedents.add(
            Precedent(
                id=new_id(),
                dispute=dispute.number,
                case=case.number,
                matter=case.matter.code if case.matter else None,
                street=case.place.street,
                community=case.place.community,
                lead_unit=lead,
                cooperating_units=helpers,
                reason=reason,
                ruled_at=work.now,
            )
        )
    if revise_list:
        asked = {"reason": reason, "matter": case.matter.code if case.matter else None, "case": case.number}
        number = new_number(work.now, work.settings.zone, LIST_REVISION)
        work.throw("revise_list", number, asked, dedup=f"{dispute.number}/revise_list")
    return _settle(work, case, dispute, ruling, RULED)


@operation("disputes.fall_back", gives=("lead_unit", "cooperating_units"))
def fall_back(work: UnitOfWork, reason: str | None = None) -> dict[str, Any]:
    """逾期未裁决，由兜底单位办理。

    No ruling in time: the fallback unit takes the case, else the unit that has it; first the one of them the request
    does not complain of.

    Returns lead_unit, cooperating_units.
    """
    case = current_case(work)
    dispute = _open(work, case)
    kept_out = barred_by(work, case)
    ways = [unit for unit in (dispute.fallback_unit, dispute.provisional_unit) if unit]
    lead = next((unit for unit in ways if unit not in kept_out), next(iter(ways), None))
    if lead is None:
        raise NotNow(f"Expected a fallback unit for {case.number}, but the list names none. A coordinator must rule.")
    why = reason or "No ruling in time."
    ruling = Ruling(dispute.number, case.number, lead, [], why, True, work.by.username, work.now)
    return _settle(work, case, dispute, ruling, FELL_BACK)


def _settle(work: UnitOfWork, case: Case, dispute: Dispute, ruling: Ruling, state: str) -> dict[str, Any]:
    work.rulings.add(ruling)
    work.disputes.save(replace(dispute, state=state, closed_at=work.now))
    clocks.stop(work, case.number, "opinion", "ruling")
    work.cases.involve(case, ruling.lead_unit, *ruling.cooperating_units)
    after = _after(work, case, ruling)
    keep(work, case, after, "rule", ruling.reason, lead_unit=ruling.lead_unit, fallback=ruling.fallback)
    return {"lead_unit": ruling.lead_unit, "cooperating_units": ruling.cooperating_units}


def _after(work: UnitOfWork, case: Case, ruling: Ruling) -> Case:
    """Ruled for the unit that has it, the case stays there, or goes to review when its reply has waited for the ruling;
    for another unit it goes back to the dispatcher."""
    if ruling.lead_unit != case.lead_unit:
        leave(work, case.number)
        return case.enter(State.ACCEPTED, Owner("dispatcher"), ruled=True)
    stays = replace(case, ruled=True, cooperating_units=tuple(ruling.cooperating_units))
    reply = work.replies.latest(case.number)
    if reply is not None and reply.waits_in(case):
        return stays.enter(State.REVIEW, Owner("reviewer"))
    return stays


def _open(work: UnitOfWork, case: Case) -> Dispute:
    dispute = next(reversed(work.disputes.all(case=case.number, state=OPEN, order=("opened_at",))), None)
    if dispute is None:
        raise NotNow(f"Expected an open dispute of {case.number}, but there is none. Look at the case again.")
    return dispute
