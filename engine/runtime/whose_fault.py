"""An operation refuses: is that for the person who acts to mend, or a fault of the diagram?

See docs/decisions/2026-11-24-halt-at-the-fault.md, which says why each is judged so.
"""

from collections.abc import Mapping
from typing import Any

from engine.errors import NotFound, Refusal, Unusable
from engine.feel import Expression
from engine.runtime.fact_values import decisions_by_fact, possible_argument
from engine.runtime.operation import Unfit
from engine.runtime.token import Token


def is_the_diagrams(
    refusal: Refusal, token: Token, arguments: Mapping[str, Expression], values: Mapping[str, Any]
) -> bool:
    """True when nothing that the person gave in this act is in what was refused.

    Args:
        token: at the service task.
        arguments: the expression of each parameter. values: what they gave.
    """
    if not isinstance(refusal, Unusable | NotFound):
        return False  # who may act, and when: theirs
    definition, step = token.workflow.definition, token.workflow.step
    known = {node.element.decision: getattr(node, "decision", None) for node in definition.nodes.values()}
    decisions = decisions_by_fact(definition.elements.values(), known)

    def is_own(name: str, value: Any, given: set[str]) -> bool:
        found = possible_argument(arguments[name].text, decisions)
        return not found.made_of & given or any(type(one) is type(value) and one == value for one in found.words())

    if isinstance(refusal, Unfit):
        return refusal.parameter not in arguments or is_own(refusal.parameter, refusal.value, step.typed)
    return all(is_own(name, value, step.given) for name, value in values.items())
