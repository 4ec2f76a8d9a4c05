"""Behind an event gateway stand only events that wait, and only for this gateway."""

from engine.runtime.model import Model
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for gateway in process.elements.values():
            if gateway.kind != "eventBasedGateway":
                continue
            flows = process.outgoing.get(gateway.id, [])
            if len(flows) < 2:
                report.error(
                    gateway,
                    f"Expected two events or more behind {gateway.label}, found {len(flows)}. Draw what it waits for.",
                )
            for flow in flows:
                target = process.elements.get(flow.target)
                if target is None:
                    continue
                if target.kind not in ("intermediateCatchEvent", "receiveTask"):
                    report.error(
                        target,
                        f"{target.label} stands behind the event gateway {gateway.label}, but waits "
                        f"for no event. "
                        "Put a timer, message or signal event before it.",
                    )
                elif len(process.incoming.get(target.id, [])) > 1 or process.boundaries.get(target.id):
                    report.error(
                        target,
                        f"{target.label} behind the event gateway {gateway.label} has other ways in "
                        f"or boundary "
                        "events. Give it the gateway alone, and lead other paths to the element after it.",
                    )
