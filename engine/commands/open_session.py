"""Someone signs in with a name and a password."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from engine.commands.passwords import matches
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading, UnitOfWork

FREE_FAILURES = 5  # mistyping costs nothing
LONGEST_CLOSED = timedelta(minutes=15)
WRONG = "Expected a user name and its password, but they do not belong together, or the account is closed for a while."


@dataclass(frozen=True)
class OpenSession:
    """The same sentence and time for an unknown name, a wrong password and an account that is closed."""

    username: str
    password: str = field(repr=False)
    is_right: bool = False

    def prepare(self, reading: Reading) -> "OpenSession":
        """Compare the password before any lock is taken: a hash is slow on purpose."""
        account = reading.accounts.find(self.username)
        return replace(self, is_right=matches(account.password_hash if account else None, self.password))

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{token, expires_at, actor: {username, name, roles, unit}}``, the token shown once. Raises: NotAllowed."""
        account = work.accounts.find(self.username)
        if account is None or not account.active:
            raise NotAllowed(WRONG)
        if account.closed_until is not None and account.closed_until > work.now:
            raise NotAllowed(WRONG)
        if not self.is_right:
            work.on_refusal(CountFailure(self.username))
            raise NotAllowed(WRONG)
        if account.failures or account.closed_until:
            account.failures, account.closed_until = 0, None
            work.accounts.save(account)
        token, expires_at = work.sessions.open(account.username)
        actor = account.actor()
        return {
            "token": token,
            "expires_at": expires_at.isoformat(),
            "actor": {"username": actor.username, "name": actor.name, "roles": sorted(actor.roles), "unit": actor.unit},
        }


@dataclass(frozen=True)
class CountFailure:
    """A wrong password: after some, each further one closes the account for twice as long."""

    username: str

    def perform(self, work: UnitOfWork) -> None:
        account = work.accounts.get(self.username)
        account.failures += 1
        beyond = account.failures - FREE_FAILURES
        if beyond >= 0:
            account.closed_until = work.now + min(timedelta(seconds=2) * 2 ** min(beyond, 20), LONGEST_CLOSED)
        work.accounts.save(account)
