"""The virtual clock's run: everything that falls due on the way happens, in order, before the clock goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.errors import NotNow
from engine.persistence.unit_of_work import Reading
from engine.ticker.poll import settle_once

MOST_ACTS: Final = 100_000  # of the clock at one call: two processes can cause one another for ever


def forward(application: Application, clock: VirtualClock, until: datetime, most: int = MOST_ACTS) -> int:
    """Move the clock to ``until``, stopping at everything that falls due on the way. Answers how many acts it took.

    Raises:
        NotNow: it takes more than ``most`` acts.
    """
    acts, until = 0, max(until, clock.now())
    while (moment := next_event(application)) is not None and moment <= until:
        clock.set(max(moment, clock.now()))
        acts = _within(most, acts + settle_once(application))
    clock.set(until)
    return acts


def come_to_rest(application: Application, most: int = MOST_ACTS) -> int:
    """Deliver and fire until nothing is left to do at this moment. Answers and raises as ``forward``."""
    acts = 0
    while (moment := next_event(application)) is not None and moment <= application.clock.now():
        done = settle_once(application)
        if not done:
            break
        acts = _within(most, acts + done)
    return acts


def next_event(application: Application) -> datetime | None:
    """When the next timer is due or the next message is tried again; None when nothing is to come."""
    moment: datetime | None = application.ask(_NextEvent(), SYSTEM)
    return moment


def _within(most: int, acts: int) -> int:
    if acts > most:
        raise NotNow(
            f"Expected the processes to come to rest within {most} acts of the clock, but they go on. "
            "Look for messages or timers that cause one another, or let less time pass."
        )
    return acts


@dataclass(frozen=True)
class _NextEvent:
    def answer(self, reading: Reading) -> datetime | None:
        coming = (reading.timers.next_due(), reading.start_timers.next_due(), reading.outbox.next_attempt())
        return min((moment for moment in coming if moment is not None), default=None)
