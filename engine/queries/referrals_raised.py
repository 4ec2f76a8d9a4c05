"""What was handed over to the discipline organ, for those entitled to see it."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.actor import SYSTEM
from engine.casework.referral import GROUNDS, RAISES, RECEIVES, Referral, sees_referrals
from engine.errors import NotAllowed, NotFound
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import moment, page, unpack
from engine.queries.naming import all_called

GROUND_NAMES = {word.code: (word.zh, word.en) for word in GROUNDS}


@dataclass(frozen=True)
class ReferralsRaised:
    """The newest first. ``limit``: how many; ``cursor``: the ``next`` of the answer before."""

    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": [referral…], "next": cursor or None}``. Raises: NotAllowed for everyone not entitled."""
        if not sees_referrals(reading.by):
            raise NotAllowed("Expected someone who hands over to the discipline organ, or the organ itself.")
        before = unpack(self.cursor, moment, str) if self.cursor else None
        found = reading.referrals.newest(self.limit + 1, before)
        shown, following = page(found, self.limit, lambda one: (one.raised_at, one.number))
        return {"items": [_line(reading, one) for one in shown], "next": following}


@dataclass(frozen=True)
class ReferralView:
    """One of them."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The referral. Raises: NotFound, in the same words whether there is none or it is not the reader's to see."""
        referral = reading.referrals.find(number=self.number) if sees_referrals(reading.by) else None
        if referral is None:
            raise NotFound(f"Expected a referral you may see, but there is none called {self.number}.")
        return _line(reading, referral)


def _line(reading: Reading, one: Referral) -> dict[str, Any]:
    units, people = reading.unit_names(one.units), reading.accounts.names([one.raised_by])
    zh, en = GROUND_NAMES[one.ground]
    return {
        **asdict(one),
        "ground_name": zh,
        "ground_name_en": en,
        **all_called("unit", one.units, units),
        "titles": {key: heading["title"] for key, heading in reading.headings(one.cases).items()},
        "raised_by_name": people.get(one.raised_by, SYSTEM.name if one.raised_by == SYSTEM.username else one.raised_by),
        "raised_at": one.raised_at.isoformat(),
        "received_at": one.received_at.isoformat() if one.received_at else None,
        "may": {
            "raise": reading.by.has(*RAISES),
            "receive": reading.by.has(*RECEIVES) and one.received_at is None,
        },
    }
