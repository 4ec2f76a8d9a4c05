"""The controls themselves, one per kind, and what every one of them has: label, help, error, value."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from forms.form import Choice, Component, token_of
from forms.page import Page
from forms.reading import Circumstances
from forms.sentences import word
from forms.vocabulary import CHOICE_KINDS, MANY_KINDS


def control(component: Component, page: Page) -> Markup:
    """A control with its label, help and errors."""
    if component.kind in {"radio", "checklist"}:
        return _fieldset(component, page)
    if component.kind == "checkbox":
        body = Markup("{}{}").format(_checkbox(component, page), _label(component, page))
    else:
        body = Markup("{}{}").format(_label(component, page), _MAKERS[component.kind](component, page))
    return Markup("{}{}{}").format(body, help_of(component, page), error_of(component, page))


def shown(component: Component, page: Page) -> Markup:
    """A read-only field: the label, the value as text, and what there is to know about it."""
    identity = page.identity(component)
    return Markup(
        '<span class="field-label" id="{}-label">{}</span><output id="{}" aria-labelledby="{}-label"{}>{}</output>{}'
    ).format(
        identity,
        component.text(page.locale),
        identity,
        identity,
        described_by(component, page),
        _as_text(component, page.value(component), page),
        help_of(component, page),
    )


def help_of(component: Component, page: Page) -> Markup:
    """The help text under a control, if it has one."""
    aid = component.aid(page.locale)
    return (
        Markup('<p class="field-help" id="{}-help">{}</p>').format(page.identity(component), aid) if aid else Markup("")
    )


def error_of(component: Component, page: Page) -> Markup:
    """The line errors stand in. It is always there, so that the page does not move when one comes or goes."""
    return Markup('<p class="field-error" id="{}-error">{}</p>').format(
        page.identity(component), Markup("<br>").join(escape(text) for text in page.sentences(component))
    )


def described_by(component: Component, page: Page) -> Markup:
    """aria-describedby for the help and error there are; aria-invalid, except on a plain group (WAI-ARIA 1.2)."""
    identity, ids = page.identity(component), []
    if component.aid(page.locale):
        ids.append(f"{identity}-help")
    wrong = page.sentences(component)
    if wrong:
        ids.append(f"{identity}-error")
    attributes = Markup(' aria-describedby="{}"').format(" ".join(ids)) if ids else Markup("")
    return (
        attributes + Markup(' aria-invalid="true"')
        if wrong and component.kind not in {"dynamiclist", "checklist"}
        else attributes
    )


def required_mark(component: Component, page: Page) -> Markup:
    """Required is said in words, never by colour or a star alone."""
    if not component.required:
        return Markup("")
    return Markup(' <span class="needed">{}</span>').format(word("required", page.locale))


def typed(component: Component, value: Any, here: Circumstances) -> Any:
    """A value as conditions shall see it, though it may come from an HTML POST that was refused."""
    if component.kind == "number" and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    if component.kind in CHOICE_KINDS - MANY_KINDS and isinstance(value, str):
        return next((c.value for c in component.choices_from(here.options) if c.token == value), None)
    return None if value == "" else value


def _label(component: Component, page: Page) -> Markup:
    return Markup('<label class="field-label" for="{}">{}{}</label>').format(
        page.identity(component), component.text(page.locale), required_mark(component, page)
    )


def _attributes(component: Component, page: Page) -> Markup:
    """id, name, description and required of a single control."""
    need = Markup(' aria-required="true"') if component.required else Markup("")
    return Markup('id="{}" name="{}"{}{}').format(
        page.identity(component), page.name(component), described_by(component, page), need
    )


def _lengths(component: Component) -> Markup:
    limit = component.bounds.max_length
    return Markup(' maxlength="{}"').format(limit) if limit else Markup("")


def _textfield(component: Component, page: Page) -> Markup:
    return Markup('<input type="text" {} value="{}"{}>').format(
        _attributes(component, page), _plain(page.value(component)), _lengths(component)
    )


def _textarea(component: Component, page: Page) -> Markup:
    # The line break after the tag is dropped by the browser: without it a text's own first one would be.
    return Markup('<textarea {} rows="5"{}>\n{}</textarea>').format(
        _attributes(component, page), _lengths(component), _plain(page.value(component))
    )


def _number(component: Component, page: Page) -> Markup:
    bounds, extra = component.bounds, Markup("")
    if bounds.minimum is not None:
        extra += Markup(' min="{}"').format(bounds.minimum)
    if bounds.maximum is not None:
        extra += Markup(' max="{}"').format(bounds.maximum)
    step = "1" if component.decimals == 0 else f"0.{'0' * (component.decimals - 1)}1"
    return Markup('<input type="number" {} value="{}" step="{}"{}>').format(
        _attributes(component, page), _plain(page.value(component)), step, extra
    )


_INPUT_TYPES = {"date": "date", "time": "time", "datetime": "datetime-local"}


def _datetime(component: Component, page: Page) -> Markup:
    return Markup('<input type="{}" {} value="{}">').format(
        _INPUT_TYPES[component.subtype], _attributes(component, page), _local(component, page.value(component), page)
    )


def _local(component: Component, value: Any, page: Page) -> str:
    """A stored moment as the browser's control wants it: district time without a zone."""
    text = _plain(value)
    if component.subtype != "datetime" or not text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is not None:
        moment = moment.astimezone(page.here.zone)
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def _checkbox(component: Component, page: Page) -> Markup:
    ticked = Markup(" checked") if page.value(component) in (True, "true", "on", "1") else Markup("")
    return Markup('<input type="checkbox" {} value="true"{}>').format(_attributes(component, page), ticked)


def _select(component: Component, page: Page) -> Markup:
    many = component.kind in MANY_KINDS
    chosen = _chosen(page.value(component))
    choices = component.choices_from(page.here.options)
    parts = [] if many else [Markup('<option value="">{}</option>').format(word("choose", page.locale))]
    for choice in choices:
        mark = Markup(" selected") if choice.token in chosen else Markup("")
        parts.append(Markup('<option value="{}"{}>{}</option>').format(choice.token, mark, choice.text(page.locale)))
    extra = Markup(' multiple size="{}"').format(min(max(len(choices), 2), 8)) if many else Markup("")
    return Markup("<select {}{}>{}</select>").format(_attributes(component, page), extra, Markup("").join(parts))


def _files(component: Component, page: Page) -> Markup:
    kept = page.value(component)
    parts = []
    for number, file in enumerate(kept if isinstance(kept, list | tuple) else ()):
        identity = f"{page.identity(component)}-{number}"
        label = Markup('<label for="{}">{}: {}</label>').format(
            identity, word("kept", page.locale), page.files.get(str(file), str(file))
        )
        parts.append(
            Markup('<div><input type="checkbox" id="{}" name="{}" value="{}" checked>{}</div>').format(
                identity, page.name(component), str(file), label
            )
        )
    accept = Markup(' accept="{}"').format(component.accept) if component.accept else Markup("")
    many = Markup(" multiple") if component.multiple else Markup("")
    attributes = _attributes(component, page)
    return Markup('<input type="file" {}{}{}>{}').format(attributes, accept, many, Markup("").join(parts))


def _fieldset(component: Component, page: Page) -> Markup:
    """Radios and checklists: the question is the legend, each option has its own label."""
    kind = "radio" if component.kind == "radio" else "checkbox"
    chosen = _chosen(page.value(component))
    parts = [
        _option(kind, component, page, number, choice, choice.token in chosen)
        for number, choice in enumerate(component.choices_from(page.here.options))
    ]
    role = Markup(' role="radiogroup"') if kind == "radio" else Markup("")
    need = Markup(' aria-required="true"') if component.required and kind == "radio" else Markup("")
    return Markup('<fieldset id="{}"{}{}{}><legend>{}{}</legend>{}{}{}</fieldset>').format(
        page.identity(component),
        role,
        need,
        described_by(component, page),
        component.text(page.locale),
        required_mark(component, page),
        help_of(component, page),
        Markup("").join(parts),
        error_of(component, page),
    )


def _option(kind: str, component: Component, page: Page, number: int, choice: Choice, ticked: bool) -> Markup:
    identity = f"{page.identity(component)}-{number}"
    return Markup(
        '<div class="choice"><input type="{}" id="{}" name="{}" value="{}"{}><label for="{}">{}</label></div>'
    ).format(
        kind,
        identity,
        page.name(component),
        choice.token,
        Markup(" checked") if ticked else Markup(""),
        identity,
        choice.text(page.locale),
    )


def _chosen(value: Any) -> set[str]:
    """The tokens that are chosen, whether one value or several came."""
    if value is None or isinstance(value, Mapping):
        return set()
    items = value if isinstance(value, list | tuple) else [value]
    return {token_of(item) for item in items if isinstance(item, str | int | float)}


def _plain(value: Any) -> str:
    if value is None or isinstance(value, Mapping | list | tuple):
        return ""
    return token_of(value)


_BETWEEN = {"zh": "、", "en": ", "}


def _as_text(component: Component, value: Any, page: Page) -> str:
    if component.kind in CHOICE_KINDS:
        chosen = _chosen(value)
        labels = {c.token: c.text(page.locale) for c in component.choices_from(page.here.options)}
        text = _BETWEEN[page.locale].join(labels.get(token, token) for token in sorted(chosen))
    elif component.kind == "checkbox":
        text = word("yes" if value is True else "no", page.locale)
    elif component.kind == "datetime":
        text = _local(component, value, page).replace("T", " ")
    elif component.kind == "filepicker" and isinstance(value, list | tuple):
        text = _BETWEEN[page.locale].join(page.files.get(str(item), str(item)) for item in value)
    else:
        text = _plain(value)
    return text or word("nothing", page.locale)


_MAKERS: dict[str, Callable[[Component, Page], Markup]] = {
    "textfield": _textfield,
    "textarea": _textarea,
    "number": _number,
    "datetime": _datetime,
    "select": _select,
    "taglist": _select,
    "filepicker": _files,
}
