"""Two accounts are one person's: whoever handled a case by one does not judge it by the other."""

from dataclasses import dataclass, replace
from typing import Any

from engine.commands.case_doors import expect_role
from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class LinkAccounts:
    """User names of the same person."""

    usernames: tuple[str, ...]

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{person, usernames}``. Raises: NotAllowed, NotFound (an account), Unusable (fewer than two)."""
        expect_role(work.by, ("admin",))
        found = [work.accounts.get(username) for username in dict.fromkeys(self.usernames)]
        if len(found) < 2:
            raise Unusable("Expected two accounts of one person, but found fewer. Name both.")
        person = next((one.person for one in found if one.person), found[0].username)
        for one in found:
            work.accounts.save(replace(one, person=person))
        return {"person": person, "usernames": [one.username for one in found]}
