"""Who may read which cases: offices of the district all of them, a unit those it has to do with."""

from engine.actor import UNIT_ROLES, Actor

OFFICES = ("intake", "dispatcher", "shift_leader", "coordinator", "reviewer", "callback_officer", "supervisor")
OVERSIGHT = ("leader", "admin", "legal")


def sees_all(actor: Actor) -> bool:
    """Does the actor's office cover the whole district?"""
    return actor.may_act_as(*OFFICES, *OVERSIGHT)


def unit_of(actor: Actor) -> str | None:
    """The unit whose cases the actor may read, when not all; None: no case at all."""
    return actor.unit if actor.has(*UNIT_ROLES) else None
