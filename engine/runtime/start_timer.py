"""Timer start events: when the clock starts a process by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from engine.feel import FeelError, Surround, compile_expression
from engine.runtime.cycle import TooFar, later, read_cycle, read_length, read_moment, turn_after
from engine.runtime.limits import SMALLEST_CYCLE


@dataclass(frozen=True)
class Slot:
    """A moment to start at, aware UTC. ``turns_left``: how many there are from this one on; None: without end."""

    due_at: datetime
    turns_left: int | None


@dataclass(frozen=True)
class StartTimer:
    """The timer start event of a process. ``form`` and ``text`` as drawn; it has no facts to go by."""

    element: str
    form: str
    text: str

    def first(self, now: datetime, zone: tzinfo) -> Slot | None:
        """The first moment later than now; None when there is none, or the text gives no time."""
        value = self._value(now, zone)
        try:
            return self._first(value, now, zone)
        except TooFar:
            return None

    def _first(self, value: object, now: datetime, zone: tzinfo) -> Slot | None:
        if self.form == "timeCycle":
            return _first_turn(value, now, zone)
        if self.form == "timeDuration":
            length = read_length(value)
            return None if length is None else _slot(later(now.astimezone(zone), length), now, 1)
        due = _moment(value, zone)
        return None if due is None else _slot(due, now, 1)

    def after(self, slot: Slot, now: datetime, zone: tzinfo) -> Slot | None:
        """The next moment later than now, once ``slot`` was due. What was missed lapses and counts as used."""
        cycle = read_cycle(self._value(now, zone)) if self.form == "timeCycle" else None
        if cycle is None:
            return None
        anchor = _moment(cycle.first, zone) or slot.due_at.astimezone(zone)
        number, due = turn_after(anchor, cycle.length, max(now, slot.due_at))
        if slot.turns_left is None:
            return Slot(due.astimezone(UTC), None)
        left = slot.turns_left - (number - turn_after(anchor, cycle.length, slot.due_at)[0] + 1)
        return Slot(due.astimezone(UTC), left) if left > 0 else None

    def _value(self, now: datetime, zone: tzinfo) -> object:
        try:
            return compile_expression(self.text).evaluate({}, scope=Surround(now=now, zone=zone))
        except FeelError:
            return None


def _first_turn(value: object, now: datetime, zone: tzinfo) -> Slot | None:
    cycle = read_cycle(value)
    if cycle is None or (later(now, cycle.length) - now).total_seconds() < SMALLEST_CYCLE:
        return None
    if cycle.first is None:
        return _slot(later(now.astimezone(zone), cycle.length), now, cycle.turns)
    anchor = _moment(cycle.first, zone)
    if anchor is None:
        return None
    number, due = turn_after(anchor, cycle.length, now)
    return _slot(due, now, None if cycle.turns is None else cycle.turns - number)


def _slot(due: datetime, now: datetime, turns: int | None) -> Slot | None:
    return Slot(due.astimezone(UTC), turns) if due > now and (turns is None or turns > 0) else None


def _moment(value: object, zone: tzinfo) -> datetime | None:
    """A date and time or its text; without a zone it is the district's. Raises TooFar."""
    found = read_moment(value)
    return found and (found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone))
