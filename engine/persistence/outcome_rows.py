"""After a step: the rows beside the state are brought up to date by the difference of two outcomes.

The rows are a projection of the state, written with it in every transaction; so the outcome before the step says what
the rows hold, and none of them is read again.
"""

from engine.persistence.again import again_in
from engine.persistence.ids import new_id
from engine.persistence.incidents import CLOSED, Incident
from engine.persistence.instances import InstanceRow
from engine.persistence.subscriptions import SubscriptionRow
from engine.persistence.timers import Timer
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.user_tasks import COMPLETED, WITHDRAWN, UserTask
from engine.runtime import Definition, OpenTask, Outcome

NOTHING = Outcome("running")


def bring_up_to_date(
    work: UnitOfWork,
    row: InstanceRow,
    definition: Definition,
    before: Outcome,
    after: Outcome,
    *,
    completed: str | None = None,
) -> None:
    """Write what changed from ``before`` to ``after``; ``completed`` is the user task a person just completed."""
    _user_tasks(work, row, definition, before, after, completed)
    if before.timers != after.timers:
        _timers(work, row, before, after)
    if before.subscriptions != after.subscriptions:
        _subscriptions(work, row, before, after)
    if before.incidents != after.incidents:
        _incidents(work, row, before, after)
    for thrown in after.thrown:
        work.throw(thrown.message, thrown.to, thrown.payload)


def _user_tasks(
    work: UnitOfWork,
    row: InstanceRow,
    definition: Definition,
    before: Outcome,
    after: Outcome,
    completed: str | None,
) -> None:
    old = {task.id: task for task in before.user_tasks}
    new = {task.id: task for task in after.user_tasks}
    gone = [task_id for task_id in old if task_id not in new]
    if completed in gone:
        gone.remove(completed)
        work.user_tasks.close([completed], COMPLETED, work.now, work.by.username)
    work.user_tasks.close(gone, WITHDRAWN, work.now)
    work.user_tasks.move(
        [(one.id, one.due_at) for one in new.values() if one.id in old and old[one.id].due_at != one.due_at]
    )
    back = again_in(definition, before.user_tasks, after.user_tasks)
    work.user_tasks.add([_opened(work, row, task, back[task.id]) for task in new.values() if task.id not in old])


def _opened(work: UnitOfWork, row: InstanceRow, task: OpenTask, again: int) -> UserTask:
    return UserTask(
        id=task.id,
        instance_id=row.id,
        business_key=row.business_key,
        process_id=row.process_id,
        element=task.element,
        name=task.name,
        name_en=task.name_en,
        lane=task.lane,
        role=task.role or "",
        unit=task.unit,
        assignee=task.assignee,
        not_by=[name for name in task.not_by if name],
        form=task.form or "",
        due_at=task.due_at,
        deadline=task.deadline,
        opened_at=work.now,
        claimed_at=work.now if task.assignee else None,
        again=again,
    )


def _timers(work: UnitOfWork, row: InstanceRow, before: Outcome, after: Outcome) -> None:
    old = {timer.id: timer for timer in before.timers}
    new = {timer.id: timer for timer in after.timers}
    fresh = {
        one.id: Timer(one.id, row.id, row.business_key, one.element, one.deadline, one.due_at, one.due_at)
        for one in new.values()
        if old.get(one.id) != one
    }
    work.timers.remove([timer_id for timer_id in old if timer_id not in new])
    work.timers.save([timer for timer_id, timer in fresh.items() if timer_id in old])
    work.timers.add([timer for timer_id, timer in fresh.items() if timer_id not in old])


def _subscriptions(work: UnitOfWork, row: InstanceRow, before: Outcome, after: Outcome) -> None:
    old = {one.id: one for one in before.subscriptions}
    new = {one.id: one for one in after.subscriptions}
    changed = [one for one in new.values() if old.get(one.id) != one]
    work.subscriptions.remove([one_id for one_id in old if new.get(one_id) != old[one_id]])
    work.subscriptions.add([SubscriptionRow(one.id, row.id, one.message, one.key, one.element) for one in changed])


def _incidents(work: UnitOfWork, row: InstanceRow, before: Outcome, after: Outcome) -> None:
    old = {one.id: one for one in before.incidents}
    new = {one.id: one for one in after.incidents}
    gone = {(one.element, one.cause): one for one in old.values() if one.id not in new}
    for one in [one for one in new.values() if one.id not in old]:
        first = gone.pop((one.element, one.cause), None)
        if first is not None:  # the token it was named by goes on; others stand there still
            work.incidents.stands_for(row.id, first.id, one.id)
            old[one.id] = first
    for one in gone.values():
        work.incidents.close(row.id, one.id, CLOSED, work.now, work.by.username, None)
    for one in new.values():
        if one.id in old and old[one.id] != one:
            work.incidents.failed_again(row.id, one.id, one.cause, one.attempts, one.facts)
    work.incidents.add(
        [
            Incident(
                id=new_id(),
                kind="step",
                stuck=one.id,
                instance_id=row.id,
                outbox_id=None,
                business_key=row.business_key,
                process_id=row.process_id,
                element=one.element,
                cause=one.cause,
                attempts=one.attempts,
                facts=one.facts,
                opened_at=work.now,
            )
            for one in new.values()
            if one.id not in old
        ]
    )
