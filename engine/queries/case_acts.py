"""What the reader of a case may do with it now: by role, and by what its diagram waits for."""

from sqlalchemy import select

from engine.actor import Actor
from engine.casework.case import Case, State
from engine.casework.conflict import barred
from engine.casework.deadline import CONTACT
from engine.casework.entitlement import (
    ACCUSES,
    ASKS_TO_UNMASK,
    CONVENES,
    LETS_ACCUSED_ACT,
    MERGES,
    ORDERS_KEY_SUPERVISION,
    SPEAKS_FOR_CITIZEN,
    SPEAKS_TO_CITIZEN,
    SUSPENDS,
    TAKES_OFF_ACCUSED,
    URGES,
)
from engine.casework.exclusion import REFUSE, Exclusion
from engine.casework.joint_handling import JointHandling
from engine.casework.referral import RAISES
from engine.operations.conflicts import may_be_taken_off
from engine.persistence.subscriptions import subscriptions
from engine.persistence.unit_of_work import Reading


def may(reading: Reading, case: Case) -> dict[str, bool]:
    """{merge, split, suspend, resume, extend, convene, urge, …}: would it be heard now?"""
    query = select(subscriptions.c.message).where(subscriptions.c.key == case.number)
    heard = set(reading.connection.execute(query).scalars())
    actor = reading.by
    own_unit = actor.has("handler", "unit_leader") and actor.unit is not None and actor.unit == case.lead_unit
    joint = reading.joint_handlings.open_of(case.number)
    jointly, has_it = joint is not None, _has_it(actor, case, joint)
    return {
        "merge": actor.has(*MERGES) and "merge_into" in heard,
        "split": actor.has(*MERGES) and case.state is State.MERGED and "split" in heard,
        "suspend": actor.has(*SUSPENDS) and not case.suspended and "suspend" in heard and not jointly,
        "resume": actor.has(*SUSPENDS) and case.suspended and "resume" in heard,
        "contact": has_it and _waits_for_contact(reading, case),
        "extend": has_it and "extension_requested" in heard,
        "ask_suspension": has_it and not case.suspended and not jointly and "suspension_requested" in heard,
        "convene": actor.has(*CONVENES) and "joint_convened" in heard and not case.suspended and not jointly,
        "urge": actor.has(*URGES) and not case.has_ended,
        **_exclusion(reading, case, own_unit),
        "key_supervise": _may_order(reading, case),
        "refer": actor.has(*RAISES),
        "accuse": actor.has(*ACCUSES) and not case.has_ended,
        "let_act": _may_let_act(reading, case),
        "take_off": _may_take_off(reading, case),
        **_identity(reading, case),
        **{
            act: actor.has(*SPEAKS_FOR_CITIZEN) and possible
            for act, possible in citizens_acts(reading, case, heard).items()
        },
    }


def citizens_acts(reading: Reading, case: Case, heard: set[str]) -> dict[str, bool]:
    """{rate, supplement, withdraw}: what the citizen may do now; ``heard``: the messages its diagram waits for."""
    rated = False
    if case.state is State.RATING:
        reply = reading.replies.latest(case.number)
        known = reading.ratings.find(case=case.number, reply_number=reply.number) if reply else None
        rated = known is not None
    return {
        "rate": case.state is State.RATING and "citizen_rated" in heard and not rated,
        "supplement": not case.has_ended,
        "withdraw": not case.has_ended and "withdraw" in heard,
    }


def _has_it(actor: Actor, case: Case, joint: JointHandling | None) -> bool:
    """Is the case the actor's unit's to work on now? Handled jointly it is with the lead of those units."""
    unit = joint.lead_unit if joint is not None else case.lead_unit
    return actor.has(*SPEAKS_TO_CITIZEN) and unit is not None and actor.unit == unit


def _exclusion(reading: Reading, case: Case, own_unit: bool) -> dict[str, bool]:
    """May the reader ask that the case does not count for the own unit, or appeal?"""
    asked = reading.exclusions.find(case=case.number, unit=case.lead_unit) if own_unit else None
    refused = asked is not None and asked.decision == REFUSE and asked.appeal is None
    return {
        "exclude": own_unit and asked is None and case.state is State.CLOSED,
        "appeal": refused and bool(reading.subscriptions.waiting_for("exclusion_appealed", _key(asked))),
    }


def _key(asked: Exclusion | None) -> str:
    return f"{asked.case}/exclusion/{asked.id}" if asked else ""


def _may_order(reading: Reading, case: Case) -> bool:
    """Put it under key supervision? Not when it is, or has ended."""
    if case.has_ended or not reading.by.has(*ORDERS_KEY_SUPERVISION):
        return False
    return reading.supervisions.key_supervision_of(case) is None


def _waits_for_contact(reading: Reading, case: Case) -> bool:
    clock = reading.deadlines.current(case.number, CONTACT)
    return clock is not None and clock.state == "running"


def _may_let_act(reading: Reading, case: Case) -> bool:
    """Allow that a unit complained of acts? Nobody of that unit, and only while one is barred."""
    if case.has_ended or not reading.by.has(*LETS_ACCUSED_ACT):
        return False
    return bool(barred(reading.accused_units.all(case=case.number)) - {reading.by.unit})


def _may_take_off(reading: Reading, case: Case) -> bool:
    """Take the case off a unit that has it or cooperates and is complained of?"""
    if case.has_ended or not reading.by.has(*TAKES_OFF_ACCUSED):
        return False
    out = barred(reading.accused_units.all(case=case.number))
    return bool(out & {*case.cooperating_units}) or any(may_be_taken_off(reading, case, unit) for unit in out)


def _identity(reading: Reading, case: Case) -> dict[str, bool]:
    """May the reader ask to see who asked, or look now?"""
    accused = any(one.unit == reading.by.unit for one in reading.accused_units.all(case=case.number))
    if accused or not reading.by.has(*ASKS_TO_UNMASK):
        return {"unmask": False, "view_identity": False}
    mine = reading.identity_requests.all(case=case.number, asked_by=reading.by.username)
    granted = any(one.is_granted_at(reading.now) for one in mine)
    return {"unmask": not granted and all(one.decision for one in mine), "view_identity": granted}
