"""A case's journal as a timeline of sentences: its own, and that of the joint handlings and ladders about it."""

from collections.abc import Iterable
from typing import Any

from engine.casework.case import Case
from engine.casework.story import Told, tell, told_as, unit_in
from engine.persistence.journal import Entry
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import UserTask
from engine.queries.words_shown import Words

STEP = "complete"  # the kind of entry a completed user task leaves


def timeline(reading: Reading, case: Case, words: Words | None = None) -> list[dict[str, Any]]:
    """What happened, in order: {at, kind, what, what_en, who, text, public}. Without ``words``: what citizens may
    read.

    A person's step is told by what it did to the case; one that did nothing to it is told by the name of its task, to
    staff only. Citizens read no names of persons, and no reasons of acts between units.
    """
    public = words is None
    about = [case.number, *(joint.number for joint in reading.joint_handlings.of_case(case.number))]
    ladders = [] if public else [one.key for number in about for one in reading.supervisions.all(about=number)]
    entries = [entry for key in (*about, *ladders) for entry in reading.journal.of_key(key)]
    entries += _with_parents(reading, case)
    entries.sort(key=lambda entry: entry.at)
    rows = [_told(entry, zh, en, public) for entry, zh, en in _sentences(reading, entries) if zh.public or not public]
    if words is None:
        return rows
    said = {one.id: words(one.id, one.text) for one in reading.supplements.all(case=case.number, asks=False)}
    for row in rows:
        row["text"] = words("reason", row["text"]) or said.get(row.pop("words"))
    return sorted([*rows, *_steps(reading, entries)], key=lambda row: str(row["at"]))


def _with_parents(reading: Reading, case: Case) -> Iterable[Entry]:
    """What happened to the cases this one was merged into while it was, as far as it concerns all that are."""
    for merge in reading.merges.all(child=case.number):
        for entry in reading.journal.of_key(merge.parent):
            name = told_as(entry.kind, entry.details)
            during = merge.merged_at <= entry.at and (merge.split_at is None or entry.at <= merge.split_at)
            if name and during and tell(name, None).shared:
                yield entry


def _sentences(reading: Reading, entries: list[Entry]) -> Iterable[tuple[Entry, Told, Told]]:
    """Each entry that is told, with its sentence as Chinese and as English readers call the unit."""
    names = reading.unit_names({unit for entry in entries if (unit := unit_in(entry.details))})
    for entry in entries:
        name = told_as(entry.kind, entry.details)
        if name:
            called = names.get(unit_in(entry.details) or "", {})
            yield entry, tell(name, called.get("name")), tell(name, called.get("name_en"))


def _told(entry: Entry, zh: Told, en: Told, public: bool) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "kind": str(entry.details.get("what") or entry.kind),
        "what": zh.zh,
        "what_en": en.en,
        "who": None if public else entry.actor_name,
        "text": None if public else entry.details.get("reason"),
        "public": zh.public,
        "words": entry.details.get("words"),
    }


def _steps(reading: Reading, entries: list[Entry]) -> Iterable[dict[str, Any]]:
    """The completed tasks whose transaction changed nothing of the case that would be told."""
    told = {_act(entry) for entry in entries if told_as(entry.kind, entry.details)}
    silent = [entry for entry in entries if entry.kind == STEP and _act(entry) not in told]
    keys = {entry.business_key for entry in silent}
    tasks: dict[str, UserTask] = {task.id: task for key in keys for task in reading.user_tasks.of_key(key)}
    for entry in silent:
        task = tasks.get(str(entry.details.get("task")))
        yield {
            "at": entry.at.isoformat(),
            "kind": STEP,
            "what": entry.name or "",
            "what_en": task.name_en if task else None,
            "who": entry.actor_name,
            "text": (entry.details.get("submission") or {}).get("reason"),
            "public": False,
        }


def _act(entry: Entry) -> tuple[object, ...]:
    """What the entries of one transaction have in common."""
    return entry.business_key, entry.at, entry.actor
