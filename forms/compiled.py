"""A form compiled once: a marshmallow field per component, ready to read any number of submissions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from marshmallow import ValidationError, missing
from marshmallow.experimental.context import Context

from engine.errors import FormRejected
from forms.conditions import has_conditions, hidden_components
from forms.controls import CONTROLS, Control, circumstances
from forms.form import Component, Form, fields_of
from forms.reading import DISTRICT, Circumstances
from forms.sentences import sentence
from forms.vocabulary import MANY_KINDS, MAX_ROWS, MAX_SUBMISSION, MAX_SUBMISSION_DEPTH

Errors = dict[str, list[str]]


class CompiledForm:
    """Reads submissions of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._level = _Level(form.components)

    def load(
        self,
        data: Any,
        *,
        options: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        locale: str = "zh",
        zone: tzinfo = DISTRICT,
        now: datetime | None = None,
    ) -> dict[str, Any]:
        """The values of a submission, by key: every field that is shown, empty ones as None, [] or False.

        Hidden and read-only fields are left out whatever was sent for them. ``options`` are the server's lists by
        source name, ``context`` the facts conditions may speak of, ``now`` an aware datetime for "not in the past".
        Raises FormRejected with sentences in ``locale`` by field; a field in a row is called ``branches.0.unit``.
        """
        if not isinstance(data, Mapping):
            raise FormRejected({"": [sentence("not_object", locale)]}, sentence("rejected", locale))
        if not _is_bounded(data):
            raise FormRejected({"": [sentence("too_large", locale)]}, sentence("rejected", locale))
        here = Circumstances(options or {}, context or {}, locale, zone, now)
        try:
            with Context(here):
                return self._level.load(data)
        except ValidationError as error:
            raise FormRejected(_flat(error.messages), sentence("rejected", locale)) from error


@lru_cache(maxsize=1024)
def compile_form(form: Form) -> CompiledForm:
    """The compiled form; compiled once per content."""
    return CompiledForm(form)


class _Level:
    """One level of a form: the top, or a row of a dynamiclist."""

    def __init__(self, components: tuple[Component, ...]) -> None:
        every = list(fields_of(components))
        self._components = components
        self._fields = {str(c.key): c for c in every if not c.readonly}
        self._readonly = {str(c.key) for c in every if c.readonly}
        self._has_conditions = has_conditions(components)
        self._has_rows = any(c.kind == "dynamiclist" for c in every)
        self._controls = {key: _control(component) for key, component in self._fields.items()}

    def load(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values by key. Raises ValidationError with every field's sentences."""
        errors = self._unknown(given)
        filled = {key: value for key, value in given.items() if key in self._fields and not is_empty(value)}
        typed = self._typed(filled) if self._has_conditions or self._has_rows else {}
        hidden = self._hidden(typed) if self._has_conditions else frozenset()
        loaded: dict[str, Any] = {}
        here = circumstances()
        with Context(replace(here, facts={**here.facts, **typed}) if self._has_rows else here):
            for key, control in self._controls.items():
                if key in hidden:
                    continue
                try:
                    value = control.deserialize(filled.get(key, missing))
                except ValidationError as error:
                    errors[key] = error.messages
                else:
                    loaded[key] = _blank(control.component) if value is missing else value
        if errors:
            raise ValidationError(errors)
        return loaded

    def _unknown(self, given: Mapping[str, Any]) -> dict[str, Any]:
        locale = circumstances().locale
        return {
            str(key)[:80]: [sentence("unknown", locale, name=str(key)[:80])]
            for key in given
            if key not in self._fields and key not in self._readonly
        }

    def _typed(self, filled: Mapping[str, Any]) -> dict[str, Any]:
        """The values conditions see: those that are as the form asks; any other counts as empty."""
        typed: dict[str, Any] = dict.fromkeys(self._fields)
        for key, value in filled.items():
            if self._fields[key].kind == "dynamiclist":
                typed[key] = value if isinstance(value, list) else None
                continue
            try:
                typed[key] = self._controls[key].deserialize(value)
            except ValidationError:
                typed[key] = None
        return typed

    def _hidden(self, typed: Mapping[str, Any]) -> frozenset[str]:
        here = circumstances()
        facts = {key: value for key, value in here.facts.items() if key not in self._fields}
        gone = hidden_components(self._components, typed, facts, here.surround())
        return frozenset(key for key, component in self._fields.items() if component.id in gone)


class RowsControl(Control):
    """The rows of a dynamiclist, each read like a small form; rows left wholly empty are dropped."""

    def __init__(self, component: Component) -> None:
        super().__init__(component)
        self._level = _Level(component.components)

    def read(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list | tuple):
            self.refuse("not_list")
        limit = min(int(self.component.bounds.maximum or MAX_ROWS), MAX_ROWS)
        if len(value) > limit:
            self.refuse("too_many", limit=limit)
        rows, errors = [], {}
        for place, row in enumerate(value):
            if not isinstance(row, Mapping):
                self.refuse("not_row")
            if all(is_empty(item) or item is False for item in row.values()):
                continue
            try:
                rows.append(self._level.load(row))
            except ValidationError as error:
                errors[place] = error.messages
        if errors:
            raise ValidationError(errors)
        self._enough(rows)
        return rows

    def _enough(self, rows: list[dict[str, Any]]) -> None:
        if self.required and not rows:
            self.refuse("required")
        least = self.component.bounds.minimum
        if least is not None and len(rows) < least:
            self.refuse("too_few", limit=int(least))


def is_empty(value: Any) -> bool:
    """Nothing was filled in: null, blank text or an empty list."""
    return (
        value is None
        or (isinstance(value, str) and not value.strip())
        or (isinstance(value, list | tuple) and not value)
    )


def _control(component: Component) -> Control:
    return RowsControl(component) if component.kind == "dynamiclist" else CONTROLS[component.kind](component)


def _blank(component: Component) -> Any:
    if component.kind in MANY_KINDS or component.kind in {"dynamiclist", "filepicker"}:
        return []
    return False if component.kind == "checkbox" else None


def _flat(messages: Any, above: str = "") -> Errors:
    """marshmallow's nested messages as ``branches.0.unit`` → sentences."""
    flat: Errors = {}
    for name, found in messages.items():
        path = f"{above}{name}"
        if isinstance(found, dict):
            flat.update(_flat(found, f"{path}."))
        else:
            flat[path] = [str(text) for text in found]
    return flat


def _is_bounded(data: Any) -> bool:
    """Small and shallow enough to look at: at most 1 MB of text and 20 levels."""
    left = MAX_SUBMISSION
    waiting: list[tuple[Any, int]] = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_SUBMISSION_DEPTH:
            return False
        left -= len(value) if isinstance(value, str) else 8
        if left < 0:
            return False
        if isinstance(value, Mapping):
            left -= sum(len(str(key)) for key in value)
            waiting.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list | tuple):
            waiting.extend((item, depth + 1) for item in value)
    return True
