"""Guessing and flooding are slowed; correct use is not."""

import pytest

from engine.allowance import MOST_ADDRESSES, Allowance
from engine.errors import TooMany


class Watch:
    """Seconds, moved by the test."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_an_address_that_spent_its_allowance_waits_for_the_oldest_to_pass() -> None:
    watch = Watch()
    allowance = Allowance(2, 60, watch)
    for at in (0, 30):
        watch.seconds = at
        allowance.check("a")
        allowance.spend("a")
    with pytest.raises(TooMany):
        allowance.check("a")
    watch.seconds = 60
    allowance.check("a")


def test_one_address_does_not_spend_the_allowance_of_another() -> None:
    allowance = Allowance(1)
    allowance.spend("a")
    allowance.check("b")


def test_the_memory_of_addresses_is_bounded() -> None:
    allowance = Allowance(1)
    for number in range(MOST_ADDRESSES + 50):
        allowance.spend(str(number))
    assert len(allowance._spent) == MOST_ADDRESSES
