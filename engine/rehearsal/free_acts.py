"""What people do without a task: citizens submit, supplement, rate and withdraw; staff act beside their tasks.

Each act is a command like any other. One that the rules refuse at that moment is counted as refused and, where it may
still become possible, tried again some hours later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from engine.actor import SYSTEM, Actor
from engine.casework.case import Case, State
from engine.casework.imported_request import ImportedRequest
from engine.errors import Refusal
from engine.persistence.unit_of_work import Reading
from engine.rehearsal.acting import command_of
from engine.rehearsal.district import District
from engine.rehearsal.people import CITIZEN
from engine.rehearsal.staff_acts import STAFF_ACTS, Scene
from engine.rehearsal.tally import Tally

Act = Callable[[], "Next | None"]
Next = tuple[timedelta, Act]  # what is done next, and how much later
WITHDRAWS: Final = 0.03  # of the citizens
MOST_TRIES: Final = 6
UNTIL_CLOSED: Final = timedelta(days=2)  # how often somebody looks whether a case has closed


@dataclass
class FreeActs:
    """Draws and does them. ``numbers`` are the cases filed, with the code each citizen tracks by.

    ``waits`` says until when a unit leaves a case alone, because it asked for more time; ``keen`` how many times as
    likely as usual somebody begins a process of its own.
    """

    district: District
    draw: Random
    tally: Tally
    keen: Callable[[], float] = lambda: 1
    numbers: dict[str, str] = field(default_factory=dict)
    waits: dict[str, datetime] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)

    def submit(self, request: ImportedRequest, kind: str) -> str | None:
        """A citizen files the request; answers its number, None when it was refused."""
        street = request.street or "坪山街道"
        where = f"{street}{request.community or ''}"
        what = request.level3 or request.level2 or request.level1 or "其他"
        given = {
            "kind": kind,
            "title": f"{what}（{where}）"[:100],
            "text": f"{where}：{request.level1 or ''} {request.level2 or ''} {what}，请处理。",
            "place": {"street": street, "community": request.community},
            "contact": {"name": "市民", "phone": "13800138000"},
        }
        answer = self._do("submit_request", given, CITIZEN)
        if answer is None:
            return None
        self.numbers[answer["number"]] = answer["tracking_code"]
        return str(answer["number"])

    def plans_for(self, number: str) -> Iterator[Next]:
        """What is going to happen to a new case beside its process."""
        if self.draw.random() < WITHDRAWS:
            yield self._some_time(), lambda: self._by_citizen("withdraw_request", number, reason="已自行解决")
        keen = self.keen()
        for name, act in STAFF_ACTS.items():
            if self.draw.random() < act.chance * (keen if act.begins else 1):
                yield self._some_time(), self._attempt(name, number, iter(range(MOST_TRIES)))

    def answers_of(self, case: Case) -> Iterator[Next]:
        """What the citizen does who was asked, or may rate: usually answers, sometimes never."""
        waits = f"{case.number}/{case.state}/{case.redos}"
        if waits in self._answered:
            return
        self._answered.add(waits)
        if self.draw.random() < 0.15:
            return
        pause = timedelta(hours=self.draw.randint(1, 72))
        yield pause, self._rate(case) if case.state == State.RATING else self._supplement(case.number)

    def _some_time(self) -> timedelta:
        return timedelta(minutes=self.draw.randint(60, 24 * 60))

    def _attempt(self, name: str, number: str, tries: Iterator[int]) -> Act:
        """An act of staff that is tried until the rules allow it, a few times, and what follows on it."""
        act = STAFF_ACTS[name]

        def attempt() -> Next | None:
            case: Case | None = self.district.application.ask(_CaseOf(number), SYSTEM)
            if case is None or (case.has_ended and not (act.after_closing and case.state == State.CLOSED)):
                return None
            if act.after_closing and not case.has_ended:
                return UNTIL_CLOSED, attempt
            done = self._by_staff(name, case)
            following = self._attempt(act.then, number, tries) if done and act.then else None if done else attempt
            if following is None or next(tries, None) is None:
                return None
            return timedelta(hours=self.draw.randint(4, 30)), following

        return attempt

    def _by_staff(self, name: str, case: Case) -> bool:
        scene = Scene(self.district, self.draw, case, tuple(self.numbers))
        given, by = STAFF_ACTS[name].deed(scene)
        if by is None or self._do(name, given, by, case.number) is None:
            return False
        if name == "request_extension":
            self.waits[case.number] = scene.now + timedelta(days=2)
        return True

    def _by_citizen(self, name: str, number: str, **given: Any) -> None:
        known = {"number": number, "tracking_code": self.numbers[number]}
        self._do(name, {**known, **given}, CITIZEN, number)

    def _rate(self, case: Case) -> Act:
        """Whoever it was not solved for the first time is harder to content the next."""
        solved = self.draw.random() < (0.3 if case.redos else 0.6)
        stars = {"solved": solved, "speed": 4, "effect": 5 if solved else 1, "attitude": 4}
        return lambda: self._by_citizen("rate_reply", case.number, **stars)

    def _supplement(self, number: str) -> Act:
        return lambda: self._by_citizen("supplement_request", number, text="补充：在小区东门。")

    def _do(self, name: str, given: dict[str, Any], by: Actor, number: str = "") -> Any:
        try:
            done = self.district.application.execute(command_of(name, given), by)
        except Refusal as refusal:
            said = refusal.message.replace(number, "the case") if number else refusal.message
            self.tally.refused[f"{name}: {said}"] += 1
            return None
        self.tally.steps[name] += 1
        return done if done is not None else True


@dataclass(frozen=True)
class _CaseOf:
    number: str

    def answer(self, reading: Reading) -> Case | None:
        return reading.cases.find(self.number)
