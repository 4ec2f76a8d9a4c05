"""Who may read what is kept under a business key: its journal, its diagrams, its files."""

from engine.casework.referral import RAISES, sees_referrals
from engine.casework.visibility import sees_all, unit_of
from engine.errors import NotFound
from engine.persistence.unit_of_work import Reading

LOOKS_AFTER_PROCESSES = "designer"
WATCH = "watch"  # what a case means for its like ends in hand-offs, which only those entitled may see
IDENTITY = "identity/"  # after the case's number and a slash


def refuse_unless_readable(reading: Reading, key: str) -> None:
    """A case: the offices, and the units involved. Any other key: the offices, designers, whoever has a task there.

    A key is a case's number, or begins with it and a slash, or belongs to something else.

    Raises:
        NotFound: in the same words whether there is no such thing or it is not the actor's to see.
    """
    if not is_readable(reading, key):
        raise NotFound(f"Expected a case or instance you may see, but there is none called {key}.")


def refuse_unless_opened(reading: Reading, key: str, tracking_code: str | None) -> None:
    """With a tracking code: it must be the case's. Without one: as ``refuse_unless_readable``.

    Raises:
        NotFound: in the same words for an unknown number and a wrong code.
    """
    if tracking_code is not None:
        reading.parties.expect_code(key, tracking_code)
    else:
        refuse_unless_readable(reading, key)


def accused_units_of(reading: Reading, key: str) -> frozenset[str]:
    """The units complained of by the case a key belongs to."""
    return frozenset(one.unit for one in reading.accused_units.all(case=key.partition("/")[0]))


def is_readable(reading: Reading, key: str) -> bool:
    """May the actor read what is kept under this key?"""
    if reading.referrals.find(number=key) is not None:
        return sees_referrals(reading.by)
    number, _, what = key.partition("/")
    if what == WATCH and not reading.by.may_act_as(*RAISES):
        return False
    if sees_all(reading.by):
        return True
    if reading.by.kind == "citizen":
        return False
    if what.startswith(IDENTITY):  # a request to see who asked: besides the offices, whoever made it
        asked = reading.identity_requests.find(id=what.removeprefix(IDENTITY))
        return asked is not None and asked.asked_by == reading.by.username
    if reading.cases.find(number) is not None:
        unit = unit_of(reading.by)
        return unit is not None and reading.cases.is_involved(unit, number)
    if reading.by.has(LOOKS_AFTER_PROCESSES):
        return True
    return any(task.is_shown_to(reading.by) for task in reading.user_tasks.of_key(key))
