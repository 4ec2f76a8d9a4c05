"""An HTML POST becomes the shape ``CompiledForm.load`` wants: one name per control, rows as ``branches.0.unit``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from forms.form import Component, Form, fields_of
from forms.vocabulary import MANY_KINDS, MAX_ROWS

ADD = "_add_"
ROWS = "_rows_"
REFRESH = "_refresh"


class Posted(Protocol):
    """What a web framework's multi-valued form offers."""

    def getlist(self, key: str, /) -> Iterable[Any]: ...
    def __contains__(self, key: object, /) -> bool: ...
    def __iter__(self) -> Any: ...


Flat = Posted | Mapping[str, Any]


def read_submission(form: Form, flat: Flat) -> dict[str, Any]:
    """The values of a POST by key. Names the form does not have, its buttons and the page's own fields are left out.

    ``flat`` maps a control's name to its values: a MultiDict, or a mapping to a text or a list of texts.
    """
    return _level(form.components, flat, "")


def asks_for_redisplay(form: Form, flat: Flat) -> bool:
    """Was a button pressed that only shows the form again (a row more, conditions looked at anew)?"""
    return REFRESH in flat or row_added(form, flat) != ""


def row_added(form: Form, flat: Flat) -> str:
    """The key of the dynamiclist whose button for a row more was pressed; empty when none was."""
    lists = (str(c.key) for c in form.every() if c.kind == "dynamiclist")
    return next((key for key in lists if f"{ADD}{key}" in flat), "")


def rows_wanted(form: Form, flat: Flat) -> dict[str, int]:
    """How many rows each dynamiclist shall show next: those shown, and one more where its button was pressed."""
    wanted: dict[str, int] = {}
    for component in form.every():
        if component.kind == "dynamiclist":
            key = str(component.key)
            shown = _count(_last(flat, f"{ROWS}{key}"), _rows(component, flat, f"{key}."))
            wanted[key] = min(shown + (f"{ADD}{key}" in flat), MAX_ROWS)
    return wanted


def _level(components: Sequence[Component], flat: Flat, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for component in fields_of(tuple(components)):
        if component.readonly:
            continue
        key = str(component.key)
        found[key] = _value(component, flat, f"{prefix}{key}")
    return found


def _value(component: Component, flat: Flat, name: str) -> Any:
    if component.kind == "dynamiclist":
        count = _rows(component, flat, f"{name}.")
        return [_level(component.components, flat, f"{name}.{row}.") for row in range(count)]
    if component.kind in MANY_KINDS or component.kind == "filepicker":
        return [item for item in _all(flat, name) if item != "" and isinstance(item, str)]
    last = _last(flat, name)
    if component.kind == "checkbox":
        return last is not None and last not in {"", "off", "false", "0"}
    return last


def _rows(component: Component, flat: Flat, prefix: str) -> int:
    """One more than the highest row that was sent, never above the limit."""
    highest = -1
    for name in flat:
        if isinstance(name, str) and name.startswith(prefix):
            number = name[len(prefix) :].split(".", 1)[0]
            if number.isascii() and number.isdigit() and len(number) <= 4:
                highest = max(highest, int(number))
    return min(highest + 1, MAX_ROWS + 1)


def _count(text: Any, least: int) -> int:
    sent = int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 4 else 0
    return max(sent, least)


def _all(flat: Flat, name: str) -> list[Any]:
    if not isinstance(flat, Mapping) or hasattr(flat, "getlist"):
        return list(flat.getlist(name))
    value = flat.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _last(flat: Flat, name: str) -> Any:
    values = _all(flat, name)
    return values[-1] if values else None
