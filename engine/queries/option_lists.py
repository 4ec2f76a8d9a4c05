"""The lists a form or a page chooses from: streets, units, matters, grounds …"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class OptionLists:
    """``sources``: names of lists; ``case``: the business key of the task they are for, where a list depends on it."""

    sources: Iterable[str]
    case: str | None = None

    def answer(self, reading: Reading) -> dict[str, list[dict[str, Any]]]:
        """Rows ``{value, label, label_en?}`` by source."""
        return reading.option_lists(self.sources, self.case)
