"""A message on its way reaches the one who waits for it, starts a process, or waits itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.commands.step import Step, start_process
from engine.errors import NotNow
from engine.persistence.ids import new_id
from engine.persistence.incidents import CLOSED, Incident
from engine.persistence.outbox import DEAD, DELIVERED, UNHEARD, WAITING, OutboxRow
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance

FIRST_REST = timedelta(seconds=2)
LONGEST_REST = timedelta(hours=1)


@dataclass(frozen=True)
class DeliverMessage:
    """``outbox_id`` is the row of the message. Delivering twice is delivering once."""

    outbox_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{delivered, instance}``. Nobody waiting is no failure: it is tried again, and at last an incident."""
        row = work.outbox.get(self.outbox_id, lock=True)
        if row is None or row.status != WAITING:
            return {"delivered": False, "instance": None}
        message, to, payload = row.payload["message"], row.payload["to"], row.payload["payload"]
        instance_id = _hand_over(work, message, to, payload)
        row.attempts += 1
        if instance_id is None:
            _keep(work, row, message, to)
        else:
            row.status, row.delivered_at, row.last_error = DELIVERED, work.now, None
            close_incident(work, row)
        work.outbox.save(row)
        return {"delivered": instance_id is not None, "instance": instance_id}


def _hand_over(work: UnitOfWork, message: str, to: str, payload: dict[str, Any]) -> str | None:
    """To the instance that waits, or as the start of one; None when neither is there."""
    waiting = work.subscriptions.waiting_for(message, to)
    instances = {one.instance_id for one in waiting}
    if len(instances) > 1:
        raise NotNow(f"Expected one instance to wait for ‘{message}’ with the key {to}, found {len(instances)}.")
    for subscription in waiting:
        instance = work.instances.lock(subscription.instance_id)
        if instance.status != "running":
            continue
        step = Step(work, instance)
        if not any((one.message, one.key) == (message, to) for one in step.before.subscriptions):
            break  # it moved on while we waited for the lock

        def deliver(moved: Instance, halt: Halt | None) -> None:
            moved.deliver(message, to, payload, halt=halt)

        outcome = step.act(deliver)
        step.save(
            outcome, "message", {"message": message, "payload": payload}, element=subscription.element, name=message
        )
        return instance.id
    for bundle in work.bundles.in_force():
        process_id = bundle.manifest["start_messages"].get(message)
        if process_id is not None:
            return start_process(work, process_id, to, payload, message=message)
    return None


def _keep(work: UnitOfWork, row: OutboxRow, message: str, to: str) -> None:
    if row.payload.get("optional"):
        row.status, row.delivered_at = UNHEARD, work.now
        return
    row.last_error = f"Expected somebody to wait for ‘{message}’ with the key {to}, found nobody."
    if work.now >= row.expires_at:
        give_up(work, row, "message", row.last_error)
    else:
        row.next_attempt_at = next_attempt(work.now, row.attempts)


def next_attempt(now: datetime, attempts: int) -> datetime:
    """Two seconds after the first failure, then twice as long each time, an hour at most."""
    rest: timedelta = FIRST_REST * 2 ** min(attempts - 1, 20)
    return now + min(rest, LONGEST_REST)


def give_up(work: UnitOfWork, row: OutboxRow, kind: str, cause: str) -> None:
    """A person must look: the row rests, and an incident says why."""
    row.status = DEAD
    work.incidents.add(
        [
            Incident(
                id=new_id(), kind=kind, stuck=None, instance_id=None, outbox_id=row.id, business_key=row.business_key,
                process_id=None, element=None, cause=cause, attempts=row.attempts, facts=row.payload,
                opened_at=work.now,
            )
        ]
    )  # fmt: skip


def close_incident(work: UnitOfWork, row: OutboxRow) -> None:
    """What was tried again arrived."""
    incident = work.incidents.open_for_outbox(row.id)
    if incident is not None:
        incident.status, incident.closed_at, incident.closed_by = CLOSED, work.now, work.by.username
        work.incidents.save(incident)
