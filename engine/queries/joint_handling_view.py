"""One joint handling: its cases, its plan, every branch side by side, the minutes and the one reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.casework.case import Case
from engine.casework.entitlement import CONVENES
from engine.casework.joint_handling import OPEN, RELEASED, RUNNING, Branch, JointHandling, is_late, may_carry_out
from engine.errors import NotFound
from engine.persistence.answered import commitment_of
from engine.persistence.joint_handlings import joint_handlings
from engine.persistence.readable import is_readable
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import UserTask
from engine.queries.joint_handlings import may_read_joint
from engine.queries.naming import all_called, called
from engine.queries.words_shown import words_shown


@dataclass(frozen=True)
class JointHandlingView:
    """By number."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """Everything about it, with what the asker may do. Raises: NotFound, also when it is not theirs to see."""
        query = select(joint_handlings.c.number).where(joint_handlings.c.number == self.number, may_read_joint(reading))
        if reading.connection.execute(query).first() is None:
            raise NotFound(f"Expected a joint handling you may see, but there is none with the number {self.number}.")
        joint = reading.joint_handlings.get(self.number)
        branches = reading.branches.all(joint=self.number)
        parts = reading.joint_cases.all(joint=self.number)
        held = [one.case for one in parts]
        names = reading.unit_names(_units(joint, branches))
        requests = reading.cases.several(held)
        due = max((one.due_at for one in branches if one.state != RELEASED), default=None)
        return {
            "number": joint.number,
            "title": requests[0].title if requests else joint.reason,
            "state": joint.state,
            "reason": joint.reason,
            **called("lead_unit", joint.lead_unit, names),
            "cases": held,
            "left": [one.case for one in parts if one.left_at is not None],
            "requests": [_request(reading, one) for one in requests if is_readable(reading, one.number)],
            "convened_at": joint.convened_at.isoformat(),
            "convened_by": joint.convened_by,
            "convened_by_name": reading.accounts.names({joint.convened_by}).get(joint.convened_by),
            "planned_at": joint.convened_at.isoformat(),
            "due": _text(due),
            "branches": _branches(branches, names),
            "meeting": _meeting(joint.meeting, names),
            "minutes": joint.minutes,
            "decisions": _decisions(reading, joint, names),
            "outcome": joint.outcome,
            "reply": joint.reply,
            "replied_at": _text(joint.replied_at),
            "commitments": [
                {"text": one.text, "due": one.due_on.isoformat(), "kept": one.kept, **called("unit", one.unit, names)}
                for one in reading.commitments.all(case=joint.number, order=("number",))
            ],
            "ended_at": _text(joint.ended_at),
            "end_reason": joint.end_reason,
            "open_tasks": [
                {"id": task.id, "name": task.name, "name_en": task.name_en, **called("unit", task.unit, names)}
                for task in sorted(_tasks(reading, joint), key=lambda one: one.why_not(reading.by) is not None)
                if task.is_shown_to(reading.by)
            ],
            "may": _may(reading, joint, branches),
        }


def _may(reading: Reading, joint: JointHandling, branches: Sequence[Branch]) -> dict[str, bool]:
    """Units join and meetings are convened while the diagram hears of it: until the last branch has reported."""
    convenes = reading.by.has(*CONVENES)
    runs = convenes and joint.state == RUNNING

    def heard(message: str) -> bool:
        return bool(reading.subscriptions.waiting_for(message, joint.number))

    return {
        "add": runs and heard("unit_added"),
        "release": runs and any(one.state == OPEN and one.unit != joint.lead_unit for one in branches),
        "convene_meeting": runs and joint.meeting is None and heard("meeting_convened"),
        "end": convenes and joint.is_open,
    }


def _tasks(reading: Reading, joint: JointHandling) -> list[UserTask]:
    """The open tasks of the joint handling and of what its reply promised."""
    keys = (joint.number, commitment_of(joint.number))
    return [task for key in keys for task in reading.user_tasks.of_key(key, only_open=True)]


def _request(reading: Reading, case: Case) -> dict[str, Any]:
    """What one of its cases asks, and the requests merged into it."""
    words = words_shown(reading, case)
    return {
        "number": case.number,
        "title": words("title", case.title),
        "text": words("text", case.text),
        "place": {**vars(case.place), "address": words("address", case.place.address)},
        "state": case.state.value,
        "merged": [
            {"number": child.number, "title": child.title, "address": own("address", child.place.address)}
            for child in reading.cases.children(case.number)
            if (own := words_shown(reading, child))
        ],
    }


def _units(joint: JointHandling, branches: Sequence[Branch]) -> set[str]:
    """Everybody who is named: the lead, the branches, who came, who has to do what was decided."""
    named = {joint.lead_unit, *(one.unit for one in branches), *(joint.meeting or {}).get("attendees", [])}
    named |= {one.get("unit") for one in joint.decisions or []}
    return {unit for unit in named if unit}


def _meeting(meeting: dict[str, Any] | None, names: Any) -> dict[str, Any] | None:
    if meeting is None:
        return None
    return {**meeting, **all_called("attendee", meeting.get("attendees", []), names)}


def _decisions(reading: Reading, joint: JointHandling, names: Any) -> list[dict[str, Any]]:
    """Who does what until when, and who did; ``late``: done after its day, or its day is over; ``may_carry_out``."""
    decided = joint.decisions or []
    people = reading.accounts.names({one["done_by"] for one in decided if one.get("done_by")})
    return [
        {
            **one,
            **called("unit", one.get("unit"), names),
            "late": is_late(one, reading.today, reading.settings.zone),
            "done_by_name": people.get(one.get("done_by", "")),
            "may_carry_out": not one.get("done_at") and may_carry_out(one, joint, reading.by),
        }
        for one in decided
    ]


def _branches(branches: Sequence[Branch], names: Any) -> list[dict[str, Any]]:
    return [
        {
            **called("unit", one.unit, names),
            "task": one.task,
            "due": one.due_at.isoformat(),
            "state": one.state,
            "report": one.report,
            "reported_at": _text(one.reported_at),
            "released_at": _text(one.released_at),
            "release_reason": one.release_reason,
        }
        for one in branches
    ]


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
