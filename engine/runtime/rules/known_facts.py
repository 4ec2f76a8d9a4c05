"""A name that nothing supplies is mostly a misspelt one, and gives null.

Facts come from forms, operations, decisions, messages, items and from the start. Where all of them are known, every
other name is told. Where one is not (a start without the property ‘facts’, an operation that doesn't say what it
gives), a name is told when it stands once and is nearly that of a known fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase

from engine.feel import FeelSyntaxError, compile_expression
from engine.runtime.model import Element, Flow, Model, Process
from engine.runtime.rules.expressions import texts
from engine.runtime.rules.graph import families, starts
from engine.runtime.rules.report import Report

ALWAYS = ("key", "submission", "submission_by")
COUNTS = ("numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances")
NEAR = 0.84  # of 1: two letters swapped in a word of eight, not another ending


@dataclass
class Supply:
    """``names`` may hold patterns such as ``*_due``; ``is_whole``: nothing else can come from anywhere."""

    names: set[str] = field(default_factory=lambda: {*ALWAYS})
    is_whole: bool = True

    def has(self, name: str) -> bool:
        return name in self.names or any("*" in one and fnmatchcase(name, one) for one in self.names)

    def near(self, name: str) -> str | None:
        """What may have been meant; a list and its item (branches, branch) are two facts, not a slip."""
        known = [one for one in self.names if not (one.startswith(name) or name.startswith(one))]
        return next(iter(get_close_matches(name, known, n=1, cutoff=NEAR)), None)


def check(model: Model, report: Report) -> None:
    for group in families(model):
        _tell(group, supplied(group, model), model, report)


def supplied(group: list[Process], model: Model, *, by_decisions: bool = True) -> Supply:
    """What the processes of a family get from anywhere, or from anywhere but their decisions."""
    supply = Supply()
    called = {element.called for process in group for element in process.elements.values()}
    for process in group:
        for element in process.elements.values():
            if by_decisions or element.kind != "businessRuleTask":
                _supply(element, model, supply)
        for start in starts(process, process.id):
            _begin(start, process.id in called, supply)
    return supply


def _begin(start: Element, is_called: bool, supply: Supply) -> None:
    declared = start.properties.get("facts")
    if declared is not None:
        supply.names |= _names(declared)
    elif start.event is not None and start.event.kind == "timer":
        supply.names.add("scheduled_at")
    elif not is_called or (start.event is not None and start.event.kind == "message"):
        supply.is_whole = False


def _supply(element: Element, model: Model, supply: Supply) -> None:
    found: set[str | None] = set()
    if element.kind == "userTask":
        told, form = element.properties.get("facts"), element.properties.get("form", "")
        fields = model.fields.get(form) if told is None else _names(told)
        found.update(fields or ())
        supply.is_whole &= fields is not None
    elif element.call is not None:
        operation = (model.operations or {}).get(element.call.operation)
        gives = {element.call.result} if element.call.result else operation and operation.gives
        found |= set(gives or ())
        supply.is_whole &= gives is not None
    elif element.kind == "businessRuleTask":
        found.add(element.properties.get("result") or element.decision)
    event, loop = element.event, element.loop
    if event is not None and event.kind in ("message", "error"):
        found |= {event.variable or event.reference, event.variable or "error"}
    if loop is not None:
        found |= {loop.item, loop.output, loop.output_item, *COUNTS}
    supply.names |= {name for name in found if name}


def _tell(group: list[Process], supply: Supply, model: Model, report: Report) -> None:
    wanted: dict[str, dict[str, Element | Flow]] = {}
    for at, name in (use for process in group for use in _used(process, model)):
        wanted.setdefault(name, {})[at.id] = at
    for name, places in wanted.items():
        if supply.has(name):
            continue
        near, at = supply.near(name), next(iter(places.values()))
        if near is not None and (supply.is_whole or len(places) == 1):
            report.warning(at, f"Nothing supplies the fact ‘{name}’, which {at.id} reads. Did you mean ‘{near}’?")
        elif supply.is_whole:
            report.warning(
                at,
                f"Nothing supplies the fact ‘{name}’, which {at.id} reads: no form field, operation, decision, message "
                "or item. If the process starts with it, name it in the property ‘facts’ of the start event.",
            )


def _used(process: Process, model: Model) -> Iterator[tuple[Element | Flow, str]]:
    for element in process.elements.values():
        decision = model.decisions.get(element.decision or "") if element.kind == "businessRuleTask" else None
        if decision is not None and not decision.model.imports:  # else a fact may stand below the import's name
            yield from ((element, name) for name, _ in decision.inputs)
    for text in texts(process):
        if isinstance(text.at, Element) and text.at.kind == "startEvent":
            continue  # there are no facts yet: told by timers
        if text.kind == "adds_key":
            continue  # it reads the message of the item
        try:
            names = compile_expression(text.text).free_names
        except FeelSyntaxError:
            continue  # told by feel_text
        yield from ((text.at, name.partition(".")[0]) for name in sorted(names))


def _names(text: str) -> set[str]:
    return {name for part in text.split(",") if (name := part.strip())}
