"""After an instance changed its version: rows that stay say what the new version says about them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import update

from engine.persistence.incidents import OPEN as OPEN_INCIDENT
from engine.persistence.incidents import incidents
from engine.persistence.timers import timers
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.user_tasks import user_tasks
from engine.runtime import OpenTask, Outcome

_SHOWN = ("element", "name", "name_en", "lane", "deadline")
_WHO = ("role", "unit", "assignee", "not_by")


def say_anew(work: UnitOfWork, before: Outcome, after: Outcome, redrawn: Collection[str] = ()) -> None:
    """Bring tasks, timers and incidents that are in both outcomes to the words of the second.

    Whoever has taken a task keeps it, unless the new version asks for another role, unit or person. A task whose form
    or people changed counts as changed, so that nobody submits what was filled in before; ``redrawn`` are the forms
    that kept their name and not their fields.
    """
    old_tasks = {task.id: task for task in before.user_tasks}
    for task in after.user_tasks:
        values = _changes(old_tasks[task.id], task, task.form in redrawn) if task.id in old_tasks else {}
        if values:
            work.connection.execute(update(user_tasks).where(user_tasks.c.id == task.id).values(values))
    old_timers = {timer.id: timer for timer in before.timers}
    for timer in after.timers:
        known = old_timers.get(timer.id)
        if known is not None and (known.element, known.deadline) != (timer.element, timer.deadline):
            named = {"element": timer.element, "deadline": timer.deadline}
            work.connection.execute(update(timers).where(timers.c.id == timer.id).values(named))
    old_stuck = {one.id: one.element for one in before.incidents}
    for one in after.incidents:
        if old_stuck.get(one.id, one.element) != one.element:
            here = (incidents.c.stuck == one.id) & (incidents.c.status == OPEN_INCIDENT)
            work.connection.execute(update(incidents).where(here).values(element=one.element))


def _changes(old: OpenTask, new: OpenTask, is_redrawn: bool) -> dict[str, Any]:
    values = {name: getattr(new, name) for name in _SHOWN if getattr(old, name) != getattr(new, name)}
    if old.form != new.form:
        values["form"] = new.form or ""
    if any(getattr(old, name) != getattr(new, name) for name in _WHO):
        values |= {"role": new.role or "", "unit": new.unit, "not_by": [name for name in new.not_by if name]}
        if (old.role, old.unit, old.assignee) != (new.role, new.unit, new.assignee):
            values |= {"assignee": new.assignee, "claimed_at": None}
    if is_redrawn or values.keys() & {"form", "role"}:
        values["revision"] = user_tasks.c.revision + 1
    return values
