"""Multi-instance activities say what they go through, under names that are free."""

from engine.runtime.model import Element, Loop, Model, Process
from engine.runtime.rules.report import Report


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for element in process.elements.values():
            if element.loop is not None:
                for sentence in _wrong(element, element.loop):
                    report.error(element, f"{element.label} {sentence}")
                _warn_of_loss(process, element, element.loop, report)
            elif element.properties.get("adds_on"):
                report.error(
                    element, f"{element.label} has the property ‘adds_on’ but no multi-instance marks. Add them."
                )
        if report.sound(process):
            _check_nested(process, report)


def _wrong(element: Element, loop: Loop) -> list[str]:
    if loop.kind == "standard":
        return ["is a standard loop, which is not run. Draw the loop with an exclusive gateway, or use multi-instance."]
    found = []
    if (loop.collection is None) == (loop.cardinality is None):
        found.append("needs either a collection or a number of instances, and not both. Set one of them in FEEL.")
    if loop.collection is not None and not loop.item:
        found.append("goes through a collection without naming the item. Name it (input data item).")
    if loop.output and not loop.output_item:
        found.append(f"collects ‘{loop.output}’ without saying which fact of each instance. Name the output data item.")
    if loop.item and loop.item in (loop.collection, loop.output, loop.output_item, "key", "submission"):
        found.append(
            f"names its item ‘{loop.item}’ like another fact, which it would hide. Give the item a name of its own."
        )
    if loop.output and loop.output in ("key", loop.collection):
        found.append(f"would overwrite ‘{loop.output}’ with its results. Collect them under another name.")
    if loop.collection is None and element.properties.get("adds_on"):
        found.append("has the property ‘adds_on’, but counts its instances. Let it go through a collection.")
    return found


def _warn_of_loss(process: Process, element: Element, loop: Loop, report: Report) -> None:
    """Of an instance only its output item goes on: without one, what people wrote inside ends with it."""
    if element.kind != "subProcess" or loop.output:
        return
    written = [
        one.label
        for one in process.elements.values()
        if one.kind == "userTask" and one.properties.get("facts") != "" and _is_inside(process, one, element)
    ]
    if written:
        report.warning(
            element,
            f"{element.label} collects nothing, so what people write in {', '.join(written)} is gone after each "
            "instance. Name an output and its item, or give the tasks an empty property ‘facts’ if it is not needed.",
        )


def _is_inside(process: Process, element: Element, outer: Element) -> bool:
    scope = element.scope
    while scope in process.elements and scope != outer.id:
        scope = process.elements[scope].scope
    return scope == outer.id


def _check_nested(process: Process, report: Report) -> None:
    """An instance inside an instance would hide the outer item."""
    for element in process.elements.values():
        scope = element.scope
        while element.loop is not None and scope in process.elements:
            outer = process.elements[scope]
            if outer.loop is not None and outer.loop.item and outer.loop.item == element.loop.item:
                report.error(
                    element,
                    f"{element.label} names its item ‘{element.loop.item}’ like {outer.label} around it. Rename one.",
                )
            scope = outer.scope
