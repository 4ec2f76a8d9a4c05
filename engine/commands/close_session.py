"""Someone signs out: the token is worth nothing from now on."""

from dataclasses import dataclass, field

from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CloseSession:
    """Closing an unknown or closed session is no mistake."""

    token: str = field(repr=False)

    def perform(self, work: UnitOfWork) -> None:
        work.sessions.revoke(self.token)
