"""A coordinator convenes a meeting in a joint handling whose plan had none; its minutes are then waited for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.casework.deadline import JOINT
from engine.casework.entitlement import CONVENES
from engine.casework.joint_handling import RUNNING, plan_meeting
from engine.commands.case_doors import expect_role, send
from engine.errors import NotNow
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ConveneMeeting:
    """``at`` is a moment or ISO text, by the joint date at the latest."""

    joint: str
    at: datetime | str
    place: str | None = None
    agenda: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, at}``.

        Raises:
            NotFound, NotAllowed, NotNow (not running, has a meeting, or every unit has reported), Unusable (its date).
        """
        expect_role(work.by, CONVENES)
        joint = work.joint_handlings.get(self.joint, lock=True)
        joint.expect(RUNNING)
        if joint.meeting is not None:
            raise NotNow(
                f"Expected no meeting of {joint.number} yet, but there is one. Record its minutes; what is agreed "
                "otherwise goes into them too."
            )
        until = work.deadlines.of(joint.number, name=JOINT)[-1].last_due_at
        said = {"place": self.place, "agenda": self.agenda}
        wanted = {
            "at": self.at,
            **{name: text and work.without_identity(text, joint.number) for name, text in said.items()},
        }
        meeting = plan_meeting(wanted, now=work.now, zone=work.settings.zone, until=until)
        assert meeting is not None  # it has a time, or was refused
        work.joint_handlings.save(replace(joint, meeting=meeting))
        told = {"at": meeting["at"]}
        send(work, "meeting_convened", joint.number, told, "Convene it while units still work on their parts.")
        work.journal.add(key=joint.number, kind="joint", detail={"what": "meeting", "at": meeting["at"]})
        return {"number": joint.number, "at": meeting["at"]}
