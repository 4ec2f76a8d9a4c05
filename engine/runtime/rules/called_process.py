"""A call activity calls a process of the same bundle, which can be begun without a message."""

from engine.runtime.model import Model
from engine.runtime.rules.graph import starts
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.kind != "callActivity":
                continue
            called = model.processes.get(element.called or "")
            if called is None:
                known = ", ".join(sorted(model.processes))
                if element.called:
                    report.error(
                        element,
                        f"{element.label} calls ‘{element.called}’, which is not in the bundle. "
                        f"Choose one of: {known}.",
                    )
                else:
                    report.error(
                        element, f"{element.label} does not say which process it calls. Choose one of: {known}."
                    )
            elif not any(one.event and one.event.kind == "none" for one in starts(called, called.id)):
                report.error(
                    element, f"{element.label} calls {called.id}, which has no plain start event. Draw one in it."
                )
