"""Which steps the heat has rows for: those of the version in force, and those only earlier versions drew.

Running cases stay on their version. A step that a new version removed or renamed still has them waiting, and what
stopped there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_

from engine.errors import NotFound
from engine.persistence.deployed import Loaded, loaded
from engine.persistence.unit_of_work import Reading
from engine.runtime import Element


@dataclass(frozen=True)
class Step:
    """``version``: the last one that drew it, when the one in force does not; else None."""

    element: Element
    version: int | None


def drawing(reading: Reading, process_id: str) -> tuple[Loaded, bool]:
    """The version new instances of a process start on, True; or False with the last that drew it. Raises: NotFound."""
    for versions, rules in ((reading.bundles.in_force(), True), (reversed(reading.bundles.once_in_force()), False)):
        for head in versions:
            if any(process["id"] == process_id for process in head.manifest["processes"]):
                return loaded(reading.bundles, head.id), rules
    raise NotFound(f"Expected a process in force, but there is none called {process_id}. See the list of processes.")


def own(version: Loaded, process_id: str) -> Mapping[str, Element]:
    """What a process draws in a version, by id; nothing where the version has no such process."""
    drawn = version.bundle.definitions.get(process_id)
    found = drawn.elements.values() if drawn else ()
    return {element.id: element for element in found if element.process == process_id}


def callers(version: Loaded, process_id: str) -> list[str]:
    """The process and those that call it: a row names the process its instance was started as."""
    found = version.bundle.definitions.values()
    return [one.process_id for one in found if process_id == one.process_id or process_id in one.called]


def drawn_by(version: Loaded, process_id: str, columns: Any) -> list[ColumnElement[bool]]:
    """Which rows with an element are at what this process draws or drew, whichever process calls it.

    A row of its own instances is at another's step only where the process calls that one. A row of a caller is at
    anybody's step of that id: where ids are drawn twice it is taken for the one that draws it in force.
    """
    ours, definitions = own(version, process_id), version.bundle.definitions
    called = definitions[process_id].elements.keys() - ours.keys()
    others = {name for each in definitions.values() for name in each.elements} - ours.keys()
    from_where = callers(version, process_id)
    where = [columns.process_id.in_(from_where), columns.element.not_in(sorted(called))]
    if from_where != [process_id]:  # else it would only be hundreds of names to read in each question
        where.append(or_(columns.process_id == process_id, columns.element.not_in(sorted(others))))
    return where


def _around(version: Loaded, process_id: str) -> set[str]:
    """What a process, those it calls and those that call it draw in a version: there its rows come from."""
    return {name for one in callers(version, process_id) for name in version.bundle.definitions[one].elements}


def steps(reading: Reading, version: Loaded, process_id: str, found: Collection[str]) -> dict[str, Step]:
    """By id, what the process draws in force, and those of ``found`` that it drew in an earlier version."""
    drawn = {name: Step(element, None) for name, element in own(version, process_id).items()}
    sought = set(found) - set(drawn)
    for number in range(version.head.version - 1, 0, -1):
        if not sought:
            break
        earlier = loaded(reading.bundles, reading.bundles.version(version.head.name, number).id)
        drawn |= {name: Step(one, number) for name, one in own(earlier, process_id).items() if name in sought}
        sought -= _around(earlier, process_id)
    return drawn
