"""How much of a bundle's diagrams a set of walks has taken: counted in sequence flows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.runtime import Bundle


@dataclass(frozen=True)
class ProcessCoverage:
    """One process: its flows by id with the words for each, and how often each was taken."""

    process_id: str
    name: str
    flows: Mapping[str, str]
    taken: Counter[str]

    @property
    def missing(self) -> list[str]:
        """The flows never taken, in words."""
        return [words for flow, words in self.flows.items() if not self.taken[flow]]

    @property
    def covered(self) -> int:
        return len(self.flows) - len(self.missing)


def coverage(bundle: Bundle, taken: Counter[tuple[str, str]]) -> list[ProcessCoverage]:
    """The coverage of every process of a bundle.

    A process that is called counts on its own: its flows are taken by whichever instance called it.

    Args:
        bundle: the bundle that was walked.
        taken: how often each (process of the instance, flow) was taken.
    """
    owns: dict[str, dict[str, str]] = {}
    for process_id, definition in bundle.definitions.items():
        owns[process_id] = {
            flow.id: f"{_label(definition.elements, flow.source)} → {_label(definition.elements, flow.target)}"
            + (f" ({flow.name})" if flow.name else "")
            for flow in definition.flows.values()
            if definition.elements[flow.source].process == process_id
        }
    counts: dict[str, Counter[str]] = {process_id: Counter() for process_id in owns}
    for (process_id, flow), times in taken.items():
        walked = bundle.definitions.get(process_id)
        if walked is not None and flow in walked.flows:
            counts[walked.elements[walked.flows[flow].source].process][flow] += times
    return [
        ProcessCoverage(process_id, bundle.definitions[process_id].name, flows, counts[process_id])
        for process_id, flows in sorted(owns.items())
    ]


def share(processes: Iterable[ProcessCoverage]) -> tuple[int, int]:
    """(flows taken, flows there are) over several processes."""
    known = list(processes)
    return sum(one.covered for one in known), sum(len(one.flows) for one in known)


def _label(elements: Mapping[str, object], element_id: str) -> str:
    element = elements[element_id]
    return str(getattr(element, "name", "") or element_id)
