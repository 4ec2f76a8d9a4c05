"""A flow leads from one element to another of the same process level, out of nothing that ends, into
nothing that starts.
"""

from engine.runtime.model import Flow, Model, Process
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for flow in process.flows.values():
            sentence = _wrong(process, flow)
            if sentence:
                report.shape(flow, process, f"The flow {flow.id}{f' ‘{flow.name}’' if flow.name else ''} {sentence}")


def _wrong(process: Process, flow: Flow) -> str | None:
    source, target = process.elements.get(flow.source), process.elements.get(flow.target)
    if source is None or target is None:
        missing = flow.source if source is None else flow.target
        return f"is connected to ‘{missing}’, which is no element of {process.id}. Connect both ends or remove it."
    if source.scope != target.scope:
        return (
            f"crosses the border of a subprocess, from {source.label} to {target.label}. Let it end "
            f"inside, or throw an event."
        )
    if source.kind == "endEvent":
        return f"leaves the end event {source.label}. Make that an intermediate event, or remove the flow."
    if target.kind in ("startEvent", "boundaryEvent"):
        return f"leads into {target.label}, which begins a path. Lead it to the element after it."
    return None
