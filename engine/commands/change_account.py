"""An administrator changes what a person is called, may do, and belongs to; or closes the account."""

from dataclasses import dataclass
from typing import Any

from engine.commands.account_terms import expect_terms
from engine.errors import NotAllowed, Unusable
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChangeAccount:
    """The account as it shall be. Closing it ends every open session; nothing the person did is touched."""

    username: str
    name: str
    roles: tuple[str, ...]
    unit: str | None = None
    active: bool = True

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{username, name, roles, unit, active}``. Raises: NotAllowed, NotFound, Unusable."""
        if not work.by.may_act_as("admin"):
            raise NotAllowed("Expected an administrator; only they change accounts.")
        expect_terms(work, self.roles, self.unit)
        if not self.name.strip():
            raise Unusable("Expected the name colleagues see, found none. Fill it in.")
        if self.username == work.by.username and not (self.active and "admin" in self.roles):
            raise NotAllowed("Expected another administrator to take this from you; nobody locks themselves out.")
        account = work.accounts.get(self.username)
        account.name, account.roles, account.unit = self.name.strip(), sorted(set(self.roles)), self.unit
        account.active = self.active
        work.accounts.save(account)
        if not self.active:
            work.sessions.revoke_all(self.username)
            work.reset_codes.drop(self.username)
        return {
            "username": account.username,
            "name": account.name,
            "roles": account.roles,
            "unit": account.unit,
            "active": account.active,
        }
