"""What a citizen sees with number and code: who has it, by when, what happened, what was answered."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.casework.case import Case, State
from engine.casework.deadline import CITIZEN, HANDLE
from engine.casework.reply import PASS
from engine.persistence.answered import promisers
from engine.persistence.subscriptions import subscriptions
from engine.persistence.unit_of_work import Reading
from engine.queries.case_acts import citizens_acts
from engine.queries.case_requests import suspension
from engine.queries.naming import called
from engine.queries.next_deadlines import next_deadlines
from engine.queries.timeline import timeline
from engine.queries.words_shown import own_words

CLOCKS = (CITIZEN, HANDLE, "rating", "repeat", "supplement")


@dataclass(frozen=True)
class Tracking:
    """The number and the tracking code of the receipt."""

    number: str
    tracking_code: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """State, owner, next date, timeline, public replies, and what may be done now.

        Raises:
            NotFound: in the same words and time for an unknown number and a wrong code.
        """
        reading.parties.expect_code(self.number, self.tracking_code)
        case = reading.cases.get(self.number)
        holder = reading.cases.get(case.merged_into) if case.state is State.MERGED and case.merged_into else case
        owner = reading.unit_names([holder.owner.unit] if holder.owner.unit else []).get(holder.owner.unit or "", {})
        due = next_deadlines(reading, [case.number, holder.number], CLOCKS)
        words = own_words(reading, case)
        return {
            "number": case.number,
            "kind": case.kind,
            "title": case.title,
            "text": words("text", case.text),
            "place": {**vars(case.place), "address": words("address", case.place.address)},
            "registered_at": case.registered_at.isoformat(),
            "state": case.state.value,
            "outcome": case.outcome if case.state is State.CLOSED else None,
            "suspended": holder.suspended,
            "suspension": suspension(reading, holder),
            "merged": case.merged_into is not None,
            "citizens": reading.cases.said_by(case),
            "owner": owner.get("name") or holder.owner.role,
            "owner_role": holder.owner.role,
            "owner_unit": holder.owner.unit,
            "owner_unit_name": owner.get("name"),
            "owner_unit_name_en": owner.get("name_en"),
            "next_deadline": due.get(case.number) or due.get(holder.number),
            "timeline": timeline(reading, case),
            "replies": _replies(reading, case),
            "commitments": _promises(reading, case),
            "question": _question(reading, case),
            "added": [
                {"text": words(one.id, one.text), "at": one.added_at.isoformat()}
                for one in reading.supplements.all(case=case.number, asks=False, order=("added_at",))
            ],
            "may": _may(reading, case),
        }


def _replies(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """The replies that went out: those a reviewer passed, and why a request was not accepted."""
    found = reading.replies.all(case=case.number, order=("number",))
    sent = [one for one in found if one.decision == PASS or case.state is State.REJECTED]
    names = reading.unit_names({one.unit for one in sent if one.unit})
    return [
        {
            "number": one.number,
            "text": one.public_reply,
            "outcome": one.outcome,
            "at": one.replied_at.isoformat(),
            **called("unit", one.unit, names),
        }
        for one in sent
    ]


def _promises(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """What was promised in a reply that went out, or in that of the case it is merged into or of the case or joint
    handling it took its reply from.

    ``kept``: null while nobody has reported. What the unit reports stays among staff.
    """
    found = []
    taken_from = promisers(reading, case.number) + (promisers(reading, case.merged_into) if case.merged_into else [])
    for number in dict.fromkeys(taken_from):
        promises = reading.commitments.all(case=number, order=("number",))
        sent = [one.replied_at for one in reading.replies.all(case=number, decision=PASS)] if promises else []
        of_joint = promises and reading.joint_handlings.find(number=number) is not None
        found += [one for one in promises if of_joint or any(at >= one.recorded_at for at in sent)]
    names = reading.unit_names({one.unit for one in found if one.unit})
    return [
        {"text": one.text, "due": one.due_on.isoformat(), "kept": one.kept, **called("unit", one.unit, names)}
        for one in found
    ]


def _question(reading: Reading, case: Case) -> str | None:
    if case.state is not State.ASKED:
        return None
    asked = reading.supplements.all(case=case.number, asks=True, order=("added_at",))
    return asked[-1].text if asked else None


def _may(reading: Reading, case: Case) -> dict[str, bool]:
    query = select(subscriptions.c.message).where(subscriptions.c.key == case.number)
    heard = set(reading.connection.execute(query).scalars())
    return citizens_acts(reading, case, heard)
