"""Who acts is most effective 谁出面处置最有效: what each unit made of a matter at a place, with how sure that is.

Shares carry a 95 % interval of confidence (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical
Inference", J. Am. Stat. Assoc. 22): for few cases it is wide, and never leaves 0 to 1. A share of nothing has no value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

CONFIDENCE = 1.959963984540054  # standard deviations around the middle that hold 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; ``value`` and the interval are None when the whole is nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true share lies with 95 % confidence (Wilson)."""
        if not self.whole:
            return None
        n, p, z = self.whole, self.part / self.whole, CONFIDENCE
        middle = p + z * z / (2 * n)
        spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass(frozen=True, slots=True)
class Done:
    """One case a unit brought to its end. None: not known (an import knows only whether it was on time)."""

    on_time: bool | None
    resolved: bool | None = None
    recurred: bool | None = None
    satisfied: bool | None = None
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What a unit made of its cases. ``days`` is the median from dispatch to the last reply in calendar days:
    the time a citizen takes to rate is not the unit's."""

    cases: int
    resolved: Share
    on_time: Share
    recurred: Share
    satisfied: Share
    days: float | None

    @property
    def worth(self) -> float:
        """What candidates are ordered by: the lower end of the interval of what was resolved, else of what was on time.

        The lower end, so that one lucky case does not outrank a hundred good ones; 0 without any case.
        """
        share = self.resolved if self.resolved.whole else self.on_time
        return share.interval[0] if share.interval else 0.0


def record_of(done: Sequence[Done]) -> Record:
    """The record of these cases; a share counts only the cases it is known of."""
    days = [one.days for one in done if one.days is not None]
    return Record(
        cases=len(done),
        resolved=_share([one.resolved for one in done]),
        on_time=_share([one.on_time for one in done]),
        recurred=_share([one.recurred for one in done]),
        satisfied=_share([one.satisfied for one in done]),
        days=round(median(days), 1) if days else None,
    )


def _share(known: Sequence[bool | None]) -> Share:
    told = [one for one in known if one is not None]
    return Share(sum(told), len(told))
