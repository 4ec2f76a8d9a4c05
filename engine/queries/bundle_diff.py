"""What one version of a bundle changes against another, in the words of the diagram: for the person who reviews it."""

from dataclasses import dataclass, fields
from typing import Any

from engine.errors import NotAllowed
from engine.operations.registry import catalogue
from engine.persistence.unit_of_work import Reading
from engine.runtime import Element, Flow, Source, parse_bundle

PLACES = {"line", "file"}  # where something stands in its file is no change of what it does
Parts = dict[tuple[str, str], Element | Flow]


@dataclass(frozen=True)
class BundleDiff:
    """From version ``before`` to version ``after`` of the bundle ``name``."""

    name: str
    before: int
    after: int

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"files": {added, removed, changed}, "elements": [{process, element, kind, name, change, fields}]}``.

        Raises:
            NotAllowed: for whoever is no designer, administrator or leader.
            NotFound: no such version.
        """
        if not reading.by.has("designer", "admin", "leader"):
            raise NotAllowed("Expected a designer, an administrator or a leader to compare versions.")
        old, new = self._files(reading, self.before), self._files(reading, self.after)
        return {
            "files": {
                "added": sorted(set(new) - set(old)),
                "removed": sorted(set(old) - set(new)),
                "changed": sorted(name for name in set(old) & set(new) if old[name] != new[name]),
            },
            "elements": _changes(_parts(self.name, old), _parts(self.name, new)),
        }

    def _files(self, reading: Reading, version: int) -> dict[str, bytes]:
        return dict(reading.bundles.files(reading.bundles.version(self.name, version).id))


def _parts(name: str, files: dict[str, bytes]) -> Parts:
    bundle = parse_bundle(name, [Source(file, content) for file, content in files.items()], operations=catalogue())
    found: Parts = {}
    for definition in bundle.definitions.values():
        found |= {(element.process, element.id): element for element in definition.elements.values()}
        for flow in definition.flows.values():
            found[definition.elements[flow.source].process, flow.id] = flow
    return found


def _changes(old: Parts, new: Parts) -> list[dict[str, Any]]:
    changes = []
    for place in sorted(set(old) | set(new)):
        before, after = old.get(place), new.get(place)
        differing = _differing(before, after) if before and after else []
        if before is None or after is None or differing:
            part = after or before
            changes.append(
                {
                    "process": place[0],
                    "element": place[1],
                    "kind": "sequenceFlow" if isinstance(part, Flow) else part.kind if part else "",
                    "name": part.name if part else "",
                    "change": "added" if before is None else "removed" if after is None else "changed",
                    "fields": differing,
                }
            )
    return changes


def _differing(before: Element | Flow, after: Element | Flow) -> list[str]:
    if type(before) is not type(after):
        return ["kind"]
    names = [one.name for one in fields(before) if one.name not in PLACES]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
