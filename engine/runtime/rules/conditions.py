"""Conditions stand where a decision is made: on the flows of exclusive and inclusive gateways, on
each but the default.
"""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report

DECIDING = ("exclusiveGateway", "inclusiveGateway")


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            flows = process.outgoing.get(element.id, [])
            for flow in flows:
                name = f"‘{flow.name}’ ({flow.id})" if flow.name else flow.id
                if element.kind not in DECIDING and flow.condition is not None:
                    report.error(
                        flow,
                        f"The flow {name} after {element.label} has a condition, but nothing decides there. "
                        "Draw an exclusive gateway before it.",
                    )
                elif (
                    element.kind in DECIDING
                    and len(flows) > 1
                    and flow.condition is None
                    and flow.id != element.default
                ):
                    report.error(
                        flow,
                        f"The flow {name} after {element.label} has no condition. Write one in FEEL, "
                        f"or make it the "
                        "default flow.",
                    )
                elif flow.condition is not None and flow.id == element.default:
                    report.error(flow, f"The default flow {name} has a condition, which nobody asks. Remove it.")
