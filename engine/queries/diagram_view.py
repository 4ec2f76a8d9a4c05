"""The diagrams of a case with what happened on them: where it waits, what was passed, how often."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound
from engine.persistence.deployed import Loaded, loaded
from engine.persistence.instances import InstanceRow
from engine.persistence.journal import Entry
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import Reading
from engine.runtime import Element, as_text


@dataclass(frozen=True)
class DiagramView:
    """``key``: a business key; every instance of it, each with the diagrams of what it calls."""

    key: str

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """One per instance and diagram, the process itself first, then what it calls once it got there:

        ``{instance, process, name, name_en, bundle, version, status, xml, elements: {id: {state, count, name, name_en,
        kind}}, flows: [ids taken], steps: [{element, name, name_en, state, at, by}]}``; ``state`` is waiting, incident,
        visited or cancelled. Raises: NotFound when the key has no
        instance, or it is not the actor's to see.
        """
        refuse_unless_readable(reading, self.key)
        rows = reading.instances.of_key(self.key)
        if not rows:
            raise NotFound(f"Expected a process instance of {self.key}, but there is none.")
        return [view for row in rows for view in _views(reading, row)]


def _views(reading: Reading, row: InstanceRow) -> list[dict[str, Any]]:
    version = loaded(reading.bundles, row.bundle_id)
    definition = version.definition(row.process_id)
    entries = reading.journal.of_instance(row.business_key, row.id)
    elements = _states(reading, row, entries, definition.elements)
    taken = dict.fromkeys(flow for entry in entries for flow in entry.flows if flow in definition.flows)
    views = []
    for process_id in (definition.process_id, *definition.called):
        own = {element.id: element for element in definition.elements.values() if element.process == process_id}
        if process_id != definition.process_id and not own.keys() & elements.keys():
            continue  # not called so far
        shown = {name: state for name, state in elements.items() if name in own}
        views.append(
            {
                **_heading(version, row, process_id),
                "elements": shown,
                "flows": [flow for flow in taken if definition.flows[flow].source in own],
                "steps": _steps(entries, own, shown),
            }
        )
    return views


def _heading(version: Loaded, row: InstanceRow, process_id: str) -> dict[str, Any]:
    definition = version.definition(process_id)
    xml = next(source.content for source in version.bundle.sources if source.name == definition.file)
    return {
        "instance": row.id,
        "process": process_id,
        "name": definition.name,
        "name_en": definition.name_en,
        "bundle": version.head.name,
        "version": version.head.version,
        "status": row.status,
        "xml": as_text(xml),
    }


def _states(
    reading: Reading, row: InstanceRow, entries: list[Entry], elements: dict[str, Element]
) -> dict[str, dict[str, Any]]:
    counts: Counter[str] = Counter()
    last: dict[str, str] = {}
    for entry in entries:
        for element, _, _, state in entry.passed:
            last[element] = "cancelled" if state == "cancelled" else "visited"
            counts[element] += state != "cancelled"
    tasks = reading.user_tasks.of_key(row.business_key, only_open=True)
    waiting = {task.element for task in tasks if task.instance_id == row.id}
    waiting |= {timer.element for timer in reading.timers.of_instance(row.id)}
    waiting |= {one.element for one in reading.subscriptions.of_instance(row.id)}
    stuck = {incident.element for incident in reading.incidents.open_of(row.id) if incident.element}
    states = {**last, **dict.fromkeys(waiting, "waiting"), **dict.fromkeys(stuck, "incident")}
    return {
        name: {
            "state": state,
            "count": counts[name],
            "name": elements[name].name,
            "name_en": elements[name].name_en,
            "kind": elements[name].kind,
        }
        for name, state in states.items()
        if name in elements
    }


def _steps(entries: list[Entry], own: dict[str, Element], shown: dict[str, Any]) -> list[dict[str, Any]]:
    """What was passed in order, labelled elements only, and at the end where it waits."""
    steps = [
        {
            "element": element,
            "name": own[element].name,
            "name_en": own[element].name_en,
            "kind": kind,
            "state": "cancelled" if state == "cancelled" else "visited",
            "at": entry.at.isoformat(),
            "by": entry.actor_name,
        }
        for entry in entries
        for element, kind, _, state in entry.passed
        if element in own and own[element].name
    ]
    return steps + [
        {
            **{part: one[part] for part in ("name", "name_en", "kind", "state")},
            "element": element,
            "at": None,
            "by": None,
        }
        for element, one in shown.items()
        if one["state"] in ("waiting", "incident") and one["name"]
    ]
