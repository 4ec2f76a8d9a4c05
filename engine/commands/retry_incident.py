"""An operator has what stopped tried again."""

from dataclasses import dataclass
from typing import Any

from engine.commands.start_timers import start_of_slot
from engine.commands.step import Step
from engine.errors import NotAllowed, NotNow
from engine.persistence.incidents import CLOSED, OPEN, Incident
from engine.persistence.outbox import DEAD, KEPT_FOR, WAITING
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance

MAY_MEND = ("designer", "admin")


@dataclass(frozen=True)
class RetryIncident:
    """An element, a timer, a start, a message or a notice: whatever the incident stands on."""

    incident_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, status}``: open when it stopped again. Raises: NotAllowed, NotFound, NotNow."""
        incident = open_incident(work, self.incident_id)
        if incident.kind == "step":
            return _try_element(work, incident)
        if incident.kind == "timer":
            timer = work.timers.get(incident.stuck or "")
            if timer is not None:
                timer.attempts, timer.next_attempt_at = 0, timer.due_at
                work.timers.save([timer])
        elif incident.kind == "start":
            start_of_slot(work, incident.process_id or "", incident.facts["scheduled_at"])
        else:
            row = work.outbox.get(incident.outbox_id or "")
            if row is not None and row.status == DEAD:
                row.status, row.attempts, row.next_attempt_at = WAITING, 0, work.now
                row.expires_at = work.now + KEPT_FOR
                work.outbox.save(row)
        incident.status, incident.closed_at, incident.closed_by = CLOSED, work.now, work.by.username
        work.incidents.save(incident)
        return {"id": incident.id, "status": incident.status}


def open_incident(work: UnitOfWork, incident_id: str) -> Incident:
    """An incident that someone may act on. Raises: NotAllowed, NotFound, NotNow when it is closed."""
    if not work.by.may_act_as(*MAY_MEND):
        raise NotAllowed("Expected a designer or an administrator; only they look after incidents.")
    incident = work.incidents.get(incident_id)
    if incident.status != OPEN:
        raise NotNow(f"Expected an open incident, but it is {incident.status}. Look at the list again.")
    return incident


def _try_element(work: UnitOfWork, incident: Incident) -> dict[str, Any]:
    row = work.instances.lock(incident.instance_id or "")
    step = Step(work, row)
    stuck = incident.stuck or ""

    def retry(instance: Instance, halt: Halt | None) -> None:
        instance.retry(stuck, halt=halt)

    outcome = step.act(retry)
    step.save(outcome, "retry", {"incident": incident.id, "cause": incident.cause}, element=incident.element)
    return {"id": incident.id, "status": work.incidents.get(incident.id).status}
