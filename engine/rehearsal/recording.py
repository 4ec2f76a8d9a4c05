"""What was done in a play, in the words a walk is written in: labels, roles, and ``$case`` for a number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml

from engine.persistence.user_tasks import UserTask
from engine.queries.standing import OpenTasks, Stand, TaskForm
from engine.rehearsal.stage import Stage
from forms import Choice, Component


def completion(
    stage: Stage, task: UserTask, sheet: TaskForm, given: Mapping[str, Any], by: str | None
) -> dict[str, Any]:
    """The step that completes this task with this submission; as much of the task is named as tells it from others."""
    raw: dict[str, Any] = {"complete": task.name or task.element, **_which(stage, task)}
    if by:
        raw["by"] = f"{by} of {unit_name(stage, task.unit)}" if task.unit else by
    fields = {str(component.key): component for component in sheet.form.fields()}
    spoken = {name: _spoken(stage, fields.get(name), value, sheet.options) for name, value in given.items()}
    kept = {name: value for name, value in spoken.items() if value not in (None, "", [], {})}
    return {**raw, "with": kept} if kept else raw


def until(stage: Stage, moment: datetime) -> dict[str, Any]:
    """The step that lets the clock run to a moment."""
    local = moment.astimezone(stage.district.application.settings.zone)
    exact = local.second or local.microsecond
    return {"pass": f"until {local.isoformat() if exact else local.strftime('%Y-%m-%d %H:%M')}"}


def named_key(stage: Stage, key: str) -> dict[str, str]:
    """How a step says which key it means: a case by the walk's name for it, anything else by its key."""
    for name, known in stage.names.items():
        if known == key:
            return {"case": name} if key in stage.tracking else {"key": f"${name}"}
    return {"key": _with_names(stage, key)}


def standing_words(stage: Stage) -> dict[str, Any]:
    """What stands now under the key the play speaks of, as an ``expect`` would say it; empty when it has none."""
    key = stage.key or stage.case
    if key is None:
        return {}
    stand: Stand = stage.stand(key)
    said: dict[str, Any] = dict(named_key(stage, key))
    if stand.case is not None:
        said["state"] = stand.case.state.value
        if stand.case.has_ended:
            said["closed"] = True
    elif stand.instances:
        said["status"] = stand.instances[-1].status
    said["waiting"] = [stage.label(task) for task in stand.tasks]
    if stand.incidents:
        said["incidents"] = len(stand.incidents)
    return said


def written(title: str, about: str, starts: datetime, steps: Sequence[Mapping[str, Any]]) -> bytes:
    """The walk as a YAML file: keys in the order they were said, one step after another, so that versions compare well.

    ``starts`` is in the district's zone.
    """
    head = {"walk": title, **({"about": about} if about else {}), "starts": starts.strftime("%Y-%m-%d %H:%M")}
    text = yaml.safe_dump(
        {**head, "steps": [dict(step) for step in steps]}, allow_unicode=True, sort_keys=False, width=100
    )
    return text.encode()


def _which(stage: Stage, task: UserTask) -> dict[str, str]:
    """The fewest terms that leave this task alone among those of its name."""
    tasks: list[UserTask] = stage.ask(OpenTasks())
    alike = [one for one in tasks if one.name == task.name]
    found = named_key(stage, task.business_key) if len({one.business_key for one in tasks}) > 1 else {}
    alike = [one for one in alike if not found or one.business_key == task.business_key]
    if len(alike) > 1 and task.unit:
        found["unit"] = unit_name(stage, task.unit)
        alike = [one for one in alike if one.unit == task.unit]
    if len(alike) > 1:
        found["process"] = task.process_id
        alike = [one for one in alike if one.process_id == task.process_id]
    if len(alike) > 1 and task.assignee:
        found["person"] = task.assignee
    return found


def unit_name(stage: Stage, code: str | None) -> str:
    """The name of a unit by its code."""
    return next((name for name, known in stage.codes.items() if known == code), code or "")


def _spoken(stage: Stage, component: Component | None, value: Any, options: Mapping[str, Any]) -> Any:
    if component is not None and component.kind == "dynamiclist" and isinstance(value, list):
        inner = {str(one.key): one for one in component.components}
        return [
            {name: _spoken(stage, inner.get(name), item, options) for name, item in row.items()}
            if isinstance(row, dict)
            else row
            for row in value
        ]  # fmt: skip
    if component is not None and component.source is not None:
        choices = component.choices_from(options)
        if isinstance(value, list):
            return [_label(choices, item) for item in value]
        value = _label(choices, value)
    return _with_names(stage, value) if isinstance(value, str) else value


def _label(choices: Sequence[Choice], value: Any) -> Any:
    """The label of an option, where no other option is called so."""
    label = next((one.label for one in choices if one.value == value), None)
    alone = label is not None and sum(one.label == label for one in choices) == 1
    return label if alone else value


def _with_names(stage: Stage, text: str) -> str:
    for name, key in stage.names.items():
        if len(key) > 3 and key in text:
            text = text.replace(key, f"${name}")
    return text
