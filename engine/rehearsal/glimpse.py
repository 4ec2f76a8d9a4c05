"""Where a play stands, for a page: who must act, what the clock will do, what is heard, what is known and was said."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from engine.actor import SYSTEM
from engine.persistence.user_tasks import UserTask
from engine.queries.diagram_view import DiagramView
from engine.queries.journal_of import JournalOf
from engine.queries.naming import called
from engine.queries.option_lists import OptionLists
from engine.queries.standing import EveryKey, FactsOf, Stand
from engine.rehearsal.play import Play
from engine.rehearsal.stage import Stage
from engine.runtime import Bundle, Element

JOURNAL: Final = 300
Names = Mapping[str, Mapping[str, Any]]  # of units, by code


def glimpse(play: Play, bundle: Bundle) -> dict[str, Any]:
    """``{now, next, runs: [{key, name, case, process, status, ended_at, facts, tasks, timers, messages, deadlines,
    notices, incidents, journal}]}``; moments are aware, labels in both languages.
    """
    stage = play.stage
    stands = [stage.stand(key) for key in stage.ask(EveryKey())]
    units = stage.ask(OptionLists(("units",)))["units"]
    names = {one["value"]: {"name": one["label"], "name_en": one["label_en"]} for one in units}
    due = [timer.due_at for stand in stands for timer in stand.timers if timer.due_at]
    return {
        "now": stage.clock.now(),
        "next": min(due, default=None),
        "runs": [_under(stage, stand, bundle, names) for stand in stands],
    }


def diagrams(play: Play, key: str) -> list[dict[str, Any]]:
    """The diagrams under a key with their tokens, as for any case. Raises: NotFound."""
    views: list[dict[str, Any]] = play.stage.district.application.ask(DiagramView(key), SYSTEM)
    return views


def _under(stage: Stage, stand: Stand, bundle: Bundle, names: Names) -> dict[str, Any]:
    elements = _elements(stand, bundle)
    row = stand.instances[-1]
    named = {key: name for name, key in stage.names.items()}
    ended = elements.get(row.ended_at_element or "")
    return {
        "key": stand.key,
        "name": named.get(stand.key),
        "case": stand.case,
        "is_citizens": stand.key in stage.tracking,
        "process": _process(row.process_id, bundle),
        "status": row.status,
        "ended_at": _named(ended, row.ended_at_element) if row.ended_at_element else None,
        "facts": stage.ask(FactsOf(stand.key)),
        "tasks": [_task(task, names) for task in stand.tasks],
        "timers": [
            {**_named(elements.get(one.element), one.element), "due_at": one.due_at, "deadline": one.deadline}
            for one in sorted(stand.timers, key=lambda one: (one.due_at is None, one.due_at))
        ],
        "messages": [
            {**_named(elements.get(one.element), one.element), "message": one.message, "key": one.key}
            for one in stand.subscriptions
        ],
        "deadlines": [
            {"name": one.deadline.name, "due_at": one.due_at or one.last_due_at, "state": one.state, "kept": one.kept}
            for one in stand.deadlines
        ],
        "notices": [{**asdict(one), **called("recipient", one.recipient, names)} for one in stand.notices],
        "incidents": [
            {**_named(elements.get(one.element or ""), one.element), "cause": one.cause} for one in stand.incidents
        ],
        "journal": stage.ask(JournalOf(stand.key, limit=JOURNAL))["items"],
    }  # fmt: skip


def _process(process_id: str, bundle: Bundle) -> dict[str, Any]:
    found = bundle.definitions.get(process_id)
    return {"id": process_id, "name": (found and found.name) or process_id, "name_en": found and found.name_en}


def _task(task: UserTask, names: Names) -> dict[str, Any]:
    return {
        "id": task.id,
        "name": task.name,
        "name_en": task.name_en,
        "role": task.role,
        **called("unit", task.unit, names),
        "assignee": task.assignee,
        "due_at": task.due_at,
        "opened_at": task.opened_at,
    }


def _elements(stand: Stand, bundle: Bundle) -> Mapping[str, Element]:
    found: dict[str, Element] = {}
    for row in stand.instances:
        if row.process_id in bundle.definitions:
            found.update(bundle.definitions[row.process_id].elements)
    return found


def _named(element: Element | None, element_id: str | None) -> dict[str, Any]:
    return {
        "element": element_id,
        "name": (element.name if element else None) or element_id,
        "name_en": element.name_en if element else None,
    }
