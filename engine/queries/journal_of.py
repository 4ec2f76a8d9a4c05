"""What happened under a business key: who did what, when, and what the diagram did because of it."""

from dataclasses import dataclass
from typing import Any

from engine.casework.conflict import sees_accusations
from engine.casework.entitlement import DECIDES_UNMASKING
from engine.casework.referral import sees_referrals
from engine.persistence.journal import Entry
from engine.persistence.readable import accused_units_of, refuse_unless_readable
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import pack, unpack


@dataclass(frozen=True)
class JournalOf:
    """``key``: a case's number or any other business key."""

    key: str
    limit: int = 100
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [{seq, at, kind, element, name, actor, actor_name, details, passed, flows}…], "next": …}``.

        Which unit is complained of, who asked to see the identity, and what goes to the discipline organ is left out
        for those the case file does not show it to; a page may then hold fewer than ``limit``.

        Raises: NotFound when it is not the actor's to see.
        """
        refuse_unless_readable(reading, self.key)
        after = unpack(self.cursor, int)[0] if self.cursor else 0
        entries = reading.journal.of_key(self.key, after=after, limit=self.limit + 1)
        shown = entries[: self.limit]
        following = pack(shown[-1].seq) if len(entries) > self.limit else None
        accused = accused_units_of(reading, self.key)
        return {"items": [_line(entry) for entry in shown if _is_shown(reading, entry, accused)], "next": following}


def _is_shown(reading: Reading, entry: Entry, accused: frozenset[str]) -> bool:
    by = reading.by
    if entry.kind == "referral":
        return sees_referrals(by)
    if entry.kind != "identity" or by.kind in ("system", "clock"):
        return True
    if entry.details.get("what") in ("accused_unit", "accused_unit_let_act", "accused_unit_taken_off"):
        return sees_accusations(by, accused)
    decides = by.has(*DECIDES_UNMASKING) and by.unit not in accused
    return decides or by.username in (entry.actor, entry.details.get("for"))


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "instance": entry.instance_id,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "element": entry.element,
        "name": entry.name,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "details": entry.details,
        "passed": entry.passed,
        "flows": entry.flows,
    }
