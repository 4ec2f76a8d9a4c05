"""Branches have words on them: who reads the diagram, or its history, must see what was decided."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            flows = process.outgoing.get(element.id, [])
            if element.kind in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1:
                for flow in flows:
                    if not flow.name:
                        report.warning(
                            flow, f"The branch {flow.id} after {element.label} has no label. Write what it means."
                        )
            if element.kind == "userTask" and not element.name:
                report.warning(element, f"The user task {element.id} has no label. Name what is to be done.")
