"""What the reader of a case may do with it now: by role, and by what its diagram waits for."""

from sqlalchemy import select

from engine.casework.case import Case, State
from engine.casework.entitlement import CONVENES, MERGES, SUSPENDS, URGES
from engine.persistence.subscriptions import subscriptions
from engine.persistence.unit_of_work import Reading


def may(reading: Reading, case: Case) -> dict[str, bool]:
    """{merge, split, suspend, resume, extend, convene, urge}: each true when the command would be heard."""
    query = select(subscriptions.c.message).where(subscriptions.c.key == case.number)
    heard = set(reading.connection.execute(query).scalars())
    actor = reading.by
    own_unit = actor.has("handler", "unit_leader") and actor.unit is not None and actor.unit == case.lead_unit
    return {
        "merge": actor.has(*MERGES) and "merge_into" in heard,
        "split": actor.has(*MERGES) and case.state is State.MERGED and "split" in heard,
        "suspend": actor.has(*SUSPENDS) and not case.suspended and "suspend" in heard,
        "resume": actor.has(*SUSPENDS) and case.suspended and "resume" in heard,
        "extend": own_unit and "extension_requested" in heard,
        "convene": actor.has(*CONVENES) and "joint_convened" in heard,
        "urge": actor.has(*URGES) and not case.has_ended,
    }
