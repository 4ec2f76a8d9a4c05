"""The processes that can be started, each in the version in force."""

from dataclasses import dataclass
from typing import Any

from engine.casework import glossary
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Processes:
    """Every process of every bundle in force."""

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{id, name, name_en, bundle, version}]`` in order of bundle and process. Those of the three kinds of
        request come first: everybody looks for them.
        """
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
        kinds = [kind.code for kind in glossary.KINDS]
        return sorted(
            found,
            key=lambda one: (
                one["bundle"],
                kinds.index(one["id"]) if one["id"] in kinds else len(kinds),
                one["id"],
            ),
        )
