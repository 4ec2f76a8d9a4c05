"""What a draft would have done with past cases: each is played on the version it ran on, and on the draft."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from engine.actor import Actor
from engine.application import Application
from engine.queries.past_cases import DistrictRows, PastCase, PastCaseOf
from engine.queries.plays import FilesOfBundle
from engine.rehearsal.district import District, Setting, furnished
from engine.rehearsal.hindsight import Hindsight, Ran
from engine.rehearsal.sandboxes import Ground

SAME, PATH, END, LATE, SOONER, MISFIT, STUCK, MERGED, UNFAITHFUL = ANSWERS = (
    "same", "path", "end", "late", "in_time", "misfit", "stuck", "merged", "unfaithful",
)  # fmt: skip
MOST_TEMPLATES: Final = 4


class WhatIf:
    """``instances``: ids of closed ones; ``ground`` is the draft. ``each`` yields one result a case."""

    def __init__(self, application: Application, by: Actor, ground: Ground, instances: list[str]) -> None:
        self._application = application
        self._by = by
        self._ground = ground
        self._instances = instances
        self._counts: Counter[str] = Counter()
        self._templates: dict[str, District] = {}

    def each(self) -> Iterator[dict[str, Any]]:
        """``{key, process, answers, words}``; ``answers`` are among ANSWERS. Raises: DeploymentRefused at the first."""
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
            return {**line, "answers": [MERGED], "words": [f"→ {past.merged_into}"]}
        then = self._played(past, past.bundle_id, folder)
        if then.misfit or then.stuck or then.passed != past.passed or then.ended_at != past.ended_at_element:
            why = (
                then.misfit
                or (then.stuck and f"it waits there for ever: {then.stuck}")
                or _difference(past.passed, then.passed)
            )
            return {**line, "answers": [UNFAITHFUL], "words": [why or "it ends at another end"]}
        now = self._played(past, "", folder)
        return {**line, **_compared(then, now)}

    def _played(self, past: PastCase, bundle_id: str, folder: Path) -> Ran:
        district = self._template(bundle_id, past, folder).copied(past.started_at)
        try:
            return Hindsight(past, district).run()
        finally:
            district.close()

    def _template(self, bundle_id: str, past: PastCase, folder: Path) -> District:
        known = self._templates.get(bundle_id)
        if known is None:
            while len(self._templates) >= MOST_TEMPLATES:
                self._templates.pop(next(one for one in self._templates if one)).close()
            files = dict(self._ground.files)
            if bundle_id:
                files = self._application.ask(FilesOfBundle(bundle_id), self._by)
            known = self._templates[bundle_id] = self._furnished(files, past, folder)
        return known

    def _furnished(self, files: dict[str, bytes], past: PastCase, folder: Path) -> District:
        """The real district's units, list and calendar, in memory, with these diagrams in force."""
        setting = Setting(self._application.ask(DistrictRows(), self._by), self._application.settings.zone)
        bundles = {**self._ground.others, self._ground.bundle: files}
        return furnished(bundles, past.started_at, folder, setting=setting)


def _compared(then: Ran, now: Ran) -> dict[str, Any]:
    answers, words = [], []
    if now.misfit:
        answers.append(MISFIT)
        words.append(now.misfit)
    elif now.stuck:
        answers.append(STUCK)
        words.append(f"it would wait there for ever: {now.stuck}")
    else:
        if now.passed != then.passed:
            answers.append(PATH)
            words.append(_difference(then.passed, now.passed, then.way, now.way))
        if (now.ended_at, now.state) != (then.ended_at, then.state):
            answers.append(END)
            words.append(f"it would end as {now.state} ({now.ended_at}), then it was {then.state} ({then.ended_at})")
        if now.late != then.late:
            answers.append(LATE if now.late else SOONER)
    if now.assumed:
        assumed = ", ".join(dict.fromkeys(now.assumed))
        words.append(f"filled in by simulated staff: {assumed}")
    return {"answers": answers or [SAME], "words": words}


def _difference(
    then: Counter[str], now: Counter[str], way_then: list[str] | None = None, way_now: list[str] | None = None
) -> str:
    """Where the ways part, in labels; else what is passed more and less often."""
    for place, (was, would) in enumerate(zip(way_then or [], way_now or [], strict=False)):
        if was != would:
            before = (way_then or [])[place - 1] if place else "—"
            return f"after ‘{before}’ comes ‘{would}’, then it was ‘{was}’"
    more, less = ", ".join(sorted(now - then)), ", ".join(sorted(then - now))
    return f"passed more often: {more or '—'}; less often: {less or '—'}"
