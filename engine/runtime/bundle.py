"""A bundle: diagrams, decisions and forms that are deployed together, parsed once and shared by all threads."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import DeploymentRefused, Problem
from engine.runtime.build import build_specs
from engine.runtime.check import Forms, Roles, check_model, read_bundle
from engine.runtime.definition import Definition, define
from engine.runtime.drawn_texts import overlong
from engine.runtime.model import Model
from engine.runtime.operation import Operation, Taken
from engine.runtime.source import Source
from engine.runtime.start_timer import StartTimer


@dataclass(frozen=True)
class Bundle:
    """``start_messages``: message name → the process it starts; ``start_timers``: process → its timer start event."""

    name: str
    hash: str
    sources: tuple[Source, ...] = field(repr=False)
    definitions: dict[str, Definition]
    decisions: dict[str, Any]
    start_messages: dict[str, str]
    start_timers: dict[str, StartTimer]
    warnings: tuple[Problem, ...] = ()


def bundle_hash(sources: Iterable[Source]) -> str:
    """SHA-256 over names and contents, whatever their order."""
    digest = hashlib.sha256()
    for source in sorted(sources, key=lambda one: one.name):
        for part in (source.name.encode(), source.content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def parse_bundle(
    name: str,
    sources: Iterable[Source],
    *,
    operations: Mapping[str, Operation],
    forms: Forms = None,
    roles: Roles = None,
) -> Bundle:
    """Read, check and build a bundle, or take it from the cache of this process.

    ``forms`` (with or without their fields) and ``roles`` (with or without whether each works for one unit): what may
    be named (None: not checked).
    Raises DeploymentRefused with every problem.
    """
    held = tuple(sources)
    digest = bundle_hash(held)
    token = (name, digest, frozenset(operations), _known(forms), _known(roles))
    found = _CACHE.get(token)
    if found is None:
        found = _parse(name, held, digest, operations, forms, roles)
        _CACHE.put(token, found)
    return found


def _known(names: Forms | Roles) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def load_bundle(name: str, sources: Iterable[Source]) -> Bundle:
    """Build a bundle that was deployed before, or take it from the cache, without judging it again.

    Today's rules don't stop yesterday's instances. Raises DeploymentRefused when a file cannot be read at all.
    """
    held = tuple(sources)
    token = (name, bundle_hash(held))
    found = _CACHE.get(token)
    if found is None:
        found = _load(name, held, token[1])
        _CACHE.put(token, found)
    return found


def _load(name: str, held: tuple[Source, ...], digest: str) -> Bundle:
    model, problems = read_bundle(name, held, {}, None, None)
    if problems:
        raise DeploymentRefused(problems)
    return _build(name, held, digest, model, problems)


def check_bundle(
    name: str,
    sources: Iterable[Source],
    *,
    operations: Mapping[str, Operation],
    forms: Forms = None,
    roles: Roles = None,
    asked: Mapping[str, Taken] | None = None,
) -> list[Problem]:
    """Every problem of a bundle, errors and warnings; bad content never raises.

    ``asked``: the decisions that are asked by no diagram but by the house, with what it takes of their answer.
    """
    given = tuple(sources)
    model, problems = read_bundle(name, given, operations, forms, roles)
    model.asked = asked or {}
    told = [*problems, *check_model(model)]
    known = {(one.file, one.element) for one in told if one.rule == "sizes"}
    drawn = [one for source in given if source.name.endswith((".bpmn", ".dmn")) for one in overlong(source)]
    return [*told, *(one for one in drawn if (one.file, one.element) not in known)]


def _parse(
    name: str,
    sources: tuple[Source, ...],
    digest: str,
    operations: Mapping[str, Operation],
    forms: Forms,
    roles: Roles,
) -> Bundle:
    model, problems = read_bundle(name, sources, operations, forms, roles)
    problems = problems + check_model(model)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DeploymentRefused(errors)
    return _build(name, sources, digest, model, problems)


def _build(name: str, sources: tuple[Source, ...], digest: str, model: Model, problems: list[Problem]) -> Bundle:
    specs = build_specs(model)
    definitions = {one: define(model, specs, one, digest) for one in model.processes}
    messages: dict[str, str] = {}
    timers: dict[str, StartTimer] = {}
    for process in model.processes.values():
        for element in process.inside(process.id):
            if element.kind != "startEvent" or element.event is None:
                continue
            if element.event.kind == "message" and element.event.reference:
                messages[element.event.reference] = process.id
            if element.event.kind == "timer" and element.event.form and element.event.expression:
                timers[process.id] = StartTimer(element.id, element.event.form, element.event.expression)
    return Bundle(name, digest, sources, definitions, model.decisions, messages, timers, tuple(problems))


class _Cache:
    """The last few bundles, by hash. Specs are read-only after building, so threads share them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Any, Bundle] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> Bundle | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Any, bundle: Bundle) -> None:
        with self._lock:
            self._held[key] = bundle
            while len(self._held) > self._size:
                self._held.popitem(last=False)


_CACHE = _Cache(32)
