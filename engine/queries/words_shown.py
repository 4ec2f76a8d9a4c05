"""What was typed about a case, as its reader may read it."""

from collections.abc import Callable

from engine.casework.case import Case
from engine.casework.identity import Contact, is_kept_from
from engine.persistence.unit_of_work import Reading


def words_shown(reading: Reading, case: Case) -> Callable[[str], str]:
    """What to show words of a case through: ×× for who asked, to those who may not know at all (docs/domain.md §7a)."""
    contact = reading.parties.contact(case.number) or Contact()
    accused = {one.unit for one in reading.accused_units.all(case=case.number)}
    return contact.left_out_of if is_kept_from(reading.by, case, contact, accused) else str
