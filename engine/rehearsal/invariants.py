"""What is true of every case at every rest, whatever its diagram looks like."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from engine.actor import ROLES, SYSTEM, UNIT_ROLES
from engine.application import Application
from engine.casework.case import State
from engine.queries.standing import Stand, StandingOfEach

WORKS = ("intake", "dispatcher", "handler", "reviewer")  # on the case itself; others approve, rule or supervise beside


def broken(application: Application, keys: Collection[str]) -> list[str]:
    """Sentences on what is not true of these keys, though it always must be; empty when all is well."""
    stands: list[Stand] = application.ask(StandingOfEach(tuple(sorted(keys))), SYSTEM)
    return [sentence for stand in stands for sentence in broken_of(stand)]


def broken_of(stand: Stand) -> Iterator[str]:
    """As ``broken``, for one key already looked at."""
    yield from _resting_dead(stand)
    yield from _tasks(stand)
    yield from _case(stand)
    yield from _owner(stand)


def _resting_dead(stand: Stand) -> Iterator[str]:
    """No instance rests with nothing waiting."""
    waiting = {task.instance_id for task in stand.tasks} | {timer.instance_id for timer in stand.timers}
    waiting |= {one.instance_id for one in stand.subscriptions}
    stuck = {one.instance_id for one in stand.incidents}
    for timer in stand.timers:
        if timer.attempts:
            yield f"Expected the timer {timer.element} of {stand.key} to fire, but it failed {timer.attempts} times."
    for row in stand.instances:
        if row.status == "running" and row.id not in waiting | stuck:
            yield f"Expected {stand.key} ({row.process_id}) to wait for something, but it rests with nothing waiting."
        if row.status != "running" and row.id in waiting:
            yield f"Expected nothing to wait in {stand.key} ({row.process_id}), which is {row.status}."


def _tasks(stand: Stand) -> Iterator[str]:
    """No open task is nobody's."""
    for task in stand.tasks:
        if task.role not in ROLES:
            yield f"Expected a role for “{task.name}” of {stand.key}, but found ‘{task.role}’."
        if task.role in UNIT_ROLES and not task.unit:
            yield f"Expected a unit for “{task.name}” of {stand.key}, but found none."


def _case(stand: Stand) -> Iterator[str]:
    """A case has one owner, and runs as long as it is open."""
    case = stand.case
    if case is None:
        return
    running = [row for row in stand.instances if row.status == "running"]
    if case.has_ended and any(one.state == "running" for one in stand.deadlines):
        names = ", ".join(one.deadline.name for one in stand.deadlines if one.state == "running")
        yield f"Expected no deadline to run on {case.number}, which is {case.state}, but found {names}."
    if not case.has_ended and not running:
        yield f"Expected a process to run for {case.number}, which is {case.state}, but found none."
    if case.has_ended and stand.tasks:
        yield f"Expected no open task of {case.number}, which is {case.state}, but found {stand.tasks[0].name}."
    if case.owner.role in UNIT_ROLES and not case.owner.unit:
        yield f"Expected a unit to own {case.number}, but found the role {case.owner.role} alone."
    if case.state is State.MERGED and case.merged_into is None:
        yield f"Expected {case.number} to say what it is merged into, but it does not."


def _owner(stand: Stand) -> Iterator[str]:
    """Whoever owns a case can do something: one of the tasks open in it is the owner's.

    Not so while nothing but a clock, a message or someone who only approves is waited for (an extension is asked for
    beside joint handling), and while a unit's reply waits for the quarrel about its return to be settled by others;
    nor while it is handled jointly, since those tasks are the joint handling's.
    """
    case, tasks = stand.case, [task for task in stand.tasks if task.role in WORKS]
    if stand.jointly:
        return
    if case is None or case.has_ended or not tasks or (case.state is State.HANDLING and case.replied_at):
        return
    owner = case.owner
    if not any(task.role == owner.role and owner.unit in (None, task.unit) for task in tasks):
        whose = " of ".join(filter(None, (owner.role, owner.unit)))
        found = ", ".join(" @".join(filter(None, (task.name, task.unit))) for task in tasks)
        yield f"Expected a task of the {whose}, who owns {case.number} ({case.state}), but found only {found}."


@dataclass
class Watch:
    """Looks at keys again and again: beside what must hold now, nothing may have changed without an entry for it."""

    ended: set[str] = field(default_factory=set)
    _due: dict[str, tuple[datetime | None, int]] = field(default_factory=dict)

    def wrong_with(self, stand: Stand) -> list[str]:
        """What is not as it must be, compared with the look before."""
        found = list(broken_of(stand))
        found += [f"{one.business_key} stopped at {one.element or one.kind}: {one.cause}" for one in stand.incidents]
        for clock in stand.deadlines:
            entries = len(clock.deadline.changes)
            before = self._due.get(clock.id)
            if before is not None and before[0] != clock.due_at and before[1] == entries:
                found.append(f"Expected the deadline {clock.deadline.name} of {stand.key} to move with an entry only.")
            self._due[clock.id] = (clock.due_at, entries)
        if stand.case is not None and stand.case.has_ended:
            self.ended.add(stand.key)
        return found
