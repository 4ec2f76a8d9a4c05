"""A path to an entry that a decision never gives is null whatever the case: mostly a misspelt output.

Told of facts that come from decisions alone. Where a start or an operation may bring anything, such a fact might come
from there too: then it is told only of a name that is nearly that of an entry.
"""

from collections.abc import Callable, Iterator

from engine.feel import Decision, NullPath, Possible, any_of, decided, null_paths, null_paths_in
from engine.runtime.fact_values import decisions_by_fact
from engine.runtime.model import Element, Model, Process
from engine.runtime.rules.expressions import texts
from engine.runtime.rules.graph import families
from engine.runtime.rules.known_facts import supplied
from engine.runtime.rules.report import Report

SHOWN = 12  # entries in a sentence
Fact = Callable[[str], Possible]


def check(model: Model, report: Report) -> None:
    asked: dict[str, list[set[NullPath]]] = {}  # by decision what is null in it, for each family that asks it
    for group in families(model):
        fact, is_whole = _facts(group, model)
        for process in group:
            for one in texts(process):
                if one.kind != "adds_key" and not (isinstance(one.at, Element) and one.at.kind == "startEvent"):
                    for path in _sure(null_paths(one.text, fact), is_whole):
                        report.warning(one.at, _said(one.what, path))
        for decision in _asked(group, model):
            asked.setdefault(decision.id, []).append(set(_sure(null_paths_in(decision, fact), is_whole)))
    for decision in model.decisions.values():
        own = set(null_paths_in(decision, _unknown))
        for path in sorted(own | set.intersection(*asked.get(decision.id, [own])), key=str):
            if path.place is not None:
                file, cell = path.place
                report.elsewhere(
                    file, cell, _said(f"the logic of the decision ‘{decision.name}’", path), severity="warning"
                )


def _facts(group: list[Process], model: Model) -> tuple[Fact, bool]:
    """What each fact of a family can be; and does nothing unknown bring facts?"""
    decisions = decisions_by_fact((one for process in group for one in process.elements.values()), model.decisions)
    others = supplied(group, model, by_decisions=False)

    def fact(name: str) -> Possible:
        if name not in decisions or others.has(name):
            return _unknown(name)
        return any_of(decided(one) for one in decisions[name])

    return fact, others.is_whole


def _unknown(name: str) -> Possible:
    return Possible(facts=frozenset([name]))


def _asked(group: list[Process], model: Model) -> list[Decision]:
    """The decisions that business rule tasks ask, and those that these require."""
    names = (one.decision for process in group for one in process.elements.values() if one.kind == "businessRuleTask")
    todo = [model.decisions[name] for name in dict.fromkeys(names) if name in model.decisions]
    for one in todo:
        todo += [need.part for need in one.needs if isinstance(need.part, Decision) and need.part not in todo]
    return todo


def _sure(paths: list[NullPath], is_whole: bool) -> Iterator[NullPath]:
    yield from (path for path in paths if is_whole or path.meant)


def _said(where: str, path: NullPath) -> str:
    text, name = path.text, path.name
    if not path.entries:
        return f"In {where}, ‘{text}’ is always null: a single value stands before the dot. Leave ‘.{name}’ out."
    if path.meant:
        return f"In {where}, ‘{text}’ is always null: there is no entry ‘{name}’. Did you mean ‘{path.meant}’?"
    entries = ", ".join(path.entries[:SHOWN])
    return f"In {where}, ‘{text}’ is always null: there is no entry ‘{name}’. There are: {entries}."
