"""Whose session a token is."""

from dataclasses import dataclass, field

from engine.actor import Actor
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class SessionActor:
    """Asked with every request, so that a change of roles counts at once."""

    token: str = field(repr=False)

    def answer(self, reading: Reading) -> Actor:
        """The person. Raises: NotAllowed when the session is unknown, over or withdrawn."""
        account = reading.sessions.account(self.token)
        if account is None:
            raise NotAllowed("Expected an open session, but this one is over. Sign in again.")
        return account.actor()
