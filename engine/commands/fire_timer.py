"""The clock fires one timer that is due."""

from dataclasses import dataclass
from typing import Any

from engine.commands.deliver_message import next_attempt
from engine.commands.step import Step
from engine.persistence.ids import new_id
from engine.persistence.incidents import Incident
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance

MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class FireTimer:
    """Effect and claim commit together; a timer that waits no longer is an ordinary, quiet end."""

    timer_id: str
    instance_id: str

    def perform(self, work: UnitOfWork) -> dict[str, bool]:
        """``{fired}``: False when someone else is at the instance, or the timer is gone, rests or is not due."""
        row = work.instances.lock_if_free(self.instance_id)
        timer = work.timers.get(self.timer_id) if row is not None and row.status == "running" else None
        if row is None or timer is None or timer.next_attempt_at is None or timer.next_attempt_at > work.now:
            return {"fired": False}
        step = Step(work, row)
        fired = []

        def fire(instance: Instance, halt: Halt | None) -> None:
            fired.append(instance.fire(self.timer_id, halt=halt))

        outcome = step.act(fire)
        if not fired[-1]:
            return {"fired": False}
        element = step.definition.elements.get(timer.element)
        details = {"timer": timer.id, "due_at": timer.due_at.isoformat() if timer.due_at else None}
        step.save(outcome, "timer", details, element=timer.element, name=element.name if element else None)
        return {"fired": True}


@dataclass(frozen=True)
class RecordTimerFailure:
    """Firing failed and was rolled back whole: it is tried again later, and at last a person must look."""

    timer_id: str
    cause: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{attempts}``."""
        timer = work.timers.get(self.timer_id)
        if timer is None:
            return {"attempts": 0}
        timer.attempts += 1
        if timer.attempts < MOST_ATTEMPTS:
            timer.next_attempt_at = next_attempt(work.now, timer.attempts)
        else:
            timer.next_attempt_at = None
            row = work.instances.get(timer.instance_id)
            work.incidents.add(
                [
                    Incident(
                        id=new_id(), kind="timer", stuck=timer.id, instance_id=row.id, outbox_id=None,
                        business_key=row.business_key, process_id=row.process_id, element=timer.element,
                        cause=self.cause, attempts=timer.attempts, facts={}, opened_at=work.now,
                    )
                ]
            )  # fmt: skip
        work.timers.save([timer])
        return {"attempts": timer.attempts}
