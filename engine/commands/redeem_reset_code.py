"""A person sets a password with the code an administrator gave them."""

from dataclasses import dataclass, field, replace

from engine.commands.passwords import hashed
from engine.errors import NotAllowed
from engine.persistence.reset_codes import digest_of
from engine.persistence.unit_of_work import Reading, UnitOfWork

WRONG = "Expected a user name and a code that belong together, but they do not, or the code is used or over."


@dataclass(frozen=True)
class RedeemResetCode:
    """The code is over with this; every open session of the person ends."""

    username: str
    code: str = field(repr=False)
    password: str = field(repr=False)
    password_hash: str | None = field(default=None, repr=False)

    def prepare(self, reading: Reading) -> "RedeemResetCode":
        """Hash the password before any lock is taken. Raises: Unusable."""
        return replace(self, password_hash=hashed(self.password))

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{username}``. Raises: NotAllowed in the same words for whatever is wrong; Unusable."""
        kept = work.reset_codes.find(digest=digest_of(self.code))
        if kept is None or kept.username != self.username or kept.expires_at <= work.now:
            raise NotAllowed(WRONG)
        account = work.accounts.get(self.username)
        if not account.active:
            raise NotAllowed(WRONG)
        account.password_hash = self.password_hash or hashed(self.password)
        account.failures, account.closed_until = 0, None
        work.accounts.save(account)
        work.reset_codes.drop(self.username)
        work.sessions.revoke_all(self.username)
        return {"username": self.username}
