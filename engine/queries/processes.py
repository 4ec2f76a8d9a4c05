"""The processes that can be started, each in the version in force; and those no version in force draws any more."""

from dataclasses import dataclass
from typing import Any

from engine.casework import glossary
from engine.persistence.bundles import DeployedBundle
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Processes:
    """Every process of every bundle in force."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{id, name, name_en, bundle, version}]`` in order of bundle and process. Those of the three kinds of
        request come first: everybody looks for them.
        """
        return _told(reading.bundles.in_force())


@dataclass(frozen=True)
class ProcessesOnceDrawn:
    """Every process that only versions draw which are no longer in force: its cases may still run."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """As ``Processes``, each in the last version that drew it."""
        drawn = {one["id"] for one in _told(reading.bundles.in_force())}
        last = {one["id"]: one for one in _told(reading.bundles.once_in_force()) if one["id"] not in drawn}
        return list(last.values())


def _told(versions: list[DeployedBundle]) -> list[dict[str, Any]]:
    """In order of bundle, process and version; the kinds of request first."""
    kinds = {kind.code: place for place, kind in enumerate(glossary.KINDS)}
    found = [
        {
            "id": process["id"],
            "name": process["name"],
            "name_en": process.get("name_en"),
            "bundle": bundle.name,
            "version": bundle.version,
        }
        for bundle in versions
        for process in bundle.manifest["processes"]
    ]
    return sorted(found, key=lambda one: (one["bundle"], kinds.get(one["id"], len(kinds)), one["id"], one["version"]))
