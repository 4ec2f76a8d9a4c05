"""Branches that were forked meet again at a join, or end each for itself; met anywhere else, all that
follows runs twice.
"""

from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.graph import is_fork, is_join, reach
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        if report.sound(process):
            for element in process.elements.values():
                if is_fork(process, element):
                    _check(process, element, report)


def _check(process: Process, fork: Element, report: Report) -> None:
    def step(at: str) -> list[str]:
        return [] if is_join(process, process.elements[at]) else [flow.target for flow in process.outgoing.get(at, ())]

    branches = [reach([flow.target], step, without=fork.id) for flow in process.outgoing[fork.id]]
    for element in process.elements.values():
        met = sum(element.id in branch for branch in branches)
        if met > 1 and not is_join(process, element) and _first(process, element, branches):
            report.error(
                element,
                f"{met} branches of {fork.label} meet at {element.label}, which does not join "
                f"them: it and all "
                f"after it would run {met} times. Join the branches with a {fork.kind[:-7]} gateway before it.",
            )


def _first(process: Process, element: Element, branches: list[set[str]]) -> bool:
    """Only where they meet first; the elements after it would repeat the sentence."""
    sources = [flow.source for flow in process.incoming.get(element.id, ())]
    return not any(sum(source in branch for branch in branches) > 1 for source in sources)
