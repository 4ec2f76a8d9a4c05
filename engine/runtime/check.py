"""Reads a bundle's files into a model, and has the rules judge it. Whatever the files hold, the answer is sentences."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from engine import feel
from engine.errors import Problem
from engine.runtime.drawn_texts import overlong
from engine.runtime.markup import Unreadable, read_xml
from engine.runtime.model import Model, Process
from engine.runtime.operation import Operation
from engine.runtime.reading import read_processes
from engine.runtime.rules import RULES, feel_text, sizes
from engine.runtime.rules.report import Report
from engine.runtime.source import Source

# Names, or name → its fields by key with what each can be given; None: not checked.
Forms = Collection[str] | Mapping[str, Mapping[str, feel.Possible]] | None
Roles = Collection[str] | Mapping[str, bool] | None  # names, or name → does it work for one unit; None: not checked

MOST_KEPT = 500_000  # bytes of a diagram kept once read: 64 of the largest allowed would fill the memory


def read_bundle(
    name: str,
    sources: tuple[Source, ...],
    operations: Mapping[str, Operation],
    forms: Forms,
    roles: Roles,
) -> tuple[Model, list[Problem]]:
    """The model of what could be read, and the problems of what could not."""
    model = Model(
        name,
        operations=operations,
        forms=None if forms is None else frozenset(forms),
        fields=dict(forms) if isinstance(forms, Mapping) else {},
        roles=None if roles is None else frozenset(roles),
        unit_roles=frozenset(one for one, in_unit in roles.items() if in_unit)
        if isinstance(roles, Mapping)
        else frozenset(),
    )
    problems: list[Problem] = []
    for source in sources:
        try:
            if source.name.endswith(".bpmn"):
                _read_diagram(model, source)
        except Unreadable as error:
            problems.append(error.problem)
    decided, wrong = feel.read_models({one.name: one.content for one in sources if one.name.endswith(".dmn")})
    for found in decided.values():
        model.decisions.update(found.decisions)
        model.doubts += found.doubts
    problems += wrong
    if not model.processes and not problems:
        problems.append(Problem(name, None, "empty", "Expected at least one BPMN file with a process, found none."))
    return model, problems


def read_model(name: str, files: Mapping[str, bytes]) -> Model:
    """What can be read of these files, judged by nobody: for showing and comparing drafts."""
    return read_bundle(name, tuple(Source(file, content) for file, content in sorted(files.items())), {}, None, None)[0]


def unreadable(source: Source) -> Problem | None:
    """Why a diagram or a decision model cannot be read or drawn safely, or None; nothing is said of what it means."""
    try:
        if source.name.endswith(".dmn"):
            feel.read_xml(source.content, source.name)
        else:
            read_xml(source.name, source.content)
    except (Unreadable, feel.HostileXml) as error:
        return error.problem
    return next(iter(overlong(source)), None)


def _read_diagram(model: Model, source: Source) -> None:
    small = len(source.content) <= MOST_KEPT
    found = (_read_once if small else _read)(source.name, source.content)
    for process in found:
        if process.id in model.processes or not process.id:
            model.repeated_processes.append(process)
        else:
            model.processes[process.id] = process
    if not found:
        sentence = "Expected a process with elements in it, found none. Draw one, or leave the file out."
        raise Unreadable(Problem(source.name, None, "empty", sentence))


def _read(file: str, content: bytes) -> tuple[Process, ...]:
    return tuple(read_processes(file, read_xml(file, content)))


# For judging, for building, and until this file is edited. Nobody changes a process once it is linked.
_read_once = lru_cache(maxsize=64)(_read)


def check_model(model: Model) -> list[Problem]:
    """What the rules say, in the order of the rules. Later rules look only at what earlier ones found sound."""
    report = Report(model)
    for rule in RULES:
        report.rule = rule.__name__.rpartition(".")[2]
        rule.check(model, report)
        if rule is feel_text:
            report.problems += model.doubts
        if rule is sizes and report.problems:
            break  # too large to spend work on
        if report.is_late:
            sentence = "Expected diagrams that can be checked in ten seconds, but they are too tangled. Split them."
            return [*report.problems, Problem(model.name, None, "size", sentence)]
    if report.more:
        sentence = f"Expected few problems, but there are {report.more} more. Mend these, then check again."
        return [*report.problems, Problem(model.name, None, "more", sentence)]
    return report.problems
