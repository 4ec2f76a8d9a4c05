"""What one reading of a submission is done with: options, locale, clock and zone, handed to every field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import Surround
from forms.form import Scalar, token_of

DISTRICT = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Circumstances:
    """``options`` are the lists by source name, ``facts`` what conditions may speak of beside the fields.

    ``now`` is an aware UTC datetime; None where no rule asks for the time.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    locale: str = "zh"
    zone: tzinfo = DISTRICT
    now: datetime | None = None
    _tokens: dict[str, dict[str, Scalar]] = field(default_factory=dict)

    def surround(self) -> Surround:
        """What FEEL needs: the moment and the zone."""
        return Surround(now=self.now or datetime.now(UTC), zone=self.zone)

    def tokens(self, source: str) -> dict[str, Scalar]:
        """The values of one option list by the text HTML writes for them; made once for a reading."""
        found = self._tokens.get(source)
        if found is None:
            found = {token_of(row["value"]): row["value"] for row in self.options.get(source, ())}
            self._tokens[source] = found
        return found
