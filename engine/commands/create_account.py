"""An administrator opens an account for a member of staff."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from engine.commands.account_terms import expect_terms
from engine.commands.passwords import hashed
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.accounts import Account
from engine.persistence.unit_of_work import Reading, UnitOfWork

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class CreateAccount:
    """``unit`` is the code of the unit the person belongs to; the centre's own people have none."""

    username: str
    name: str
    password: str = field(repr=False)
    roles: tuple[str, ...] = ()
    unit: str | None = None
    password_hash: str | None = field(default=None, repr=False)

    def prepare(self, reading: Reading) -> "CreateAccount":
        """Hash the password before any lock is taken. Raises: Unusable."""
        return replace(self, password_hash=hashed(self.password))

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{username, name, roles, unit}``. Raises: NotAllowed, Unusable, NotNow when the name is taken."""
        if not work.by.may_act_as("admin"):
            raise NotAllowed("Expected an administrator; only they open accounts.")
        if not USERNAME.fullmatch(self.username):
            raise Unusable("Expected a user name of small letters, digits, dot, dash and underscore, at most 64.")
        expect_terms(work, self.roles, self.unit)
        if work.accounts.find(self.username) is not None:
            raise NotNow(f"Expected a free user name, but {self.username} is taken. Choose another.")
        password_hash = self.password_hash or hashed(self.password)
        roles = sorted(set(self.roles))
        work.accounts.add(Account(self.username, self.name, password_hash, roles, self.unit, True, work.now))
        return {"username": self.username, "name": self.name, "roles": roles, "unit": self.unit}
