"""All walks of a draft, one after another, and how much of its diagrams they take."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from engine.errors import Refusal
from engine.operations.bundle_problems import parsed
from engine.rehearsal.coverage import coverage, share
from engine.rehearsal.district import ZONE, furnished
from engine.rehearsal.sandboxes import Ground
from engine.rehearsal.scenario import START, moment_in, read_scenario
from engine.rehearsal.walk import walk

EARLIEST: Final = moment_in(ZONE, START, "starts")


class WalkAll:
    """Walks (content by file name) on a ground: ``each`` yields a result per walk, ``found`` sums up."""

    def __init__(self, ground: Ground, walks: Mapping[str, bytes]) -> None:
        self._ground = ground
        self._walks = walks
        self._taken: Counter[tuple[str, str]] = Counter()
        self._failed = 0

    def each(self) -> Iterator[dict[str, Any]]:
        """``{name, title, good, steps, failures}``. Raises: DeploymentRefused before the first."""
        with TemporaryDirectory(prefix="suqiu-walks-") as folder:
            bundles = {**self._ground.others, self._ground.bundle: self._ground.files}
            template = furnished(bundles, _before_all(self._walks), Path(folder))
            try:
                for name, content in sorted(self._walks.items()):
                    yield self._one(name, content, template)
            finally:
                template.close()

    def found(self) -> dict[str, Any]:
        """``{covered, flows, failed, untaken: [words], missing: {process: [flow ids]}, processes: [{id, …}]}``."""
        bundle = parsed(self._ground.bundle, self._ground.files)
        processes = coverage(bundle, self._taken)
        covered, flows = share(processes)
        return {
            "covered": covered,
            "flows": flows,
            "failed": self._failed,
            "untaken": [f"{one.name or one.process_id}: {words}" for one in processes for words in one.missing][:500],
            "missing": {one.process_id: [flow for flow in one.flows if not one.taken[flow]] for one in processes},
            "processes": [
                {
                    "id": one.process_id,
                    "name": one.name,
                    "name_en": bundle.definitions[one.process_id].name_en,
                    "covered": one.covered,
                    "flows": len(one.flows),
                }
                for one in processes
            ],
        }

    def _one(self, name: str, content: bytes, template: Any) -> dict[str, Any]:
        try:
            walked = walk(read_scenario(name, content, ZONE), template)
        except Refusal as refusal:
            self._failed += 1
            return {"name": name, "title": name, "good": False, "steps": 0, "failures": [refusal.message]}
        self._taken.update(walked.flows)
        self._failed += not walked.is_good
        title, failures = walked.scenario.title, walked.failures
        return {"name": name, "title": title, "good": walked.is_good, "steps": walked.steps, "failures": failures}


def _before_all(walks: Mapping[str, bytes]) -> datetime:
    """When the district is furnished: before the first walk begins."""
    starts = [EARLIEST]
    for name, content in walks.items():
        try:
            starts.append(read_scenario(name, content, ZONE).starts)
        except Refusal:
            continue  # said when its turn comes
    return min(starts)
