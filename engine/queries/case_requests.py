"""What a case's units asked for, more time or a rest, as its file shows it: whoever decides must see what is asked.

And the rest that was granted.
"""

from typing import Any

from engine.casework import budget as budgets
from engine.casework.case import Case
from engine.casework.promises import Extension, SuspensionRequest
from engine.persistence.unit_of_work import Reading


def requests(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """Each request in the order asked: ``what`` is extension (``budget``) or suspension (``until``, ``ground``)."""
    found: list[Extension | SuspensionRequest] = [
        *reading.extensions.all(case=case.number),
        *reading.suspension_requests.all(case=case.number),
    ]
    found.sort(key=lambda one: one.asked_at)
    people = reading.accounts.names({name for one in found for name in (one.asked_by, one.decided_by) if name})
    return [
        {
            **_asked(one),
            "asked_by": people.get(one.asked_by, one.asked_by),
            "asked_at": one.asked_at.isoformat(),
            "decision": one.decision,
            "decision_reason": one.decision_reason,
            "decided_by": people.get(one.decided_by or "", one.decided_by),
            "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        }
        for one in found
    ]


def suspension(reading: Reading, case: Case) -> dict[str, str] | None:
    """Why the clock of a case rests, by the list, and the day it goes on by itself; None while it runs."""
    if not case.suspended:
        return None
    resting = [one for one in reading.suspensions.all(case=case.number) if one.resumed_at is None]
    return {"reason": resting[-1].reason, "until": resting[-1].until.isoformat()} if resting else None


def _asked(one: Extension | SuspensionRequest) -> dict[str, Any]:
    if isinstance(one, Extension):
        asked = budgets.parse(one.granted or one.budget)
        return {"what": "extension", "budget": asked.text, "budget_zh": asked.zh, "text": one.reason}
    return {"what": "suspension", "until": one.until.isoformat(), "ground": one.reason, "text": one.text}
