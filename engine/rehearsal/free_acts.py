"""What people do without a task: citizens submit, supplement, rate and withdraw; staff suspend, extend, convene, merge.

Each act is a command like any other. One that the rules refuse at that moment is counted as refused and, where it may
still become possible, tried again some hours later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from engine.actor import SYSTEM, Actor
from engine.casework.case import Case
from engine.casework.imported_request import ImportedRequest
from engine.errors import Refusal
from engine.persistence.unit_of_work import Reading
from engine.rehearsal.acting import command_of
from engine.rehearsal.district import District
from engine.rehearsal.people import CITIZEN, person
from engine.rehearsal.tally import Tally

Plan = tuple[datetime, Callable[[], bool]]
CHANCES: Final = {
    "withdraw_request": 0.03,
    "merge_cases": 0.05,
    "suspend_case": 0.06,
    "request_extension": 0.16,
    "convene_joint_handling": 0.14,
    "urge": 0.05,
}
MOST_TRIES: Final = 6


@dataclass
class FreeActs:
    """Draws and does them. ``numbers`` are the cases filed, with the code each citizen tracks by.

    ``waits`` says until when a unit leaves a case alone, because it asked for more time.
    """

    district: District
    draw: Random
    tally: Tally
    numbers: dict[str, str] = field(default_factory=dict)
    waits: dict[str, datetime] = field(default_factory=dict)
    _rated: dict[str, int] = field(default_factory=dict)

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

    def plans_for(self, number: str) -> Iterator[Plan]:
        """What is going to happen to a new case beside its process, and when."""
        for name, chance in CHANCES.items():
            if self.draw.random() < chance:
                moment = self.district.clock.now() + timedelta(minutes=self.draw.randint(60, 24 * 60))
                yield moment, self._attempt(name, number)

    def answers_of(self, case: Case) -> Iterator[Plan]:
        """What the citizen does who was asked, or may rate: usually answers, sometimes never."""
        waits = f"{case.state}/{case.redos}"
        if self._rated.get(f"{case.number}/{waits}") or self.draw.random() < 0.15:
            self._rated[f"{case.number}/{waits}"] = 1
            return
        self._rated[f"{case.number}/{waits}"] = 1
        moment = self.district.clock.now() + timedelta(hours=self.draw.randint(1, 72))
        name = "rate_reply" if case.state == "rating" else "supplement_request"
        yield moment, lambda: self._once(name, case.number)

    def _attempt(self, name: str, number: str) -> Callable[[], bool]:
        """An act that is tried until the rules allow it, a few times."""
        tries = iter(range(MOST_TRIES))

        def act() -> bool:
            case: Case | None = self.district.application.ask(_CaseOf(number), SYSTEM)
            if case is None or case.has_ended:
                return False
            return self._by_staff(name, case) is None and next(tries, None) is not None

        return act

    def _once(self, name: str, number: str) -> bool:
        solved = self.draw.random() < 0.6
        stars = {"solved": solved, "speed": 4, "effect": 5 if solved else 1, "attitude": 4}
        given = stars if name == "rate_reply" else {"text": "补充：在小区东门。"}
        self._do(name, {"number": number, "tracking_code": self.numbers[number], **given}, CITIZEN)
        return False

    def _by_staff(self, name: str, case: Case) -> Any:
        number, now = case.number, self.district.clock.now()
        if name == "withdraw_request":
            given = {"number": number, "tracking_code": self.numbers[number], "reason": "已自行解决"}
            return self._do(name, given, CITIZEN)
        if name == "urge":
            return self._do(name, {"number": number, "reason": "请尽快办理"}, person("supervisor"))
        if name == "merge_cases":
            others = self.district.application.ask(_OpenLike(case, tuple(self.numbers)), SYSTEM)
            if not others:
                return None
            return self._do(name, {"parent": self.draw.choice(others), "children": [number]}, person("intake"))
        if name == "suspend_case":
            until = now + timedelta(days=self.draw.randint(1, 5))
            return self._do(name, {"number": number, "reason": "engineering", "until": until}, person("coordinator"))
        if name == "convene_joint_handling":
            return self._do(name, {"cases": [number]}, person("coordinator"))
        if case.lead_unit is None:
            return None  # no unit has it, so none can ask for time
        given = {"number": number, "budget": "2 working days", "reason": "需等检测报告"}
        if self._do(name, given, person("handler", case.lead_unit)) is not None:
            self.waits[number] = now + timedelta(days=2)
        return None  # one more later, as long as there are tries: a second one is decided by others

    def _do(self, name: str, given: dict[str, Any], by: Actor) -> Any:
        try:
            done = self.district.application.execute(command_of(name, given), by)
        except Refusal as refusal:
            self.tally.refused[f"{name}: {refusal.message}"] += 1
            return None
        self.tally.steps[name] += 1
        return done if done is not None else True


@dataclass(frozen=True)
class _CaseOf:
    number: str

    def answer(self, reading: Reading) -> Case | None:
        return reading.cases.find(self.number)


@dataclass(frozen=True)
class _OpenLike:
    """Open cases of the same kind, of those ``among``, that could be a parent."""

    case: Case
    among: tuple[str, ...]

    def answer(self, reading: Reading) -> list[str]:
        found = (reading.cases.find(number) for number in self.among[-40:])
        return [
            one.number
            for one in found
            if one and not one.has_ended and one.kind == self.case.kind and one.number != self.case.number
            and one.merged_into is None
        ]  # fmt: skip
