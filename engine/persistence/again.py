"""Which of the tasks a step opens bring the case back to their element, if it was there before.

An entry into an element may open several tasks, one for each item of a multi-instance activity, some of them later:
the first one opened while none is open there stands for the entry.
"""

from collections.abc import Iterable

from engine.persistence.user_tasks import CASE_AGAIN, UNIT_AGAIN
from engine.runtime import Definition, OpenTask


def again_in(definition: Definition, before: Iterable[OpenTask], after: Iterable[OpenTask]) -> dict[str, int]:
    """By id of a task that ``after`` has and ``before`` had not: CASE_AGAIN, UNIT_AGAIN (the first of a unit among
    further ones of the same entry), or 0 for what belongs to an entry that goes on.
    """
    old, new = {task.id: task for task in before}, {task.id: task for task in after}
    going_on = {task.element for task in new.values() if task.id in old}
    row = {_one_by_one(definition, task.element) for task in old.values() if task.id not in new} - {None}
    found: dict[str, int] = {}
    met: set[tuple[str, str | None] | str] = set()
    for task in new.values():
        if task.id in old:
            continue
        if task.element in going_on or _one_by_one(definition, task.element) in row:
            found[task.id] = 0
        elif task.element not in met:
            found[task.id] = CASE_AGAIN
        else:
            found[task.id] = 0 if (task.element, task.unit) in met else UNIT_AGAIN
        met |= {task.element, (task.element, task.unit)}
    return found


def _one_by_one(definition: Definition, element_id: str) -> str | None:
    """The sequential multi-instance activity the element is or stands in: its next item is no return."""
    element = definition.elements.get(element_id)
    while element is not None:
        if element.loop is not None and element.loop.kind == "sequential":
            return element.id
        element = definition.elements.get(element.scope)
    return None
