"""A user task as a person is shown it: its form, what is known, and what they may do with it."""

from collections.abc import Iterable
from typing import Any

from engine.actor import Actor
from engine.persistence.conflicts import brought_up_to_date
from engine.persistence.deployed import loaded
from engine.persistence.instances import InstanceRow
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import UserTask
from engine.runtime import Instance, Outcome, Surroundings


def task_sheet(reading: Reading, task: UserTask, row: InstanceRow) -> dict[str, Any]:
    """The line of the list, with ``form`` (form-js JSON), ``data`` (values known so far), ``status`` and ``may``."""
    bundle = loaded(reading.bundles, row.bundle_id)
    form = bundle.forms.get(task.form)
    done_by = task.completed_by
    return {
        **task_lines(reading, [task])[0],
        "form": form.drawn if form else None,
        "data": _known(reading, task, row) if task.is_open else {},
        "status": task.status,
        "completed_by": done_by,
        "completed_by_name": reading.accounts.name(done_by) if done_by else None,
        "closed_at": task.closed_at.isoformat() if task.closed_at else None,
        "instance": row.id,
        "process": row.process_id,
        "may": permissions(task, reading.by),
    }


def task_lines(reading: Reading, tasks: Iterable[UserTask]) -> list[dict[str, Any]]:
    """Tasks as lines of a list, with the heading of their case and the names of people and units."""
    shown = list(tasks)
    headings = reading.headings({task.business_key for task in shown})
    units = reading.unit_names({task.unit for task in shown if task.unit})
    people = reading.accounts.names({task.assignee for task in shown if task.assignee})
    return [
        {
            "id": task.id,
            "element": task.element,
            "name": task.name,
            "name_en": task.name_en,
            "case": task.business_key,
            "title": None,
            "kind": None,
            "urgency": None,
            "paused": False,
            **headings.get(task.business_key, {}),
            "due_at": task.due_at.isoformat() if task.due_at else None,
            "since": task.opened_at.isoformat(),
            "deadline": task.deadline,
            "role": task.role,
            "unit": task.unit,
            "unit_name": units.get(task.unit or "", {}).get("name"),
            "unit_name_en": units.get(task.unit or "", {}).get("name_en"),
            "assignee": task.assignee,
            "assignee_name": people.get(task.assignee or ""),
            "revision": task.revision,
            "shown": task.is_shown_to(reading.by),
        }
        for task in shown
    ]


def permissions(task: UserTask, actor: Actor) -> dict[str, bool]:
    """What this person may do with the task now."""
    may_take = task.is_open and task.why_not(actor) is None
    return {
        "claim": may_take and task.assignee is None,
        "release": task.is_open and task.assignee == actor.username,
        "complete": may_take,
        "assign": task.is_open and task.may_be_assigned_by(actor),
    }


def standing(reading: Reading, row: InstanceRow) -> tuple[Instance, Outcome]:
    """An instance as it stands, for looking only: nothing can be performed."""
    definition = loaded(reading.bundles, row.bundle_id).definition(row.process_id)
    instance = Instance.restore(
        definition, row.state, Surroundings(lambda: reading.now, reading.settings.zone, _perform_nothing)
    )
    return instance, instance.outcome()


def _known(reading: Reading, task: UserTask, row: InstanceRow) -> dict[str, Any]:
    _, outcome = standing(reading, row)
    facts = next((one.facts for one in outcome.user_tasks if one.id == task.id), {})
    return brought_up_to_date(reading, task.business_key, facts)


def _perform_nothing(name: str, _arguments: dict[str, Any]) -> Any:
    raise LookupError(f"Expected only to look at the instance, but it asked for the operation {name}.")
