"""The clock starts processes that have a timer start event: armed by the deployment, fired once per slot."""

from dataclasses import dataclass, replace
from typing import Any

from engine.commands.deliver_message import next_attempt
from engine.commands.step import LONGEST_KEY, start_process
from engine.errors import Problem
from engine.persistence.bundles import DeployedBundle
from engine.persistence.deployed import loaded
from engine.persistence.ids import new_id
from engine.persistence.incidents import Incident
from engine.persistence.start_timers import ArmedStart
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Bundle, Slot

MOST_ATTEMPTS = 5


def arm_start_timers(
    work: UnitOfWork, before: DeployedBundle | None, now_in_force: DeployedBundle, bundle: Bundle
) -> list[Problem]:
    """Arm the timer start events of a version that came into force in place of ``before``, whose timers go.

    A timer whose text is the same goes on as it was, so that a new label moves no Monday. Answers a warning for each
    that will never start anything, its time being past.
    """
    rows = work.start_timers
    kept = {row.process_id: row for row in rows.all()}
    same = {} if before is None else before.manifest["start_timers"]
    rows.remove_of(now_in_force.name)
    problems = []
    for process_id, timer in bundle.start_timers.items():
        if same.get(process_id) == timer.text:
            if process_id in kept:
                rows.add(replace(kept[process_id], bundle_id=now_in_force.id))
            continue
        slot = timer.first(work.now, work.settings.zone)
        if slot is None:
            problems.append(_past(bundle, process_id))
        else:
            rows.add(ArmedStart(process_id, now_in_force.id, slot.due_at, slot.due_at, 0, slot.turns_left))
    return problems


def _past(bundle: Bundle, process_id: str) -> Problem:
    definition, timer = bundle.definitions[process_id], bundle.start_timers[process_id]
    sentence = (
        f"Expected a start timer of {process_id} that is still to come, but {timer.text} is past: it starts nothing."
    )
    return Problem(definition.file, timer.element, "start_timer", sentence, "warning")


@dataclass(frozen=True)
class StartByTimer:
    """The process starts under a key of its own, ``<process>-<day>T<hour and minute>`` in the district's zone, with the
    fact ``scheduled_at``. Start and next slot commit together, so a slot starts once on however many nodes.
    """

    process_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{key}``: None when another node is at it, or it is not due. Of several missed slots the first starts."""
        row = work.start_timers.lock_if_free(self.process_id)
        if row is None or row.next_attempt_at > work.now:
            return {"key": None}
        scheduled = row.due_at.astimezone(work.settings.zone)
        key = start_of_slot(work, self.process_id, scheduled.isoformat())
        _go_on(work, row)
        return {"key": key}


def start_of_slot(work: UnitOfWork, process_id: str, scheduled_at: str) -> str:
    """Start the instance of a slot, unless it runs or ran already. ``scheduled_at``: ISO text, district's zone."""
    day, _, rest = scheduled_at.partition("T")
    slot = f"{day.replace('-', '')}T{rest[:5].replace(':', '')}"
    key = f"{process_id[: LONGEST_KEY - len(slot) - 1]}-{slot}"
    if not any(one.process_id == process_id for one in work.instances.of_key(key)):
        start_process(work, process_id, key, {"scheduled_at": scheduled_at})
    return key


def _go_on(work: UnitOfWork, row: ArmedStart) -> None:
    """Arm the next slot, or none when that was the last."""
    timer = loaded(work.bundles, row.bundle_id).bundle.start_timers.get(row.process_id)
    here = Slot(row.due_at, row.turns_left)
    following = None if timer is None else timer.after(here, work.now, work.settings.zone)
    if following is None:
        work.start_timers.remove(row.process_id)
    else:
        due, left = following.due_at, following.turns_left
        work.start_timers.save(replace(row, due_at=due, next_attempt_at=due, attempts=0, turns_left=left))


@dataclass(frozen=True)
class RecordStartFailure:
    """A start failed and was rolled back whole: it is tried again later; at last a person must look at this slot, and
    the clock goes on to the next.
    """

    process_id: str
    cause: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{attempts}``."""
        row = work.start_timers.find(process_id=self.process_id)
        if row is None:
            return {"attempts": 0}
        attempts = row.attempts + 1
        if attempts < MOST_ATTEMPTS:
            later = next_attempt(work.now, attempts)
            work.start_timers.save(replace(row, attempts=attempts, next_attempt_at=later))
            return {"attempts": attempts}
        timer = loaded(work.bundles, row.bundle_id).bundle.start_timers.get(row.process_id)
        scheduled = row.due_at.astimezone(work.settings.zone).isoformat()
        work.incidents.add(
            [
                Incident(
                    id=new_id(), kind="start", stuck=None, instance_id=None, outbox_id=None, business_key=None,
                    process_id=self.process_id, element=timer.element if timer else None, cause=self.cause,
                    attempts=attempts, facts={"scheduled_at": scheduled}, opened_at=work.now,
                )
            ]
        )  # fmt: skip
        _go_on(work, row)
        return {"attempts": attempts}
