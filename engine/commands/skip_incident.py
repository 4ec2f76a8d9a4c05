"""An operator goes on behind what stopped, and says why."""

from dataclasses import dataclass
from typing import Any

from engine.commands.retry_incident import open_incident
from engine.commands.step import Step
from engine.errors import NotNow, Unusable
from engine.persistence.incidents import SKIPPED, Incident
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance


@dataclass(frozen=True)
class SkipIncident:
    """``reason`` is kept with the incident and in the journal."""

    incident_id: str
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, status}``. Raises: NotAllowed, NotFound, NotNow, Unusable without a reason."""
        if not self.reason.strip():
            raise Unusable("Expected a reason for skipping, found none. Whoever reads the case later wants to know.")
        incident = open_incident(work, self.incident_id)
        reason = work.without_identity(self.reason, incident.business_key or "")
        if incident.kind == "step":
            step = Step(work, work.instances.lock(incident.instance_id or ""))
            stuck = incident.stuck or ""

            def skip(instance: Instance, halt: Halt | None) -> None:
                instance.skip(stuck, halt=halt)

            outcome = step.act(skip)
            details = {"incident": incident.id, "cause": incident.cause, "reason": reason}
            step.save(outcome, "skip", details, element=incident.element)
        elif incident.kind == "timer":
            _expect_nobody_waits_for_it(work, incident)
        incident.status, incident.reason = SKIPPED, reason
        incident.closed_at, incident.closed_by = work.now, work.by.username
        work.incidents.save(incident)
        return {"id": incident.id, "status": incident.status}


def _expect_nobody_waits_for_it(work: UnitOfWork, incident: Incident) -> None:
    """An attached timer that is skipped never comes; one that a path waits for would leave it waiting for nothing."""
    timer = work.timers.get(incident.stuck or "")
    if timer is None:
        return
    element = Step(work, work.instances.lock(timer.instance_id)).definition.elements.get(timer.element)
    if element is not None and element.attached_to is None:
        raise NotNow(
            f"Expected what a case can go on without, but {timer.element} is the timer it waits for. "
            "Correct the facts where they are the cause, then retry."
        )
