"""An administrator makes a code with which a person sets a password once."""

from dataclasses import dataclass
from typing import Any

from engine.casework.tracking import new_tracking_code
from engine.errors import NotAllowed, NotNow
from engine.persistence.reset_codes import LIFETIME, ResetCode, digest_of
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class IssueResetCode:
    """The old password works until the code is used; an earlier code does not."""

    username: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{username, name, code, expires_at}``, the code told this once. Raises: NotAllowed, NotFound, NotNow."""
        if not work.by.may_act_as("admin"):
            raise NotAllowed("Expected an administrator; only they make such codes.")
        account = work.accounts.get(self.username)
        if not account.active:
            raise NotNow(f"Expected an account that is open, but {self.username} is closed. Open it first.")
        code = new_tracking_code()
        work.reset_codes.drop(self.username)
        expires_at = work.now + LIFETIME
        work.reset_codes.add(ResetCode(self.username, digest_of(code), work.by.username, expires_at))
        spaced = "-".join(code[at : at + 5] for at in range(0, len(code), 5))
        return {"username": self.username, "name": account.name, "code": spaced, "expires_at": expires_at.isoformat()}
