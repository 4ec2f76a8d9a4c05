"""The processes that can be started, each in the version in force."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Processes:
    """Every process of every bundle in force."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{id, name, name_en, bundle, version}]`` in order of bundle and process."""
        found = [
            {
                "id": process["id"],
                "name": process["name"],
                "name_en": process.get("name_en"),
                "bundle": bundle.name,
                "version": bundle.version,
            }
            for bundle in reading.bundles.in_force()
            for process in bundle.manifest["processes"]
        ]
        return sorted(found, key=lambda one: (one["bundle"], one["id"]))
