"""A form that another editor wrote: under an id of this house, and without what people can't be given."""

import json
import re
from typing import Any

from forms.rules import FORM_ID
from forms.source import parse_json
from forms.vocabulary import ATTRIBUTES, ROOT_ATTRIBUTES

UNSUPPORTED = frozenset({"form-attribute", "form-component"})  # the rules of the check whose finds ``adapted`` removes


def form_id(bundle: str, file: str) -> str:
    """The id a form is given by its file, in the letters an id can have: ``My-Form.form`` is ``bundle/my_form``."""
    stem = file.rpartition("/")[2].removesuffix(".form")
    return "/".join(re.sub(r"[^a-z0-9_]", "_", one.lower())[:64] for one in (bundle, stem))


def is_form_id(given: Any) -> bool:
    """Can a form have this id?"""
    return isinstance(given, str) and bool(FORM_ID.fullmatch(given))


def adapted(content: bytes, identity: str, *, removing: bool) -> tuple[bytes, str]:
    """The form with this id unless it has one it can keep, and its id then.

    With ``removing`` it is without unknown attributes and components of unknown kinds; all else stays, in its order.
    Raises: Malformed.
    """
    form = parse_json(content)
    own = form["id"] if is_form_id(form.get("id")) else identity
    form = {name: value for name, value in form.items() if not removing or name in ROOT_ATTRIBUTES} | {"id": own}
    if removing and "components" in form:
        form["components"] = _known(form["components"])
    return f"{json.dumps(form, ensure_ascii=False, indent=2)}\n".encode(), own


def _known(components: Any) -> Any:
    if not isinstance(components, list):
        return components
    found = []
    for one in components:
        kind = one.get("type") if isinstance(one, dict) else None
        if not isinstance(kind, str) or kind not in ATTRIBUTES:
            continue
        kept = {name: value for name, value in one.items() if name in ATTRIBUTES[kind]}
        found.append(kept | {"components": _known(kept["components"])} if "components" in kept else kept)
    return found
