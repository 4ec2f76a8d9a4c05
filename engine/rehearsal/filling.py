"""A form filled in as a user would say it: options by their labels, everything else as it is."""

from collections.abc import Mapping
from typing import Any

from forms import Component, Form

_ONE = frozenset({"radio", "select"})
_MANY = frozenset({"checklist", "taglist"})


def filled(form: Form, given: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """The submission: labels of options (Chinese or English) become values; what the form lacks stays as it is."""
    return _level({str(c.key): c for c in form.fields()}, given, options)


def _level(fields: Mapping[str, Component], given: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(fields.get(name), value, options) for name, value in given.items()}


def _value(component: Component | None, value: Any, options: Mapping[str, Any]) -> Any:
    if component is None:
        return value
    if component.kind in _ONE:
        return _option(component, value, options)
    if component.kind in _MANY and isinstance(value, list):
        return [_option(component, item, options) for item in value]
    if component.kind == "dynamiclist" and isinstance(value, list):
        fields = {str(c.key): c for c in Form("", component.components, "").fields()}
        return [_level(fields, row, options) if isinstance(row, Mapping) else row for row in value]
    return value


def _option(component: Component, value: Any, options: Mapping[str, Any]) -> Any:
    choices = component.choices_from(options)
    if any(value in (choice.value, choice.token) for choice in choices):
        return value
    return next((choice.value for choice in choices if value in (choice.label, choice.label_en)), value)
