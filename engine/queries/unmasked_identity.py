"""Who asked, for somebody who was granted a look and has just written it down."""

from dataclasses import dataclass
from typing import Any

from engine.casework.identity import Contact
from engine.errors import NotAllowed
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class UnmaskedIdentity:
    """``look``: what ``ViewIdentity`` answered."""

    number: str
    look: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{name, phone, anonymous, until}``. Raises: NotAllowed."""
        granted = reading.identity_requests.find(id=self.look, case=self.number, asked_by=reading.by.username)
        if granted is None or granted.until is None or not granted.is_granted_at(reading.now):
            raise NotAllowed("Expected a granted request of yours, but its window is over. Ask again.")
        return {**vars(reading.parties.contact(self.number) or Contact()), "until": granted.until.isoformat()}
