"""Several flows out of an activity or event would start paths side by side without saying so."""

from engine.runtime.model import GATEWAYS, Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            count = len(process.outgoing.get(element.id, []))
            if element.kind not in GATEWAYS and count > 1:
                report.shape(
                    element,
                    process,
                    f"{count} flows leave {element.label}. Draw a parallel gateway to go "
                    f"on side by side, "
                    "or an exclusive one to choose.",
                )
