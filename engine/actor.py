"""Who acts: a person with roles, a citizen without an account, the clock, or the system itself."""

from dataclasses import dataclass
from typing import Literal

ROLES: tuple[str, ...] = (
    "intake",
    "dispatcher",
    "shift_leader",
    "handler",
    "unit_leader",
    "coordinator",
    "reviewer",
    "callback_officer",
    "supervisor",
    "designer",
    "leader",
    "admin",
    "legal",
    "discipline",
)
UNIT_ROLES = ("handler", "unit_leader")  # they work for one unit, and see what is its


@dataclass(frozen=True)
class Actor:
    """The one a command is done by. ``unit`` is the code of the unit the person belongs to, if any."""

    username: str
    name: str
    roles: frozenset[str] = frozenset()
    unit: str | None = None
    kind: Literal["person", "citizen", "clock", "system"] = "person"

    def has(self, *roles: str) -> bool:
        """Does the actor hold any of these roles?"""
        return not self.roles.isdisjoint(roles)

    def may_act_as(self, *roles: str) -> bool:
        """Does the actor hold any of these roles? The system and the clock are asked for none."""
        return self.kind in ("system", "clock") or self.has(*roles)


CLOCK = Actor("clock", "时钟", kind="clock")
SYSTEM = Actor("system", "系统", kind="system")
