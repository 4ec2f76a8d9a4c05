"""What a draft would have done with past cases: each is played on the version it ran on, and on the draft."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.forget_later_lists import ForgetLaterLists
from engine.queries.past_cases import DistrictRows, PastCase, PastCaseOf
from engine.queries.plays import FilesOfBundle
from engine.rehearsal.district import District, Setting, furnished
from engine.rehearsal.hindsight import Hindsight, Ran
from engine.rehearsal.sandboxes import Ground
from engine.runtime import Element, Model, read_model

SAME, PATH, END, LATE, SOONER, MISFIT, STUCK, MERGED, UNFAITHFUL = ANSWERS = (
    "same", "path", "end", "late", "in_time", "misfit", "stuck", "merged", "unfaithful",
)  # fmt: skip
MOST_TEMPLATES: Final = 4
Called = Callable[[str], str]


class WhatIf:
    """``instances``: ids of closed ones; ``ground`` is the draft. ``each`` yields one result a case."""

    def __init__(self, application: Application, by: Actor, ground: Ground, instances: list[str]) -> None:
        self._application = application
        self._by = by
        self._ground = ground
        self._instances = instances
        self._counts: Counter[str] = Counter()
        self._templates: dict[str, District] = {}
        self._models: dict[str, Model] = {}

    def each(self) -> Iterator[dict[str, Any]]:
        """``{key, process, answers, words, words_en}``; ``answers`` are among ANSWERS, ``words`` name elements as
        they are labelled, ``words_en`` in English where they have an English label.

        Raises: DeploymentRefused at the first.
        """
        with TemporaryDirectory(prefix="suqiu-what-if-") as folder:
            try:
                for instance_id in self._instances:
                    past: PastCase = self._application.ask(PastCaseOf(instance_id), self._by)
                    found = self._judged(past, Path(folder))
                    self._counts.update(found["answers"])
                    yield found
            finally:
                for one in self._templates.values():
                    one.close()

    def found(self) -> dict[str, Any]:
        """``{counts: {answer: cases}}``."""
        return {"counts": dict(self._counts)}

    def _judged(self, past: PastCase, folder: Path) -> dict[str, Any]:
        line: dict[str, Any] = {"key": past.key, "process": past.process_id}
        if past.merged_into is not None:  # the case it joined decides its way, and is looked at by itself
            return {
                **line,
                "answers": [MERGED],
                "words": [f"→ {past.merged_into}"],
                "words_en": [f"→ {past.merged_into}"],
            }
        then = self._played(past, past.bundle_id, folder)
        readers = [(self._called(past, english=english), english) for english in (False, True)]
        if then.misfit or then.stuck or then.passed != past.passed or then.ended_at != past.ended_at_element:
            said = [_unlike(past, then, *reader) for reader in readers]
            return {**line, "answers": [UNFAITHFUL], "words": said[:1], "words_en": said[1:]}
        now = self._played(past, "", folder)
        words, words_en = (_words(then, now, *reader) for reader in readers)
        return {**line, "answers": _answers(then, now), "words": words, "words_en": words_en}

    def _called(self, past: PastCase, *, english: bool) -> Called:
        """What elements are called in the draft; those only the version of then draws, as it called them."""
        known = {**self._elements(past.bundle_id, past.process_id), **self._elements("", past.process_id)}

        def called(element: str) -> str:
            found = known.get(element)
            return ((english and found.name_en) or found.name or element) if found else element

        return called

    def _elements(self, bundle_id: str, process_id: str) -> dict[str, Element]:
        """What is drawn, by id, first of all in this process and those it calls; ``bundle_id`` empty: in the draft."""
        if bundle_id not in self._models:
            self._models[bundle_id] = read_model(self._ground.bundle, self._files(bundle_id))
        model = self._models[bundle_id]
        own = model.called_by(process_id) if process_id in model.processes else []
        beside = [one for one in model.processes if one not in own]
        of_all = (model.processes[process].elements for process in (*beside, *reversed(own)))
        return {name: one for elements in of_all for name, one in elements.items()}

    def _files(self, bundle_id: str) -> dict[str, bytes]:
        if bundle_id:
            return dict(self._application.ask(FilesOfBundle(bundle_id), self._by))
        return dict(self._ground.files)

    def _played(self, past: PastCase, bundle_id: str, folder: Path) -> Ran:
        district = self._template(bundle_id, past, folder).copied(past.started_at)
        try:
            district.application.execute(ForgetLaterLists(past.ended_at, past.key), SYSTEM)
            return Hindsight(past, district).run()
        finally:
            district.close()

    def _template(self, bundle_id: str, past: PastCase, folder: Path) -> District:
        known = self._templates.get(bundle_id)
        if known is None:
            while len(self._templates) >= MOST_TEMPLATES:
                self._templates.pop(next(one for one in self._templates if one)).close()
            known = self._templates[bundle_id] = self._furnished(self._files(bundle_id), past, folder)
        return known

    def _furnished(self, files: dict[str, bytes], past: PastCase, folder: Path) -> District:
        """The real district's units, list and calendar, in memory, with these diagrams in force."""
        setting = Setting(self._application.ask(DistrictRows(), self._by), self._application.settings.zone)
        bundles = {**self._ground.others, self._ground.bundle: files}
        return furnished(bundles, past.started_at, folder, setting=setting)


def _unlike(past: PastCase, then: Ran, called: Called, english: bool) -> str:
    """Why the record does not lead on its own version to where the case went."""
    if then.misfit:
        return then.misfit.said(english=english)
    if then.stuck:
        return f"it waits there for ever: {_listed(then.stuck, called)}"
    if then.passed != past.passed:
        return _difference(past.passed, then.passed, called)
    return "it ends at another end"


def _answers(then: Ran, now: Ran) -> list[str]:
    if now.misfit or now.stuck:
        return [MISFIT if now.misfit else STUCK]
    found = [PATH] if now.passed != then.passed else []
    if (now.ended_at, now.state) != (then.ended_at, then.state):
        found.append(END)
    if now.late != then.late:
        found.append(LATE if now.late else SOONER)
    return found or [SAME]


def _words(then: Ran, now: Ran, called: Called, english: bool) -> list[str]:
    """Why it is answered so. ``called``: an element as the reader knows it; ``english``: a reader of English."""
    words = []
    if now.misfit:
        words.append(now.misfit.said(english=english))
    elif now.stuck:
        words.append(f"it would wait there for ever: {_listed(now.stuck, called)}")
    else:
        if now.passed != then.passed:
            words.append(_difference(then.passed, now.passed, called, then.way, now.way))
        if (now.ended_at, now.state) != (then.ended_at, then.state):
            would, was = called(now.ended_at or "—"), called(then.ended_at or "—")
            words.append(f"it would end as {now.state} ({would}), then it was {then.state} ({was})")
    if now.assumed:
        words.append(f"filled in by simulated staff: {_listed(now.assumed, called)}")
    return words


def _difference(
    then: Counter[str], now: Counter[str], called: Called, way_then: Sequence[str] = (), way_now: Sequence[str] = ()
) -> str:
    """Where the ways part; else what is passed more and less often."""
    for place, (was, would) in enumerate(zip(way_then, way_now, strict=False)):
        if was != would:
            before = called(way_then[place - 1]) if place else "—"
            return f"after ‘{before}’ comes ‘{called(would)}’, then it was ‘{called(was)}’"
    more, less = _listed(sorted(now - then), called), _listed(sorted(then - now), called)
    return f"passed more often: {more or '—'}; less often: {less or '—'}"


def _listed(elements: Sequence[str], called: Called) -> str:
    return ", ".join(dict.fromkeys(map(called, elements)))
