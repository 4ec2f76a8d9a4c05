"""Who acts in a rehearsal: one person per role and unit, and as many more as a task asks for others."""

from collections.abc import Collection

from engine.actor import CLOCK, ROLES, SYSTEM, Actor
from engine.errors import Unusable

CITIZEN = Actor("citizen", "诉求人", kind="citizen")
_OTHERS = {"citizen": CITIZEN, "clock": CLOCK, "system": SYSTEM}


def person(role: str, unit: str | None = None, *, username: str | None = None, but: Collection[str] = ()) -> Actor:
    """Someone with this role in this unit.

    Args:
        role: a role code, or citizen, clock, system.
        unit: the code of a unit.
        username: who, where it matters.
        but: user names that may not be it; another colleague then is.
    """
    if role in _OTHERS:
        return _OTHERS[role]
    if role not in ROLES:
        raise Unusable(f"Expected a role of {', '.join(ROLES)}, but found {role!r}.")
    name = username or f"{role}.{unit}" if unit else username or role
    number = 2
    while name in but and username is None:
        name = f"{role}.{unit or 'district'}.{number}"
        number += 1
    return Actor(name, name, frozenset({role}), unit)
