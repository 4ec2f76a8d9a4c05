"""A decision without a default flow stops the case when nothing fits."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind not in ("exclusiveGateway", "inclusiveGateway"):
                continue
            flows = process.outgoing.get(element.id, [])
            if element.default and element.default not in {flow.id for flow in flows}:
                report.error(
                    element,
                    f"The default flow ‘{element.default}’ of {element.label} does not leave it. Choose another.",
                )
            elif len(flows) > 1 and not element.default:
                report.error(
                    element, f"{element.label} has no default flow. Mark the one to take when no condition is true."
                )
