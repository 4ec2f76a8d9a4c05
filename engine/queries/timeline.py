"""A case's journal as a timeline of sentences."""

from typing import Any

from engine.casework.case import Case
from engine.casework.story import tell, unit_in
from engine.persistence.unit_of_work import Reading

TOLD_KINDS = ("case", "joint")


def timeline(reading: Reading, case: Case, *, public: bool) -> list[dict[str, Any]]:
    """The entries in order: {at, kind, what, what_en, who, text, public}. ``public``: only what citizens may read.

    For citizens ``who`` is a unit, never a person; the reasons of acts between units are not theirs to read.
    """
    entries = [entry for entry in reading.journal.of_key(case.number) if entry.kind in TOLD_KINDS]
    units = [unit_in(entry.details) for entry in entries]
    names = reading.unit_names({unit for unit in units if unit})
    words = {} if public else {one.id: one.text for one in reading.supplements.all(case=case.number, asks=False)}
    rows = []
    for entry, unit in zip(entries, units, strict=True):
        called = names.get(unit or "", {})
        zh = tell(entry.details, called.get("name"))
        en = tell(entry.details, called.get("name_en"))
        if zh is None or en is None or (public and not zh.public):
            continue
        rows.append(
            {
                "at": entry.at.isoformat(),
                "kind": str(entry.details["what"]),
                "what": zh.zh,
                "what_en": en.en,
                "who": None if public else entry.actor_name,
                "text": None if public else entry.details.get("reason") or words.get(entry.details.get("words", "")),
                "public": zh.public,
            }
        )
    return rows
