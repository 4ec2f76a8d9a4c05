"""What citizens typed, as they typed it, where it says who asked: sealed, in a table of its own.

The rows everybody reads hold the same words with ×× (docs/domain.md §7a), so that a query, a list or a search shows
and finds no more than that unless it asks here.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Column, LargeBinary, String, Table
from sqlalchemy.engine import Connection

from engine.casework.identity import Seal
from engine.persistence.database import metadata
from engine.persistence.records import Records

typed_words = Table(
    "typed_words",
    metadata,
    Column("case", String(32), primary_key=True),
    Column("what", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """``what``: text, address, or the id of a supplement or a rating."""

    case: str
    what: str
    sealed: bytes


class TypedWords(Records[Typed]):
    """Seal words, open those of a case."""

    table, record = typed_words, Typed

    def __init__(self, connection: Connection, seal: Seal) -> None:
        super().__init__(connection)
        self._seal = seal

    def keep(self, case: str, what: str, text: str) -> None:
        """Seal what was typed."""
        self.add(Typed(case, what, self._closed(case, what, text)))

    def of(self, case: str) -> dict[str, str]:
        """What was typed, by ``what`` it is. Whoever calls this answers for who sees it."""
        return {one.what: self._opened(one) for one in self.all(case=case)}

    def reseal(self, case: str) -> None:
        """Seal them with the present key."""
        for one in self.all(case=case):
            self.save(replace(one, sealed=self._closed(case, one.what, self._opened(one))))

    def _closed(self, case: str, what: str, text: str) -> bytes:
        return self._seal.close(text, case, what) or b""

    def _opened(self, one: Typed) -> str:
        return self._seal.open(one.sealed, one.case, one.what) or ""
