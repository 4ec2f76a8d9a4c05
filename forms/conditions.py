"""Which components are hidden. The server decides; the browser only anticipates it."""

from collections.abc import Mapping
from typing import Any

from engine.feel import FeelError, Surround, compile_expression
from forms.form import Component


def hidden_components(
    components: tuple[Component, ...],
    values: Mapping[str, Any],
    facts: Mapping[str, Any],
    surround: Surround,
) -> frozenset[str]:
    """The ids of the components of one level (groups looked through) that their condition hides.

    A hidden field counts as empty for the conditions of the others, as in form-js, so hiding is repeated until it
    settles. Conditions that chase each other never do; then whatever was hidden in the last rounds stays hidden.
    """
    names = frozenset(_names(components)) | facts.keys()
    rounds = len(names) + 1
    hidden: set[str] = set()
    for turn in range(2 * rounds):
        scope = {**dict.fromkeys(names), **facts, **_visible(components, values, hidden)}
        found = _hide(components, scope, names, surround, False)
        if found == hidden:
            break
        hidden = found if turn < rounds else hidden | found
    return frozenset(hidden)


def has_conditions(components: tuple[Component, ...]) -> bool:
    """Does any component of this level (groups looked through) have a condition?"""
    return any(c.hide or (c.kind == "group" and has_conditions(c.components)) for c in components)


def is_hidden(component: Component, scope: Mapping[str, Any], names: frozenset[str], surround: Surround) -> bool:
    """Hidden only when the condition is exactly true: null, another type or a failure leave the component shown."""
    if not component.hide:
        return False
    try:
        return compile_expression(component.hide, names).evaluate(scope, scope=surround) is True
    except FeelError:
        return False


def _hide(
    components: tuple[Component, ...],
    scope: Mapping[str, Any],
    names: frozenset[str],
    surround: Surround,
    inherited: bool,
) -> set[str]:
    found: set[str] = set()
    for component in components:
        gone = inherited or is_hidden(component, scope, names, surround)
        if gone:
            found.add(component.id)
        if component.kind == "group":
            found |= _hide(component.components, scope, names, surround, gone)
    return found


def _visible(components: tuple[Component, ...], values: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for component in components:
        if component.kind == "group":
            found.update(_visible(component.components, values, hidden))
        elif component.key is not None and component.key in values and component.id not in hidden:
            found[component.key] = values[component.key]
        elif component.key is not None and component.id in hidden:
            found[component.key] = None
    return found


def _names(components: tuple[Component, ...]) -> list[str]:
    found: list[str] = []
    for component in components:
        if component.kind == "group":
            found += _names(component.components)
        elif component.key is not None:
            found.append(component.key)
    return found
