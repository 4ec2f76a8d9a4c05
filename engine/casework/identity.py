"""Who asked, kept apart from the case and encrypted; shown only to those whose step needs it.

AES-256-GCM with a key of the installation, a fresh nonce for each value, and the case's number and the field bound in,
so that a value moved to another case does not open.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.actor import Actor
from engine.casework.case import Case, State
from engine.errors import Unusable

NONCE = 12
MOBILE, SHORTEST = 11, 7  # digits
LEFT_OUT = "××"
_BETWEEN = r"[\W_]*"  # what may stand between the letters of a name or the digits of a number
_CODE = re.compile(r"[!-~]*[A-Za-z_][!-~]*")
_NUMBERS = re.compile(  # a mobile's, and an identity card's (GB 11643-1999: place, birth, order, check)
    r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?<!\d)[1-9]\d{5}[ -]?(?:19|20)\d{6}[ -]?\d{3}[\dXx](?!\d)"
)


@dataclass(frozen=True)
class Contact:
    """A complainant's name and telephone. ``anonymous``: the citizen wants the units not to know."""

    name: str | None = None
    phone: str | None = None
    anonymous: bool = False

    def masked(self) -> "Contact":
        """What those see whose step does not need the identity: 王**, 138****0000; ****89 of a short number."""
        name = self.name[0] + "**" if self.name else None
        return Contact(name, _masked_phone(self.phone) if self.phone else None, self.anonymous)

    def left_out_of(self, text: str) -> str:
        """The text with ×× for this name and number, however spaced, and for any mobile's or identity card's number."""
        return _NUMBERS.sub(LEFT_OUT, self.unnamed(text))

    def unnamed(self, text: str) -> str:
        """The text with ×× for this name and number alone: a handler's number in a reply is meant to be called."""
        text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
        digits = [letter for letter in self.phone or "" if letter.isdecimal()]
        letters = [letter for letter in self.name or "" if letter.isalnum()]
        for known, fewest in ((digits, SHORTEST), (letters, 2)):  # a lone surname is in the mask too
            if len(known) >= fewest:
                text = re.sub(_BETWEEN.join(map(re.escape, known)), LEFT_OUT, text, flags=re.IGNORECASE)
        return text


class Askers:
    """Who asked in the cases an act is about. What staff typed goes through it, in many texts: they are read once."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._contacts = tuple(contacts)

    def left_out_of(self, text: str) -> str:
        """The text with ×× for each of them, and for any mobile's or identity card's number."""
        for contact in self._contacts:
            text = contact.left_out_of(text)
        return text

    def unnamed(self, text: str) -> str:
        """The text with ×× for each of them alone."""
        for contact in self._contacts:
            text = contact.unnamed(text)
        return text


NOBODY = Contact()  # what is typed about no request in particular: a number of a citizen's is left out all the same


def said_through(value: Any, leave_out: Callable[[str], str]) -> Any:
    """A value as JSON holds it, however deep, with what somebody said in it through ``leave_out``.

    Keys, codes and moments stay: one word with a letter in it and of ASCII alone is what the system itself writes.
    """
    if isinstance(value, Mapping):
        return {key: said_through(one, leave_out) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [said_through(one, leave_out) for one in value]
    return leave_out(value) if isinstance(value, str) and value and not _CODE.fullmatch(value) else value


def _masked_phone(phone: str) -> str | None:
    """Enough to recognise a number one knows, never to call it: the first three and last four of a number as long as
    a mobile's, the last two of a shorter one, nothing of what has fewer digits than any number."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    if len(digits) >= MOBILE:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) >= SHORTEST else None


@dataclass(frozen=True, slots=True)
class Party:
    """The sealed identity of one case's complainant, and the digest of the tracking code.

    ``words_apart``: the case's words are kept without it; of requests older than that rule not until they are.
    """

    case: str
    name_sealed: bytes | None
    phone_sealed: bytes | None
    anonymous: bool
    tracking_digest: str
    registered_at: datetime
    words_apart: bool = True


class Seal:
    """Closes identities with the installation's key (32 bytes), and opens them with it or one it replaced."""

    def __init__(self, *keys: bytes) -> None:
        self._ciphers = [AESGCM(key) for key in keys]
        self.tracking_keys = [hmac.digest(key, b"suqiu tracking codes", "sha256") for key in keys]

    @property
    def tracking_key(self) -> bytes:
        """The key new tracking codes are kept by; a code is nowhere, so those given before stay with their own."""
        return self.tracking_keys[0]

    def close(self, text: str | None, case: str, field: str) -> bytes | None:
        """The sealed text; None stays None."""
        if not text:
            return None
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, text.encode(), f"{case}/{field}".encode())

    def open(self, sealed: bytes | None, case: str, field: str) -> str | None:
        """The text again.

        Raises:
            Unusable: sealed with another key, or for another case.
        """
        if sealed is None:
            return None
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], f"{case}/{field}".encode()).decode()
            except InvalidTag:
                continue
        raise Unusable("Expected an identity sealed with this installation's key. Restore the key it had.")


@dataclass(frozen=True)
class Access:
    """One row of the access table: in these states this role sees these fields in full.

    ``own``: only people of the unit that has the case: its lead unit, or that of a joint handling.
    """

    states: frozenset[State]
    role: str
    fields: tuple[str, ...]
    own: bool = False


_CLEARING = frozenset({State.REGISTERED, State.ASKED})
_WORKING = frozenset({State.DISPATCHED, State.HANDLING})
ACCESS = (  # docs/domain.md §7a; every other role, state and field sees the mask
    Access(_CLEARING, "intake", ("name", "phone")),
    Access(_WORKING, "handler", ("name", "phone"), own=True),
    Access(_WORKING, "unit_leader", ("name",), own=True),
    Access(frozenset({State.RATING}), "callback_officer", ("name", "phone")),
)


def fields_seen(actor: Actor, case: Case) -> frozenset[str]:
    """The fields the actor's step needs, by the access table."""
    own = actor.unit is not None and actor.unit == case.owner.unit
    rows = [row for row in ACCESS if case.state in row.states and actor.has(row.role) and (own or not row.own)]
    return frozenset(field for row in rows for field in row.fields)


def is_kept_from(actor: Actor, case: Case, contact: Contact, accused: Collection[str]) -> bool:
    """May this actor not know at all who asked? People of a unit that is itself complained of, and everyone behind
    intake when the citizen stays anonymous."""
    return actor.unit in accused or (contact.anonymous and case.state not in _CLEARING)


def words_seen(actor: Actor, case: Case, contact: Contact, accused: Collection[str]) -> Callable[[str], str]:
    """What this actor reads a citizen's words through: ×× for the fields of the contact not shown to them.

    As they were typed only for whoever sees name and number: else masking the contact beside them would hide nothing.
    """
    seen = frozenset[str]() if is_kept_from(actor, case, contact, accused) else fields_seen(actor, case)
    if {"name", "phone"} <= seen:
        return str
    hidden = Contact(None if "name" in seen else contact.name, None if "phone" in seen else contact.phone)
    return hidden.left_out_of


def seen_by(actor: Actor, case: Case, contact: Contact, accused: Collection[str]) -> Contact:
    """Who asked, as this actor sees it now.

    Nothing at all for those it is kept from; else the mask, lifted from the fields the access table names.
    """
    if is_kept_from(actor, case, contact, accused):
        return Contact(None, None, contact.anonymous)
    seen, masked = fields_seen(actor, case), contact.masked()
    name = contact.name if "name" in seen else masked.name
    return Contact(name, contact.phone if "phone" in seen else masked.phone, contact.anonymous)
