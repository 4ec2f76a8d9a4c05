"""The virtual clock's run: everything that falls due on the way happens, in order, before the clock goes on."""

from dataclasses import dataclass
from datetime import datetime

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.persistence.unit_of_work import Reading
from engine.ticker.poll import settle


def forward(application: Application, clock: VirtualClock, until: datetime) -> int:
    """Move the clock to ``until``, stopping at everything that falls due on the way. Answers how many acts it took."""
    acts = settle(application)
    while True:
        moment = next_event(application)
        if moment is None or moment > until:
            break
        clock.set(max(moment, clock.now()))
        acts += settle(application)
    if until > clock.now():
        clock.set(until)
    return acts + settle(application)


def next_event(application: Application) -> datetime | None:
    """When the next timer is due or the next message is tried again; None when nothing is to come."""
    moment: datetime | None = application.ask(_NextEvent(), SYSTEM)
    return moment


@dataclass(frozen=True)
class _NextEvent:
    def answer(self, reading: Reading) -> datetime | None:
        coming = (reading.timers.next_due(), reading.start_timers.next_due(), reading.outbox.next_attempt())
        return min((moment for moment in coming if moment is not None), default=None)
