"""Which of several tasks can be completed with the same answers, with which form, and why the others cannot."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict

from forms import Component
from web.handler.filled import Filled
from web.shared.language import language

Task = dict[str, Any]
Posted = ImmutableMultiDict[str, str]


@dataclass(frozen=True)
class Together:
    """``fits`` names the form; ``html``: its controls; ``like``: the id of one of the tasks that have it.

    ``left_out``: the fields that are of one case only. ``apart``: by the id of a task, the sentence why it is not
    completed with the others.
    """

    fits: str = ""
    html: str = ""
    like: str = ""
    left_out: Sequence[Component] = ()
    apart: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """What the fields left out are called."""
        return [one.text(language()) for one in self.left_out]

    @classmethod
    def of(cls, chosen: Sequence[Task], posted: Posted) -> "Together":
        """The form that most of the chosen tasks share, with the answers that were given to it already."""
        filled = {task["id"]: Filled.untouched(task) for task in chosen}
        open_ones = [task for task in chosen if not why_apart(task, filled[task["id"]], "")]
        counted = Counter(form_of(task, filled[task["id"]]) for task in open_ones)
        fits = counted.most_common(1)[0][0] if counted else ""
        apart = {task["id"]: why_apart(task, filled[task["id"]], fits) for task in chosen if task["status"] == "open"}
        apart = {task_id: why for task_id, why in apart.items() if why}
        if not fits:
            return cls(apart=apart)
        shown = [task for task in open_ones if task["id"] not in apart]
        own = {one.id: one for task in shown for one in filled[task["id"]].of_this_case}
        html = controls(shown[0], own, posted if posted.get("fits") == fits else None)
        return cls(fits, html, shown[0]["id"], list(own.values()), apart)


def controls(task: Task, left_out: Collection[str], posted: Posted | None) -> str:
    """The controls of the task's form without the fields left out; answers decide which of them are asked."""
    # what is proposed for one case is nothing for the others
    several = Filled.untouched({**task, "data": {}}).for_several(left_out)
    return (several.answered(posted) if posted else several).html()


def form_of(task: Task, filled: Filled) -> str:
    """The step and the very form: tasks that share it take the same answers."""
    return f"{task['element']}:{filled.form.digest}"


def why_apart(task: Task, filled: Filled, fits: str) -> str:
    """Why the task is not completed with the others; empty when it is. ``fits``: their form, empty for any."""
    if task["status"] != "open":
        return gettext("It is no longer open.")
    if not task["may"]["complete"]:
        return gettext("It is for someone else to complete.")
    if fits and form_of(task, filled) != fits:
        return gettext("It is another step or an older form; choose it with its like.")
    needed = [one for one in filled.of_this_case if _is_always_asked(one)]
    if needed:
        names = gettext(", ").join(one.text(language()) for one in needed)
        return gettext("What it asks for differs from case to case: %(fields)s. Open it by itself.", fields=names)
    return ""


def _is_always_asked(component: Component) -> bool:
    return component.required and component.hide is None
