"""Who asked: sealed, in a table of its own."""

from collections.abc import Sequence
from dataclasses import fields, replace

from sqlalchemy import Boolean, Column, LargeBinary, String, Table, bindparam, false, or_, select, update
from sqlalchemy.engine import Connection

from engine.casework import tracking
from engine.casework.case import Case
from engine.casework.identity import Contact, Party, Seal
from engine.errors import NotFound
from engine.persistence.cases import cases
from engine.persistence.database import Moment, metadata
from engine.persistence.prepared import Prepared
from engine.persistence.records import Records

parties = Table(
    "parties",
    metadata,
    Column("case", String(32), primary_key=True),
    Column("name_sealed", LargeBinary),
    Column("phone_sealed", LargeBinary),
    Column("anonymous", Boolean, nullable=False),
    Column("tracking_digest", String(64), nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("words_apart", Boolean, nullable=False, server_default=false()),
)

_ASKED = Prepared(  # looked up by everything that is journalled
    select(*(parties.c[field.name] for field in fields(Party))).where(
        or_(
            parties.c.case == bindparam("case"),
            parties.c.case.in_(select(cases.c.number).where(cases.c.merged_into == bindparam("case"))),
        )
    )
)


class Parties(Records[Party]):
    """Register, open, and check a tracking code."""

    table, record = parties, Party

    def __init__(self, connection: Connection, seal: Seal) -> None:
        super().__init__(connection)
        self._seal = seal

    def register(self, case: Case, contact: Contact) -> str:
        """Seal who asked; returns the tracking code, which is kept nowhere."""
        code = tracking.new_tracking_code()
        party = Party(
            case=case.number,
            name_sealed=self._seal.close(contact.name, case.number, "name"),
            phone_sealed=self._seal.close(contact.phone, case.number, "phone"),
            anonymous=contact.anonymous,
            tracking_digest=tracking.digest_of(code, self._seal.tracking_key),
            registered_at=case.registered_at,
        )
        self.add(party)
        return code

    def contact(self, number: str) -> Contact | None:
        """Who asked, opened. Whoever calls this answers for who sees it."""
        party = self.find(case=number)
        return None if party is None else self._opened(party)

    def contacts(self, number: str) -> list[Contact]:
        """Who asked in a case and in what is merged into it, opened."""
        return [self._opened(party) for party in self._records(_ASKED.all(self._connection, {"case": number}))]

    def _opened(self, party: Party) -> Contact:
        name = self._seal.open(party.name_sealed, party.case, "name")
        phone = self._seal.open(party.phone_sealed, party.case, "phone")
        return Contact(name, phone, party.anonymous)

    def expect_code(self, number: str, code: str) -> None:
        """Raises NotFound, in the same words and time, for an unknown number and for a wrong code."""
        party = self.find(case=number)
        digest = party.tracking_digest if party else None
        opened = [tracking.opens(code, digest, key) for key in self._seal.tracking_keys]  # each: the same time always
        if not any(opened):
            raise NotFound(
                "No request has this number and this tracking code. Both are on the receipt; check each character."
            )

    def not_apart(self, most: int) -> list[str]:
        """The numbers of the next cases whose words may still say who asked, locked."""
        query = select(parties.c.case).where(~parties.c.words_apart).order_by(parties.c.case).limit(most)
        return list(self._connection.execute(query.with_for_update()).scalars())

    def mark_apart(self, numbers: Sequence[str]) -> None:
        """Their words are kept without who asked from now on."""
        self._connection.execute(update(parties).where(parties.c.case.in_(numbers)).values(words_apart=True))

    def reseal(self, most: int, after: str) -> list[str]:
        """Seal the identities of the next cases behind the number ``after`` with the present key; their numbers."""
        query = self._select({}).where(parties.c.case > after).order_by(parties.c.case).limit(most).with_for_update()
        found = self._records(self._connection.execute(query))
        for party in found:
            who = self._opened(party)
            self.save(
                replace(
                    party,
                    name_sealed=self._seal.close(who.name, party.case, "name"),
                    phone_sealed=self._seal.close(who.phone, party.case, "phone"),
                )
            )
        return [party.case for party in found]
