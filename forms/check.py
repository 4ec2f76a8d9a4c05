"""Is this file a form people can be given? Every problem at once, each with the component it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import Problem
from forms import rules
from forms.adapting import is_form_id
from forms.source import Malformed, parse_json
from forms.vocabulary import ATTRIBUTES, INPUT_KINDS, KINDS, MAX_COMPONENTS, MAX_DEPTH, ROOT_ATTRIBUTES

WRONG_ID = "Expected an id such as citizen_request/accept, but found another. Use letters, digits and underscores."


def check_form(file: str, content: bytes) -> list[Problem]:
    """All problems of a ``.form`` file, errors and warnings; an empty list when there are none. Never raises.

    ``file`` is the name the problems carry.
    """
    try:
        raw = parse_json(content)
    except Malformed as broken:
        return [Problem(file, None, "form-json", str(broken), line=broken.line, column=broken.column)]
    wrong = _not_a_form(raw)
    if wrong:
        return [Problem(file, None, "form-shape", wrong)]
    check = _Check(file)
    if not is_form_id(raw.get("id")):
        check.add(None, "form-id", WRONG_ID)
    for name in sorted(raw.keys() - ROOT_ATTRIBUTES):
        check.add(None, "form-attribute", f"Expected a form of known attributes, but found “{name}”. Remove it.")
    check.level(raw["components"], depth=1, keys=set(), names=check.names(raw["components"]))
    return check.problems


def unreadable_form(file: str, content: bytes) -> Problem | None:
    """Why a file is no JSON object at all, or None: an unfinished form may be kept, but not anything."""
    try:
        raw = parse_json(content)
    except Malformed as broken:
        return Problem(file, None, "form-json", str(broken), line=broken.line, column=broken.column)
    if not isinstance(raw, dict):
        return Problem(file, None, "form-shape", "Expected a form (a JSON object), but found something else.")
    return None


def _not_a_form(raw: Any) -> str | None:
    """The sentence for content that is JSON but no form-js form at all."""
    if not isinstance(raw, dict):
        return "Expected a form (a JSON object with components), but found something else."
    if "components" not in raw and isinstance(raw.get("properties"), dict):
        return "Expected a form-js form (components), but found a JSON Schema (properties). Draw the form anew."
    if not isinstance(raw.get("components"), list):
        return "Expected a list of components, but found none."
    if raw.get("type", "default") != "default":
        return f"Expected a form of type “default”, but found “{raw.get('type')}”."
    return None


class _Check:
    """Walks the components and gathers what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.ids: set[str] = set()
        self.count = 0

    def add(self, element: str | None, rule: str, message: str, severity: str = "error") -> None:
        self.problems.append(Problem(self.file, element, rule, message, severity))

    def names(self, components: Any) -> frozenset[str]:
        """Every key of the form: what a condition may speak of."""
        return frozenset(_keys(components, MAX_DEPTH))

    def level(self, components: Any, *, depth: int, keys: set[str], names: frozenset[str]) -> None:
        """Check one list of components; ``keys`` are those already used at this level of the submission."""
        if depth > MAX_DEPTH:
            self.add(None, "form-depth", f"Expected at most {MAX_DEPTH} levels of groups, but found more.")
            return
        for place, raw in enumerate(components, start=1):
            self.count += 1
            if self.count > MAX_COMPONENTS:
                if self.count == MAX_COMPONENTS + 1:
                    self.add(None, "form-size", f"Expected at most {MAX_COMPONENTS} components, but found more.")
                return
            self.component(raw, place, depth, keys, names)

    def component(self, raw: Any, place: int, depth: int, keys: set[str], names: frozenset[str]) -> None:
        if not isinstance(raw, dict):
            self.add(None, "form-component", f"Expected a component in place {place}, but found something else.")
            return
        element = _name_of(raw, place)
        kind = raw.get("type")
        if not isinstance(kind, str) or kind not in KINDS:
            listed = ", ".join(sorted(KINDS))
            self.add(element, "form-component", f"Expected one of {listed}, but found a component of type “{kind}”.")
            return
        for name in sorted(raw.keys() - ATTRIBUTES[kind]):
            self.add(element, "form-attribute", f"Expected attributes of a {kind}, but found “{name}”. Remove it.")
        self._identity(raw, kind, element, keys)
        for rule, message, severity in rules.problems_of(raw, kind, names):
            self.add(element, rule, message, severity)
        inner = raw.get("components")
        if kind in {"group", "dynamiclist"}:
            if not isinstance(inner, list) or not inner:
                self.add(element, "form-empty", f"Expected components inside the {kind}, but found none.")
                return
            self.level(inner, depth=depth + 1, keys=keys if kind == "group" else set(), names=names)

    def _identity(self, raw: Mapping[str, Any], kind: str, element: str, keys: set[str]) -> None:
        identity = raw.get("id")
        if identity is not None:
            if not isinstance(identity, str) or not rules.COMPONENT_ID.fullmatch(identity):
                self.add(element, "form-id", "Expected an id of letters, digits, - and _, but found another.")
            elif identity in self.ids:
                self.add(element, "form-id", f"Expected each id once, but found “{identity}” again.")
            else:
                self.ids.add(identity)
        if kind not in INPUT_KINDS:
            return
        name = "path" if kind == "dynamiclist" else "key"
        key = raw.get(name)
        if not rules.is_key(key):
            self.add(
                element,
                "form-key",
                f"Expected a {name} that is one word (letters, digits, underscore, not first _), but found “{key}”.",
            )
        elif key in keys:
            self.add(element, "form-key", f"Expected each key once, but found “{key}” again. Rename one of them.")
        else:
            keys.add(str(key))


def _name_of(raw: Mapping[str, Any], place: int) -> str:
    for name in ("id", "key", "path"):
        if isinstance(raw.get(name), str) and raw[name]:
            return str(raw[name])[:80]
    return f"component {place}"


def _keys(components: Any, depth: int) -> Iterator[str]:
    if not isinstance(components, list) or depth == 0:
        return
    for raw in components:
        if isinstance(raw, dict):
            key = raw.get("path") if raw.get("type") == "dynamiclist" else raw.get("key")
            if isinstance(key, str):
                yield key
            yield from _keys(raw.get("components"), depth - 1)
