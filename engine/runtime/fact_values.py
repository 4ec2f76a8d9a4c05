"""What a fact can be when an expression of a diagram reads it: what the decisions asked before give under its name."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.feel import FeelSyntaxError, Possible, any_of, decided, possible_value
from engine.runtime.model import Element


def possible_argument(
    text: str,
    decisions: Mapping[str, list[Any]],
    submission: Possible | None = None,
    known: Mapping[str, Any] | None = None,
) -> Possible:
    """What an expression can give. ``decisions``: by fact the decisions whose answer it is; ``submission``: what a form
    gives; ``known``: facts that choose between values.

    What a decision answers is made of what that one reads; any other name is a fact of its own.
    """

    def fact(name: str) -> Possible:
        if name == "submission" and submission is not None:
            return submission
        asked = decisions.get(name)
        return any_of(decided(one) for one in asked) if asked else Possible(facts=frozenset([name]))

    try:
        return possible_value(text, fact, known)
    except FeelSyntaxError:
        return Possible()  # told by feel_text


def decisions_by_fact(elements: Iterable[Element], known: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The decisions that business rule tasks ask, by the fact that takes the answer."""
    found: dict[str, list[Any]] = {}
    for one in elements:
        name = one.decision
        if one.kind == "businessRuleTask" and name and known.get(name) is not None:
            found.setdefault(one.properties.get("result") or name, []).append(known[name])
    return found
