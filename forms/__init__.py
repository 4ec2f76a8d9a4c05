"""Forms: read form-js JSON, check it, validate submissions with it, render it."""

from forms.adapting import UNSUPPORTED, adapted, form_id
from forms.check import check_form, unreadable_form
from forms.compiled import CompiledForm, compile_form
from forms.difference import component_changes
from forms.form import Choice, Component, Form, form_key, read_form
from forms.possible import possible_fields
from forms.render import render_form
from forms.submission import asks_for_redisplay, read_submission, row_added, rows_wanted

__all__ = [
    "UNSUPPORTED",
    "Choice",
    "CompiledForm",
    "Component",
    "Form",
    "adapted",
    "asks_for_redisplay",
    "check_form",
    "compile_form",
    "component_changes",
    "form_id",
    "form_key",
    "possible_fields",
    "read_form",
    "read_submission",
    "render_form",
    "row_added",
    "rows_wanted",
    "unreadable_form",
]
