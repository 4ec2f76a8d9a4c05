"""What the fields of a form can be given, as far as the form says: the values of its own choices."""

from collections.abc import Iterable

from engine.feel import Possible
from forms.form import Component, Form, fields_of
from forms.vocabulary import MANY_KINDS


def possible_fields(file: str, form: Form) -> dict[str, Possible]:
    """By key. A choice's place is the component it stands in; whatever a person types is a fact."""
    return _of(file, form.fields())


def _of(file: str, fields: Iterable[Component]) -> dict[str, Possible]:
    return {one.key: _possible(file, one, one.key) for one in fields if one.key is not None}


def _possible(file: str, one: Component, key: str) -> Possible:
    if one.kind == "dynamiclist":
        return Possible(items=(Possible(fields=_of(file, fields_of(one.components))),))
    place = file, key if one.id.endswith(".") else one.id  # without an id of its own it has its place in the file
    choices = Possible(tuple((choice.value, place) for choice in one.choices))
    if one.readonly or not choices.constants:
        return Possible(facts=frozenset([key]))
    return Possible(items=(choices,)) if one.kind in MANY_KINDS else choices
