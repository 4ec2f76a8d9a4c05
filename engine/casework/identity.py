"""Who asked, kept apart from the case and encrypted; shown only to those whose step needs it.

AES-256-GCM with a key of the installation, a fresh nonce for each value, and the case's number and the field bound in,
so that a value moved to another case does not open.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.actor import Actor
from engine.casework.case import Case, State
from engine.errors import Unusable

NONCE = 12


@dataclass(frozen=True)
class Contact:
    """A complainant's name and telephone. ``anonymous``: the citizen wants the units not to know."""

    name: str | None = None
    phone: str | None = None
    anonymous: bool = False

    def masked(self) -> "Contact":
        """What those see whose step does not need the identity: 王**, 138****0000."""
        name = self.name[0] + "**" if self.name else None
        phone = f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone and len(self.phone) >= 7 else None
        return Contact(name, phone, self.anonymous)


@dataclass(frozen=True, slots=True)
class Party:
    """The sealed identity of one case's complainant, and the digest of the tracking code."""

    case: str
    name_sealed: bytes | None
    phone_sealed: bytes | None
    anonymous: bool
    tracking_digest: str
    registered_at: datetime


class Seal:
    """Closes and opens identities with the installation's key (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self.tracking_key = hmac.new(key, b"suqiu tracking codes", hashlib.sha256).digest()

    def close(self, text: str | None, case: str, field: str) -> bytes | None:
        """The sealed text; None stays None."""
        if not text:
            return None
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), f"{case}/{field}".encode())

    def open(self, sealed: bytes | None, case: str, field: str) -> str | None:
        """The text again.

        Raises:
            Unusable: sealed with another key, or for another case.
        """
        if sealed is None:
            return None
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], f"{case}/{field}".encode()).decode()
        except InvalidTag as error:
            raise Unusable(
                "Expected an identity sealed with this installation's key. Restore the key it had."
            ) from error


def may_see(actor: Actor, case: Case) -> bool:
    """Does the actor's step need to know who asked?

    Intake while it clears up the request, the unit that handles it (unless the citizen wants to stay unknown to it,
    which the caller checks), the call-back officer while the rating is out.
    """
    if case.state in (State.REGISTERED, State.ASKED):
        return actor.has("intake")
    if case.state in (State.DISPATCHED, State.HANDLING):
        return actor.has("handler", "unit_leader") and actor.unit is not None and actor.unit == case.lead_unit
    return case.state is State.RATING and actor.has("callback_officer")
