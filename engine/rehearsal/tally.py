"""What a replay counts: steps, decisions, outcomes, refusals, and everything that is not as it must be."""

from collections import Counter
from dataclasses import dataclass, field

from engine.rehearsal.staff import Decision


@dataclass
class Tally:
    """The counts of one replay. ``endings`` are (process, state, outcome) of the cases; ``wrong`` are sentences."""

    filed: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    endings: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    decisions: Counter[Decision] = field(default_factory=Counter)
    untaken: list[Decision] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    days: float = 0.0

    @property
    def ended(self) -> int:
        """Cases that came to an end."""
        return sum(self.endings.values())

    @property
    def is_whole(self) -> bool:
        """Did every case end as cases end, with nothing wrong on the way?"""
        return self.ended == self.filed and not self.unfinished and not self.wrong
