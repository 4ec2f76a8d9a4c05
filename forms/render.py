"""A form as accessible HTML that works without JavaScript: every control labelled, every error and help tied to it.

Nothing in it is inline script or style. What a condition hides is in the page with ``hidden``; a script may show and
hide by ``data-condition`` and ``data-depends``, and without one the button "update the form" asks the server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from markupsafe import Markup, escape

from engine.feel import compile_expression
from forms import widgets
from forms.conditions import hidden_components
from forms.form import Component, Form
from forms.page import Page
from forms.reading import DISTRICT, Circumstances
from forms.sentences import word
from forms.submission import ADD, REFRESH, ROWS
from forms.vocabulary import MAX_ROWS


def render_form(
    form: Form,
    *,
    data: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
    locale: str = "zh",
    context: Mapping[str, Any] | None = None,
    rows: Mapping[str, int] | None = None,
    files: Mapping[str, str] | None = None,
    zone: tzinfo = DISTRICT,
    now: datetime | None = None,
    prefix: str = "f",
) -> str:
    """The controls of a form, without the ``<form>`` element and its send button around them.

    ``data`` fills them in (a submission or draft), over ``context``, the task's facts that conditions and read-only
    fields show (a fact ``proposed_<key>`` fills in its field); ``errors`` are FormRejected.fields; ``rows`` how
    many rows a dynamiclist shows at least (``rows_wanted``); ``files`` names of attachments by id; ``prefix`` begins
    every id, so two forms fit on a page.
    """
    here = Circumstances(options or {}, context or {}, locale, zone, now)
    page = Page(data or {}, errors or {}, here, rows or {}, files or {}, prefix)
    parts = [_summary(form, page), *_level(form.components, page)]
    if any(component.hide for component in form.every()):
        button = Markup('<button type="submit" name="{}" value="1" formnovalidate class="form-refresh">{}</button>')
        parts.append(button.format(REFRESH, word("refresh", locale)))
    return Markup("\n").join(part for part in parts if part)


def _summary(form: Form, page: Page) -> Markup:
    """Errors of no single field stand above the form."""
    loose = [text for name, texts in page.errors.items() if name.split(".")[0] not in _all_keys(form) for text in texts]
    if not loose:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in loose)
    return Markup('<ul class="form-errors" role="alert">{}</ul>').format(items)


def _all_keys(form: Form) -> frozenset[str]:
    return frozenset(str(c.key) for c in form.fields())


def _level(components: tuple[Component, ...], page: Page) -> list[Markup]:
    keys = frozenset(str(c.key) for c in components if c.key)
    typed = _values_for_conditions(components, page)
    hidden = hidden_components(components, typed, page.here.facts, page.here.surround())
    names = keys | page.here.facts.keys() | typed.keys()
    return [_part(component, replace(page, hidden=hidden, names=names)) for component in components]


def _values_for_conditions(components: tuple[Component, ...], page: Page) -> dict[str, Any]:
    """What is filled in, with defaults, numbers and options of their own type."""
    found: dict[str, Any] = {}
    for component in components:
        if component.kind == "group":
            found.update(_values_for_conditions(component.components, page))
        elif component.key is not None:
            found[component.key] = widgets.typed(component, page.value(component), page.here)
    return found


def _part(component: Component, page: Page) -> Markup:
    inner = _inner(component, page)
    attributes = Markup(' class="field field-{}"').format(component.kind)
    if component.hide:
        attributes += Markup(' data-condition="{}" data-depends="{}"').format(component.hide, _depends(component, page))
    if component.id in page.hidden:
        attributes += Markup(" hidden")
    return Markup("<div{}>{}</div>").format(attributes, inner)


def _depends(component: Component, page: Page) -> str:
    """The names of the controls the condition looks at, for a script to listen to."""
    free = compile_expression(component.hide or "", page.names).free_names
    return " ".join(sorted(f"{page.path}{name}" for name in free))


def _inner(component: Component, page: Page) -> Markup:
    if component.kind == "separator":
        return Markup("<hr>")
    if component.kind == "text":
        blocks = [block for block in component.text(page.locale).split("\n\n") if block.strip()]
        return Markup("").join(Markup("<p>{}</p>").format(_lines(block)) for block in blocks)
    if component.kind == "group":
        legend = Markup("<legend>{}</legend>").format(component.text(page.locale))
        inner = Markup("\n").join(_part(part, page) for part in component.components)
        return Markup('<fieldset class="field-group">{}{}{}</fieldset>').format(
            legend, widgets.help_of(component, page), inner
        )
    if component.kind == "dynamiclist":
        return _rows(component, page)
    if component.readonly:
        return widgets.shown(component, page)
    return widgets.control(component, page)


def _lines(block: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in block.strip().split("\n"))


def _rows(component: Component, page: Page) -> Markup:
    """A fieldset of row slots; the button sends the form to be shown again with one slot more."""
    key, name = str(component.key), page.name(component)
    given = page.value(component)
    values = [row if isinstance(row, Mapping) else {} for row in given] if isinstance(given, list | tuple) else []
    count = min(max(len(values), page.rows.get(key, component.rows)), MAX_ROWS)
    facts = {**page.here.facts, **{k: v for k, v in page.data.items() if k != key}}
    slots = []
    for number in range(count):
        row = values[number] if number < len(values) else {}
        inner = replace(page, data=row, path=f"{name}.{number}.", here=replace(page.here, facts=facts))
        legend = word("row", page.locale, number=number + 1)
        body = Markup("\n").join(_level(component.components, inner))
        slots.append(Markup('<fieldset class="row"><legend>{}</legend>{}</fieldset>').format(legend, body))
    label = component.text(page.locale)
    return Markup(
        '<fieldset class="rows" id="{}"{}><legend>{}{}</legend>{}{}{}'
        '<input type="hidden" name="{}" value="{}">'
        '<button type="submit" name="{}" value="1" formnovalidate>{}</button></fieldset>'
    ).format(
        page.identity(component),
        widgets.described_by(component, page),
        label,
        widgets.required_mark(component, page),
        widgets.help_of(component, page),
        widgets.error_of(component, page),
        Markup("\n").join(slots),
        f"{ROWS}{key}",
        count,
        f"{ADD}{key}",
        word("add_row", page.locale, label=label),
    )
