"""What happened under a business key: who did what, when, and what the diagram did because of it."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.journal import Entry
from engine.persistence.readable import refuse_unless_readable
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

        Raises: NotFound when it is not the actor's to see.
        """
        refuse_unless_readable(reading, self.key)
        after = unpack(self.cursor, int)[0] if self.cursor else 0
        entries = reading.journal.of_key(self.key, after=after, limit=self.limit + 1)
        shown = entries[: self.limit]
        following = pack(shown[-1].seq) if len(entries) > self.limit else None
        return {"items": [_line(entry) for entry in shown], "next": following}


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
