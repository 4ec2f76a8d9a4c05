"""What is wrong with a bundle, judged against what this house can do: its operations, roles and form components."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from threading import Lock

from engine.actor import ROLES, UNIT_ROLES
from engine.errors import DeploymentRefused, Problem
from engine.feel import Possible
from engine.operations.takes import ASKED
from engine.operations.tried_content import content_hash
from engine.runtime import Bundle, Operation, Source, check_bundle, foreign_parts, load_bundle, parse_bundle
from forms import check_form, form_key, possible_fields, read_form

KINDS = (".bpmn", ".dmn", ".form")
MOST_KNOWN = 16  # bundles whose problems are kept: every page about a draft asks again, and a check takes half a second
_known: dict[tuple[str, str], tuple[Problem, ...]] = {}  # by name and content, the last asked for at the end
_turn = Lock()
WHO = {role: role in UNIT_ROLES for role in ROLES}


class Catalogue(Mapping[str, Operation]):
    """The operations by name, imported when one is looked up: without them a foreign file is told in half the time."""

    @cached_property
    def _all(self) -> Mapping[str, Operation]:
        from engine.operations.registered import catalogue

        return catalogue()

    def __getitem__(self, name: str) -> Operation:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def problems_of(name: str, files: Mapping[str, bytes]) -> list[Problem]:
    """Everything wrong with the files of a bundle, errors and warnings: diagrams, decisions and forms at once."""
    place = name, content_hash(files, {})
    with _turn:
        found = _known.pop(place, None)
    if found is None:
        found = _found(name, files)
    with _turn:
        _known[place] = found
        if len(_known) > MOST_KNOWN:
            del _known[next(iter(_known))]
    return list(found)


def _found(name: str, files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    problems = [
        Problem(file, None, "file", f"Expected files ending in {', '.join(KINDS)}, found {file}. Leave it out.")
        for file in files
        if not file.endswith(KINDS)
    ]
    forms = {file: form for file, form in files.items() if file.endswith(".form")}
    fields = {form_key(name, file): _fields(file, form) for file, form in forms.items()}
    problems += check_bundle(name, sources_of(files), operations=Catalogue(), forms=fields, roles=WHO, asked=ASKED)
    for source in sources_of(files):
        if source.name.endswith(".bpmn"):
            problems += foreign_parts(source)
    for file, form in forms.items():
        problems += check_form(file, form)
    return tuple(problems)


def _fields(file: str, content: bytes) -> dict[str, Possible]:
    """What each field of a form can be given; none of one that is wrong, which is told anyway."""
    try:
        return possible_fields(file, read_form(content))
    except DeploymentRefused:
        return {}


def sources_of(files: Mapping[str, bytes]) -> list[Source]:
    """The files as the runtime takes them, in order of name."""
    return [Source(file, content) for file, content in sorted(files.items())]


def parsed(name: str, files: Mapping[str, bytes]) -> Bundle:
    """The bundle as the runtime has it. Raises: DeploymentRefused with every problem of its diagrams and decisions."""
    forms = [form_key(name, file) for file in files if file.endswith(".form")]
    return parse_bundle(name, sources_of(files), operations=Catalogue(), forms=forms, roles=WHO)


def judged(name: str, files: Mapping[str, bytes]) -> Bundle:
    """The bundle of files that ``problems_of`` found no error in, built without judging it a second time."""
    return load_bundle(name, sources_of(files))
