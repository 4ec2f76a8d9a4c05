"""A person, or an administrator for them, sets a new password; every open session of theirs ends."""

from dataclasses import dataclass, field, replace

from engine.commands.open_session import CountFailure
from engine.commands.passwords import hashed, matches
from engine.errors import NotAllowed, Unusable
from engine.persistence.accounts import Account
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class ChangePassword:
    """The new password of an account; ``current`` is the one it has, asked of whoever changes their own."""

    username: str
    password: str = field(repr=False)
    current: str = field(default="", repr=False)
    password_hash: str | None = field(default=None, repr=False)
    is_right: bool = False

    def prepare(self, reading: Reading) -> "ChangePassword":
        """Hash the password, and compare the one before, before any lock is taken. Raises: Unusable."""
        account = reading.accounts.find(self.username) if self.current else None
        is_right = account is not None and matches(account.password_hash, self.current)
        return replace(self, password_hash=hashed(self.password), is_right=is_right)

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{username}``. Raises: NotAllowed, NotFound, Unusable."""
        own = work.by.kind == "person" and work.by.username == self.username
        if not own and not work.by.may_act_as("admin"):
            raise NotAllowed("Expected your own account, or an administrator.")
        account = work.accounts.get(self.username)
        if own:
            self._expect_right(work, account)
        account.password_hash = self.password_hash or hashed(self.password)
        account.failures, account.closed_until = 0, None
        work.accounts.save(account)
        work.sessions.revoke_all(self.username)
        return {"username": self.username}

    def _expect_right(self, work: UnitOfWork, account: Account) -> None:
        """A page left open is not enough: guesses count as those of a sign-in do."""
        closed = account.closed_until is not None and account.closed_until > work.now
        if closed or not self.is_right:
            if not closed:
                work.on_refusal(CountFailure(self.username))
            raise Unusable(
                "Expected your present password, but it is another, or was tried too often. Type it once more."
            )
