"""Past requests once more, through the real processes: simulated citizens and staff on a virtual clock, to the closing.

Everybody acts through ``Application.execute``; what waits is acted on in the order of a seeded timetable. Citizens'
free acts (withdraw, supplement, rate) and staff's acts beside their tasks (extend, convene, order, ask, appeal) are
drawn from the same seed. As long as a decision was never taken, the draw looks for it: staff take it when they may, go
the way to it, and begin what may lead to it more often.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from random import Random
from time import perf_counter
from typing import Any, Final

from engine.actor import SYSTEM, Actor
from engine.casework.case import State
from engine.casework.imported_request import CASE_KINDS, ImportedRequest
from engine.commands.complete_task import CompleteTask
from engine.errors import Refusal
from engine.feel import Surround
from engine.persistence.user_tasks import UserTask
from engine.queries.standing import AllIncidents, FormOf, OpenTask, OpenTasks, Stand, StandingOf, TaskForm
from engine.rehearsal.district import District
from engine.rehearsal.evidence import add_evidence
from engine.rehearsal.free_acts import Act, FreeActs, Next
from engine.rehearsal.invariants import Watch
from engine.rehearsal.people import person
from engine.rehearsal.settle import come_to_rest, forward, next_event
from engine.rehearsal.staff import Staff
from engine.rehearsal.tally import Tally

LONGEST: Final = timedelta(days=730)
TRIES: Final = 8  # submissions of one task at one time
IN_TIME: Final = 0.8  # of the tasks are done before they are due
MOST_DAYS: Final = 60  # times a task is come back to; then it stays, and its case is told as one that did not end


@dataclass
class Replay:
    """One replay of ``requests`` in a district of its own.

    ``keen``: how many times as often as usual somebody begins a process of its own while a decision was never taken.
    """

    district: District
    staff: Staff
    draw: Random
    place_of: Callable[[UserTask], tuple[str, str]]
    keen: float = 3
    tally: Tally = field(default_factory=Tally)
    _plan: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _turn: Iterable[int] = field(default_factory=count)
    _seen: set[str] = field(default_factory=set)
    _lines: dict[str, int] = field(default_factory=dict)
    _hints: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._watch = Watch()
        self._free = FreeActs(self.district, self.draw, self.tally, lambda: self.keen if self.staff.untaken else 1)
        self._looked: datetime | None = None
        self._turns = iter(self._turn)

    def run(self, requests: Sequence[ImportedRequest], progress: Callable[[int], None]) -> Tally:
        """Replay them all.

        Args:
            requests: the records, in the order they came in.
            progress: is told how many cases have ended.
        """
        begun, began = perf_counter(), self.district.clock.now()
        for request, at in zip(requests, _arrivals(requests, began), strict=True):
            self._at(at, self._arrival(request))
        horizon = max((entry[0] for entry in self._plan), default=began) + LONGEST
        while self._next_round(horizon):
            progress(self._ended())
        self._close(requests)
        progress(self.tally.ended)
        self.tally.seconds = perf_counter() - begun
        self.tally.days = (self.district.clock.now() - began) / timedelta(days=1)
        return self.tally

    def _next_round(self, horizon: datetime) -> bool:
        """Everything that happens next; False when nothing is to come."""
        self._look()
        application, clock = self.district.application, self.district.clock
        if self._plan:
            at, _, act = heapq.heappop(self._plan)
            self._count_clock(forward(application, clock, max(at, clock.now())))
            act()
            self._count_clock(come_to_rest(application))
            return True
        moment = next_event(application)
        if moment is None or moment > horizon:
            return False
        self._count_clock(forward(application, clock, max(moment, clock.now())))
        return True

    def _look(self) -> None:
        """Plan a time for every task nobody has planned yet: those opened at the last look's moment or later."""
        tasks: list[UserTask] = self.district.application.ask(OpenTasks(since=self._looked), SYSTEM)
        self._looked = self.district.clock.now()
        fresh = [task for task in tasks if task.id not in self._seen]
        for task in sorted(fresh, key=self._place_in_line):
            self._seen.add(task.id)
            self._at(self._when(task), self._completion(task.id))

    def _place_in_line(self, task: UserTask) -> tuple[Any, ...]:
        """An order that does not depend on ids and numbers, which are random: the same seed then gives the same mix."""
        place = self._lines.setdefault(task.business_key, len(self._lines))
        return task.opened_at, place, task.process_id, task.element, task.unit or ""

    def _when(self, task: UserTask) -> datetime:
        """When somebody does it: most within hours and in time, some whatever is due, a few only after days."""
        now, chance = self.district.clock.now(), self.draw.random()
        if chance >= IN_TIME or task.due_at is None or task.due_at <= now:
            return now + self._pause(chance)
        return min(now + self._pause(chance), now + 0.8 * (task.due_at - now))

    def _pause(self, chance: float) -> timedelta:
        if chance < 0.90:
            return timedelta(minutes=self.draw.randint(5, 240))
        return timedelta(hours=self.draw.randint(3, 30)) if chance < 0.96 else timedelta(days=self.draw.randint(4, 30))

    def _at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._plan, (moment, next(self._turns), act))

    def _arrival(self, request: ImportedRequest) -> Callable[[], None]:
        def file() -> None:
            kind = CASE_KINDS[request.kind]
            number = self._free.submit(request, kind)
            if number is None:
                return
            self.tally.filed += 1
            self.tally.kinds[(request.kind, kind)] += 1
            self._lines[number] = len(self._lines)
            self._hints[number] = tuple(filter(None, (request.level3, request.handling_unit)))
            self._free_acts(number, self._free.plans_for(number))

        return file

    def _free_acts(self, number: str, acts: Iterable[Next]) -> None:
        for pause, act in acts:
            self._at(self.district.clock.now() + pause, self._watched(number, act))

    def _watched(self, number: str, act: Act) -> Callable[[], None]:
        def do() -> None:
            following = act()
            come_to_rest(self.district.application)
            self._check(number)
            self._free_acts(number, [following] if following else [])

        return do

    def _completion(self, task_id: str) -> Callable[[], None]:
        tries = iter(range(MOST_DAYS))

        def complete() -> None:
            task: UserTask | None = self.district.application.ask(OpenTask(task_id), SYSTEM)
            if task is None:
                return  # the clock or another act was faster
            until = self._free.waits.get(task.business_key)
            if until is not None and task.role == "handler" and self.district.clock.now() < until:
                self._at(until, complete)
                return
            if not self._complete(task) and next(tries, None) is not None:
                self._at(self.district.clock.now() + timedelta(hours=self.draw.randint(5, 40)), complete)

        return complete

    def _complete(self, task: UserTask) -> bool:
        """Fill in and complete; False when it must be tried later: every try was refused, or two in the same words."""
        application = self.district.application
        who = person(task.role, task.unit, username=task.assignee, but=task.not_by)
        sheet: TaskForm = application.ask(FormOf(task.id), who)
        surround = Surround(now=self.district.clock.now(), zone=application.settings.zone)
        tired_of: set[str] = set()
        said: set[str] = set()
        add_evidence(application, sheet.form.every(), task.business_key, who)
        for turn in range(TRIES):
            hints = self._hints.get(task.business_key, ()) if turn == 0 else ()
            filled = self.staff.fill(sheet, self.place_of(task), surround, hints, tired_of, task.business_key)
            tired_of.update(filled.to_avoid)
            if filled.is_impossible:
                continue
            why = self._refusal_of(CompleteTask(task.id, task.revision, filled.data), who)
            if why is None:
                self.staff.note(filled, task.business_key)
                self.tally.steps["task completed"] += 1
                come_to_rest(application)
                self._check(task.business_key)
                return True
            self.tally.refused[f"“{task.name}”: {why}"] += 1
            if why in said:
                break  # it is not what was filled in
            said.add(why)
        return False

    def _refusal_of(self, command: Any, by: Actor) -> str | None:
        """Why it was refused; None when it was done."""
        try:
            self.district.application.execute(command, by)
        except Refusal as refusal:
            fields = "; ".join(f"{name}: {said[0]}" for name, said in getattr(refusal, "fields", {}).items())
            return fields or refusal.message
        return None

    def _count_clock(self, acts: int) -> None:
        self.tally.steps["timer fired or message delivered"] += acts

    def _check(self, key: str) -> None:
        stand: Stand = self.district.application.ask(StandingOf(key), SYSTEM)
        self.tally.wrong += self._watch.wrong_with(stand)
        if stand.case is not None and stand.case.state in (State.RATING, State.ASKED):
            self._free_acts(key, self._free.answers_of(stand.case))

    def _ended(self) -> int:
        return len(self._watch.ended)

    def _close(self, requests: Sequence[ImportedRequest]) -> None:
        """Count how everything ended."""
        for number in self._free.numbers:
            stand: Stand = self.district.application.ask(StandingOf(number), SYSTEM)
            self.tally.wrong += self._watch.wrong_with(stand)
            case = stand.case
            if case is None or not case.has_ended or any(row.status == "running" for row in stand.instances):
                state = case.state if case else "gone"
                waits = ", ".join([*(t.name for t in stand.tasks), *(t.element for t in stand.timers)]) or "nothing"
                self.tally.unfinished.append(f"{number} is {state} and waits for {waits}.")
                continue
            self.tally.endings[(case.kind, case.state.value, case.outcome or "-")] += 1
        self.tally.wrong += [
            f"{one.kind} of {one.business_key} stopped: {one.cause}"
            for one in self.district.application.ask(AllIncidents(), SYSTEM)
            if one.instance_id is None
        ]
        self.tally.wrong = list(dict.fromkeys(self.tally.wrong))
        self.tally.decisions = self.staff.taken
        self.tally.untaken = self.staff.untaken


def _arrivals(requests: Sequence[ImportedRequest], began: datetime) -> list[datetime]:
    """When each comes in: the days of the records moved to the clock's present, in working and other hours alike."""
    if not requests:
        return []
    first = datetime.combine(requests[0].received_on, time(0), UTC)
    days = [datetime.combine(one.received_on, time(0), UTC) - first for one in requests]
    return [began + day + timedelta(minutes=(7 * place) % 480) for place, day in enumerate(days)]
