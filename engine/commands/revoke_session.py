"""A session is ended: one's own, or by an administrator anybody's."""

from dataclasses import dataclass

from engine.errors import NotFound
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RevokeSession:
    """``session`` is the id under which it is listed; its token is worth nothing from now on."""

    session: str

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{session}``. Raises: NotFound when there is none, or it is another's and the actor no administrator."""
        whose = None if work.by.has("admin") else work.by.username
        if not work.sessions.revoke_listed(self.session, whose):
            raise NotFound("Expected an open session, but there is none under this id. Load the list again.")
        return {"session": self.session}
