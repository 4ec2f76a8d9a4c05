"""How long something may take, as the tables say it: "30 minutes", "2 working hours", "1 working day", "7 days"."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from engine.errors import Unusable

_TEXT = re.compile(r"^\s*(\d{1,6}(?:\.\d{1,3})?)\s+(working\s+)?(minute|hour|day)s?\s*$", re.IGNORECASE)


class Measure(StrEnum):
    """What a budget is counted in: the clock on the wall, working time, or whole working days."""

    PLAIN = "plain"
    WORKING_TIME = "working_time"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Budget:
    """A length of time in one measure; ``length`` for the first two, ``days`` for whole working days."""

    text: str
    measure: Measure
    length: timedelta = timedelta()
    days: int = 0

    def __str__(self) -> str:
        return self.text

    @property
    def zh(self) -> str:
        """The budget in Chinese, as shown to people."""
        amount, working, unit = _parts(self.text)
        word = {
            ("minute", False): "分钟",
            ("hour", False): "小时",
            ("day", False): "天",
            ("minute", True): "分钟工作时间",
            ("hour", True): "个工作时",
            ("day", True): "个工作日",
        }[unit, working]
        return f"{amount} {word}"


def parse(text: str) -> Budget:
    """The budget a text means.

    Raises:
        Unusable: the text is not "<number> [working] minutes|hours|days", or the number is zero, or half a working day.
    """
    amount, working, unit = _parts(text)
    number = float(amount)
    if number <= 0:
        raise Unusable(f"Expected a time limit above zero, but found {text!r}. Give a longer one.")
    plain = " ".join(text.lower().split())
    if unit == "day" and working:
        if not number.is_integer():
            raise Unusable(f"Expected whole working days, but found {text!r}. Use working hours for parts of a day.")
        return Budget(plain, Measure.WORKING_DAYS, days=int(number))
    length = timedelta(**{f"{unit}s": number})
    return Budget(plain, Measure.WORKING_TIME if working else Measure.PLAIN, length=length)


def _parts(text: str) -> tuple[str, bool, str]:
    match = _TEXT.match(text) if isinstance(text, str) else None
    if match is None:
        raise Unusable(
            "Expected a time limit such as “30 minutes”, “2 working hours”, “1 working day” or “7 days”, "
            f"but found {text!r}. Write it so."
        )
    return match[1], match[2] is not None, match[3].lower()
