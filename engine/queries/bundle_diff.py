"""What one version of a bundle, or a draft of it, changes against another: for the person who reviews it.

The page that shows two versions side by side and the API that tells them in words ask this one question.
"""

from dataclasses import asdict, dataclass, field
from difflib import unified_diff
from typing import Any

from engine.errors import NotAllowed
from engine.feel import decision_changes
from engine.operations.draft_files import refuse_non_designers, refuse_unreadable
from engine.persistence.unit_of_work import Reading
from engine.runtime import as_text, element_changes, read_model
from forms import component_changes

Files = dict[str, bytes]


@dataclass(frozen=True)
class BundleDiff:
    """From ``before`` to ``after``, versions of ``name``; None is the draft of ``designer`` (else one's own)."""

    name: str
    before: int | None
    after: int | None
    designer: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"files": {added, removed, changed}, "elements": […], "decisions": […], "forms": […], "walks": […]}``.

        Every change has ``change`` (added, removed, changed, moved) and ``details``: [{field, before, after}].
        ``elements``: {file, process, element, kind, name, name_en, fields}; ``decisions``: {file, decision, name,
        rules: [{change, number, before, after}]}, entries as written; ``forms``: {file, component, kind, label}.
        ``walks``: {change, name, lines}; a line begins with + where it is new, - where it is gone, else with a space.

        Raises:
            NotAllowed: for whoever is no designer, administrator or leader; drafts are for the first two.
            NotFound: no such version or draft.
        """
        wanted = ("designer", "admin") if None in (self.before, self.after) else ("designer", "admin", "leader")
        if not reading.by.has(*wanted):
            raise NotAllowed("Expected a designer, an administrator or a leader to compare versions.")
        found = _differences(self.name, self._files(reading, self.before), self._files(reading, self.after))
        return found | {"walks": _walks_changed(self._walks(reading, self.before), self._walks(reading, self.after))}

    def _files(self, reading: Reading, version: int | None) -> Files:
        if version is None:
            return reading.drafts.files(reading.drafts.get(self.name, self.designer or reading.by.username))
        return reading.bundles.files_of(self.name, version)

    def _walks(self, reading: Reading, version: int | None) -> Files:
        if version is None:
            return reading.walks.of_draft(reading.drafts.get(self.name, self.designer or reading.by.username))
        return reading.walks.of_version(self.name, version)


@dataclass(frozen=True)
class WindowsDiff:
    """What two windows of one designer made of a file: ``seen`` is as both began, ``here`` as this one has it now."""

    bundle: str
    file: str
    seen: bytes = field(repr=False)
    here: bytes = field(repr=False)

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"there": …, "here": …}``, each as ``BundleDiff`` answers: from ``seen`` to the draft as kept, and to this.

        Raises: NotAllowed; NotFound for no such draft; DeploymentRefused for what cannot be read.
        """
        refuse_non_designers(reading.by)
        kept = reading.drafts.files(reading.drafts.get(self.bundle, reading.by.username))
        for content in (self.seen, self.here):
            refuse_unreadable({self.file: content})
        seen, there = {self.file: self.seen}, {name: content for name, content in kept.items() if name == self.file}
        return {
            "there": _differences(self.bundle, seen, there),
            "here": _differences(self.bundle, seen, {self.file: self.here}),
        }


def _differences(name: str, old: Files, new: Files) -> dict[str, Any]:
    files = files_changed(old, new)
    return {
        "files": files,
        "elements": _elements(name, files, old, new),
        "decisions": _of_kind(".dmn", files, old, new),
        "forms": _of_kind(".form", files, old, new),
    }


def files_changed(old: Files, new: Files) -> dict[str, list[str]]:
    """``{added, removed, changed}``: names in order."""
    return {
        "added": sorted(set(new) - set(old)),
        "removed": sorted(set(old) - set(new)),
        "changed": sorted(name for name in set(old) & set(new) if old[name] != new[name]),
    }


def _elements(name: str, files: dict[str, list[str]], old: Files, new: Files) -> list[dict[str, Any]]:
    """The changes inside every diagram that differs; reading those that do not would be nearly all of the work."""
    differ = {one for names in files.values() for one in names if one.endswith(".bpmn")}
    before, after = ({one: side[one] for one in differ & set(side)} for side in (old, new))
    found = element_changes(read_model(name, before), read_model(name, after), before, after)
    return [_with_details({**vars(one), "fields": one.fields}) for one in found]


def _of_kind(kind: str, files: dict[str, list[str]], old: Files, new: Files) -> list[dict[str, Any]]:
    """The changes inside every file of a kind that differs."""
    found: list[dict[str, Any]] = []
    for name in sorted(one for names in files.values() for one in names if one.endswith(kind)):
        before, after = old.get(name), new.get(name)
        changes = decision_changes(before, after, name) if kind == ".dmn" else component_changes(before, after)
        found += [_with_details({"file": name, **asdict(one)}) for one in changes]
    return found


def _walks_changed(old: Files, new: Files) -> list[dict[str, Any]]:
    found = {name: change for change, names in files_changed(old, new).items() for name in names}
    return [
        {"change": change, "name": name, "lines": _lines(old.get(name, b""), new.get(name, b""))}
        for name, change in sorted(found.items())
    ]


def _lines(old: bytes, new: bytes) -> list[str]:
    told = list(unified_diff(as_text(old).splitlines(), as_text(new).splitlines(), n=2, lineterm=""))[
        2:
    ]  # the first two are names of files
    return [line for line in told if not line.startswith("@@")]


def _with_details(row: dict[str, Any]) -> dict[str, Any]:
    details = [{"field": field, "before": before, "after": after} for field, before, after in row["details"]]
    return {**row, "details": details}
