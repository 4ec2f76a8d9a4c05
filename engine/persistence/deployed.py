"""Deployed bundles as the runtime and the forms run them: parsed once per process, shared by all threads."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson

from engine.errors import NotFound
from engine.feel import Surround
from engine.persistence.bundles import Bundles, DeployedBundle
from engine.runtime import Bundle, Definition, Source, load_bundle
from forms import CompiledForm, compile_form, form_key, read_form

KEPT = 32  # versions in memory; an instance on another one costs a parse


@dataclass(frozen=True)
class LoadedForm:
    """A form as it is sent (``drawn``, form-js JSON) and as submissions are read with it."""

    drawn: dict[str, Any]
    compiled: CompiledForm


@dataclass(frozen=True)
class Loaded:
    """One version of a bundle, ready to run."""

    head: DeployedBundle
    bundle: Bundle
    forms: dict[str, LoadedForm]

    def definition(self, process_id: str) -> Definition:
        found = self.bundle.definitions.get(process_id)
        if found is None:
            raise NotFound(f"Expected a process {process_id} in {self.head.name}, but that bundle has none.")
        return found

    def form(self, key: str) -> LoadedForm:
        found = self.forms.get(key)
        if found is None:
            raise NotFound(
                f"Expected a form {key} in version {self.head.version} of {self.head.name}, but it has none."
            )
        return found


_LOADED: OrderedDict[str, Loaded] = OrderedDict()
_LOCK = threading.Lock()


def loaded(bundles: Bundles, bundle_id: str) -> Loaded:
    """A deployed version by its id; the database is asked only the first time."""
    with _LOCK:
        known = _LOADED.get(bundle_id)
        if known is not None:
            _LOADED.move_to_end(bundle_id)
            return known
    fresh = _load(bundles.get(bundle_id), bundles.files(bundle_id))
    with _LOCK:
        _LOADED[bundle_id] = fresh
        while len(_LOADED) > KEPT:
            _LOADED.popitem(last=False)
    return fresh


def _load(head: DeployedBundle, files: list[tuple[str, bytes]]) -> Loaded:
    bundle = load_bundle(head.name, [Source(name, content) for name, content in files])
    forms = {
        form_key(head.name, name): LoadedForm(orjson.loads(content), compile_form(read_form(content)))
        for name, content in files
        if name.endswith(".form")
    }
    return Loaded(head, bundle, forms)


def decided(reading: Any, decision: str, facts: dict[str, Any]) -> Any:
    """What a decision of the bundles in force says outside any diagram; None when no bundle has it."""
    for head in reading.bundles.in_force():
        found = loaded(reading.bundles, head.id).bundle.decisions.get(decision)
        if found is not None:
            return found.evaluate(facts, scope=Surround(now=reading.now, zone=reading.settings.zone))
    return None
