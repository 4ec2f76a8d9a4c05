"""A person, or an administrator for them, sets a new password; every open session of theirs ends."""

from dataclasses import dataclass, field, replace

from engine.commands.passwords import hashed
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class ChangePassword:
    """The new password of an account."""

    username: str
    password: str = field(repr=False)
    password_hash: str | None = field(default=None, repr=False)

    def prepare(self, reading: Reading) -> "ChangePassword":
        """Hash the password before any lock is taken. Raises: Unusable."""
        return replace(self, password_hash=hashed(self.password))

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{username}``. Raises: NotAllowed, NotFound, Unusable."""
        own = work.by.kind == "person" and work.by.username == self.username
        if not own and work.by.kind != "system" and not work.by.has("admin"):
            raise NotAllowed("Expected your own account, or an administrator.")
        account = work.accounts.get(self.username)
        account.password_hash = self.password_hash or hashed(self.password)
        account.failures, account.closed_until = 0, None
        work.accounts.save(account)
        work.sessions.revoke_all(self.username)
        return {"username": self.username}
