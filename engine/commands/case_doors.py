"""How an act reaches a case: the citizen with the code, staff with a role; and whether its diagram listens now."""

from collections.abc import Mapping
from typing import Any

from engine.actor import Actor
from engine.casework.case import Case
from engine.casework.merging import Supplement
from engine.errors import NotAllowed, NotNow
from engine.persistence.ids import new_id
from engine.persistence.readable import refuse_unless_opened, refuse_unless_readable
from engine.persistence.unit_of_work import UnitOfWork


def staff_case(work: UnitOfWork, number: str, roles: tuple[str, ...]) -> Case:
    """The case, locked, for a member of staff with one of these roles.

    Raises:
        NotFound: no such case, or not the actor's to see. NotAllowed: none of the roles.
    """
    refuse_unless_readable(work, number)
    expect_role(work.by, roles)
    return work.cases.get(number, lock=True)


def citizen_case(work: UnitOfWork, number: str, tracking_code: str | None, roles: tuple[str, ...]) -> Case:
    """The case, locked, for the citizen who knows its code, or for staff who act on the citizen's behalf.

    Raises:
        NotFound: in the same words for an unknown number and a wrong code. NotAllowed: staff without the role.
    """
    refuse_unless_opened(work, number, tracking_code)
    if tracking_code is None:
        expect_role(work.by, roles)
    return work.cases.get(number, lock=True)


def expect_role(actor: Actor, roles: tuple[str, ...]) -> None:
    """Raises NotAllowed unless a person has one of the roles; the system and the clock may."""
    if not actor.may_act_as(*roles):
        raise NotAllowed(f"Expected one of the roles {', '.join(roles)} for this. Ask someone who holds it.")


def keep_words(work: UnitOfWork, number: str, text: str | None) -> str | None:
    """Keep what the citizen said in the one table of citizens' words; its id is what messages and journal carry.

    Free text may name anyone, and a journal is not the place for that. Returns None when nothing was said.
    """
    if not text or not text.strip():
        return None
    id_ = new_id()
    said = Supplement(id_, number, False, work.apart(number, id_, text), work.by.username, work.now)
    work.supplements.add(said)
    return said.id


def send(work: UnitOfWork, message: str, key: str, payload: Mapping[str, Any], instead: str) -> None:
    """Send a message to a diagram that waits for it now.

    Raises:
        NotNow: it does not; ``instead`` says what to do.
    """
    if not work.subscriptions.waiting_for(message, key):
        raise NotNow(f"Expected {key} to be at a point where this is possible, but it is not. {instead}")
    work.throw(message, key, dict(payload))
