"""What a citizen said in a case, as its reader may read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.casework.case import Case
from engine.casework.identity import Contact, words_seen
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class Words:
    """``typed``: as it was typed, by what it is; ``through`` leaves out what the reader may not know."""

    typed: Mapping[str, str]
    through: Callable[[str], str]

    def __call__(self, what: str, kept: str | None) -> str | None:
        """What was said as ``what`` (text, address, the id of a supplement or rating), kept as ``kept``."""
        said = self.typed.get(what, kept)
        return said and self.through(said)


def words_shown(reading: Reading, case: Case) -> Words:
    """The words of a case for staff: they read name and number in them while the access table shows them those."""
    contact = reading.parties.contact(case.number) or Contact()
    accused = {one.unit for one in reading.accused_units.all(case=case.number)}
    return Words(reading.typed_words.of(case.number), words_seen(reading.by, case, contact, accused))


def own_words(reading: Reading, case: Case) -> Words:
    """The words of a case for the citizen who said them."""
    return Words(reading.typed_words.of(case.number), str)
