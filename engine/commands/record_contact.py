"""The unit that has the case spoke to the citizen: the clock of the first contact stops; docs/domain.md §3."""

from dataclasses import dataclass
from typing import Any

from engine.casework.deadline import CONTACT
from engine.casework.entitlement import SPEAKS_TO_CITIZEN
from engine.casework.glossary import CONTACTS, check
from engine.commands.case_doors import staff_case
from engine.errors import NotNow
from engine.operations import clocks
from engine.operations.joint_cases import unit_at_work
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RecordContact:
    """``way`` is one of the glossary's; what was said goes into the reply, never into the journal."""

    number: str
    way: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, in_time}``.

        Raises:
            NotFound, NotAllowed (not the unit that has the case), Unusable (an unknown way),
            NotNow (no first contact is waited for).
        """
        case = staff_case(work, self.number, SPEAKS_TO_CITIZEN)
        unit_at_work(work, case)
        check(CONTACTS, self.way, "the way of contact")
        clock = work.deadlines.current(case.number, CONTACT)
        if clock is None or clock.state == "stopped":
            raise NotNow(f"Expected {case.number} to wait for the first contact, but it does not. Nothing was changed.")
        clocks.stop(work, case.number, CONTACT)
        stopped = work.deadlines.current(case.number, CONTACT)
        work.journal.add(
            key=case.number, kind="case", detail={"what": "contact", "way": self.way, "unit": work.by.unit}
        )
        return {"number": case.number, "in_time": bool(stopped and stopped.kept)}
