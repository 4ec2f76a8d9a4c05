"""The seal of the journal: each entry carries a keyed code over itself and over the code of the entry before it.

HMAC-SHA-256 (RFC 2104) over canonical bytes. Whoever can write the database but does not hold the key can neither
change, swap, drop nor insert an entry without the chain breaking there; what a cut tail takes, the checkpoints miss.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson

from engine.settings import Settings

FORM = 1  # of the canonical bytes: another form is another number
NOTHING = b""  # stands before the first entry of a chain
_MAYBE_FLOAT = re.compile(rb"[\[,:]-?\d+[.e][\d.e+-]*[],}]")  # a number with a point or an exponent, as JSON has it
_WHOLE = range(-(2**63), 2**64)  # what is read again as an integer
SEALED = (
    "business_key", "seq", "instance_id", "at", "kind", "element", "name", "actor", "actor_name", "details", "passed",
    "flows",
)  # fmt: skip


@dataclass(frozen=True)
class Keyring:
    """The key that seals now, and those that sealed before it, by their ids."""

    current: str
    keys: Mapping[str, bytes]

    def seal(self, content: bytes) -> bytes:
        """The code of the bytes, by the key that seals now."""
        return hmac.digest(self.keys[self.current], content, "sha256")

    def wrong_with(self, content: bytes, key_id: str, code: bytes) -> str | None:
        """What is wrong with a code that says the key of this id made it of these bytes; None when nothing is."""
        key = self.keys.get(key_id)
        if key is None:
            return (
                f"it names the key {key_id}, which is not here. Put that key back: into SUQIU_JOURNAL_OLD_KEYS, or as "
                "a file journal.*.key in the var folder; if there never was one, it was not written here."
            )
        if hmac.compare_digest(hmac.digest(key, content, "sha256"), code):
            return None
        return "it was changed, moved or put in afterwards."


def keyring(secrets: Sequence[bytes]) -> Keyring:
    """A ring of 32-byte keys, the one in use first. A key's id says nothing about the key."""
    ids = [hashlib.sha256(b"suqiu journal key" + secret).hexdigest()[:12] for secret in secrets]
    return Keyring(ids[0], dict(zip(ids, secrets, strict=True)))


@lru_cache(maxsize=64)
def keyring_of(settings: Settings) -> Keyring:
    """The installation's journal keys, read once: after a rotation other processes seal with the old one until they
    are started again, and every entry says which it was.
    """
    return keyring(settings.secrets("journal"))


def canonical(entry: Mapping[str, Any], before: bytes) -> bytes:
    """The bytes of an entry and of the code before it, the same when it is written as when it is read again.

    A database may keep 1e16 as 10000000000000000 and -0.0 as 0: a whole number counts as the integer it is.
    """
    values = [FORM, before.hex(), *(_plain(entry[name]) for name in SEALED)]
    text = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    if _MAYBE_FLOAT.search(text):
        text = orjson.dumps(_settled(orjson.loads(text)), option=orjson.OPT_SORT_KEYS)
    return text


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if hasattr(value, "astimezone") else value


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _settled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_settled(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        whole = int(Decimal(repr(value)))  # the digits that are written, which are not always the float's own
        return whole if whole in _WHOLE else value
    return value


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is kept, with its code and the id of the key that made it."""

    entry: dict[str, Any]
    key_id: str
    code: bytes


class Chains:
    """Reads entries in the order of key and number, and says which is the first of its chain that is not as written."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys
        self._key: str | None = None
        self._seq = 0
        self._code = NOTHING
        self._broken = False

    def wrong_with(self, link: Link) -> str | None:
        """A sentence when this entry is the first bad one of its chain; else None."""
        key, seq = link.entry["business_key"], link.entry["seq"]
        if key != self._key:
            self._key, self._seq, self._code, self._broken = key, 0, NOTHING, False
        if self._broken:
            return None
        wrong = self._compared(link, key, seq)
        self._seq, self._code, self._broken = seq, link.code, wrong is not None
        return wrong

    def _compared(self, link: Link, key: str, seq: int) -> str | None:
        if seq != self._seq + 1:
            return f"Expected entry {self._seq + 1} of {key}, but the next one there is {seq}: it was removed."
        wrong = self._keys.wrong_with(canonical(link.entry, self._code), link.key_id, link.code)
        return f"Expected entry {seq} of {key} as it was written, but {wrong}" if wrong else None
