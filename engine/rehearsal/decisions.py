"""Every decision a bundle puts before people: the options of its user tasks' forms."""

from collections.abc import Mapping

from engine.persistence.user_tasks import UserTask
from engine.rehearsal.staff import DECIDES, Decision
from engine.runtime import Bundle
from forms import Form


def decisions_of(bundle: Bundle, forms: Mapping[str, Form]) -> dict[Decision, str]:
    """(process, element, field, option) → words, for every option written into a form some user task names.

    Args:
        bundle: the diagrams.
        forms: the bundle's forms by key.
    """
    found: dict[Decision, str] = {}
    for definition in bundle.definitions.values():
        for element in definition.elements.values():
            if element.kind != "userTask" or element.process != definition.process_id:
                continue
            for component in forms[element.properties["form"]].fields():
                if component.kind in DECIDES and component.source is None and not component.readonly:
                    for choice in component.choices:
                        words = f"{definition.name} › {element.name} › {component.label}: {choice.label}"
                        found[(element.process, element.id, str(component.key), choice.token)] = words
    return found


def place_in(bundle: Bundle, task: UserTask) -> tuple[str, str]:
    """(process that draws it, element) of a task; its instance may run another process that calls this one."""
    return bundle.definitions[task.process_id].elements[task.element].process, task.element
