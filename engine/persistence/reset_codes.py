"""Codes that let a person set a password once: printed by an administrator, kept only as a digest, soon over."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, String, Table, delete

from engine.persistence.database import DISTRICT, Moment, metadata
from engine.persistence.records import Records

LIFETIME = timedelta(days=3)

reset_codes = Table(
    "reset_codes",
    metadata,
    Column("username", String(128), ForeignKey(f"{DISTRICT}.accounts.username"), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_by", String(128), nullable=False),
    Column("expires_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ResetCode:
    """One a person; a new one takes the place of the old."""

    username: str
    digest: str
    made_by: str
    expires_at: datetime


class ResetCodes(Records[ResetCode]):
    """Those not yet used."""

    table, record = reset_codes, ResetCode

    def drop(self, username: str) -> None:
        self._connection.execute(delete(reset_codes).where(reset_codes.c.username == username))


def digest_of(code: str) -> str:
    """Under which a code is kept; blanks, hyphens and case do not matter. 80 random bits need no key and no salt."""
    return hashlib.sha256(code.replace("-", "").replace(" ", "").upper().encode()).hexdigest()
