"""Operations by name, as a service task would call them, each in a transaction of its own on a real database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.actor import Actor
from engine.application import Application
from engine.casework.case import Case, Place, register
from engine.casework.identity import Contact
from engine.operations.registered import perform
from engine.persistence.unit_of_work import Reading, UnitOfWork

NUMBER = "PS260302-AAAAA"
HERE = Place("坪山街道", "六和社区")
ANNA = Actor("anna", "安娜", frozenset({"handler"}), "B001")
RITA = Actor("rita", "丽塔", frozenset({"reviewer"}))
NOISE = "130801"  # 工业红线内噪声: B001 leads, whoever enforces in the street helps, B005 falls back


@dataclass
class Timers:
    """Stands where the instance stands in a step, and remembers which timers were moved."""

    moved: list[tuple[str, datetime | None]] = field(default_factory=list)

    def move_deadline(self, name: str, due: datetime | None) -> int:
        self.moved.append((name, due))
        return 1


@dataclass(frozen=True)
class Registered:
    number: str = NUMBER
    kind: str = "complaint"
    title: str = "夜间噪声"
    place: Place = HERE

    def perform(self, work: UnitOfWork) -> str:
        """The tracking code."""
        case = register(
            number=self.number,
            kind=self.kind,
            title=self.title,
            text="每晚施工",
            place=self.place,
            channel="hotline",
            at=work.now,
        )
        work.cases.add(case)
        return work.parties.register(case, Contact("王芳", "13800138000"))


@dataclass(frozen=True)
class Performed:
    name: str
    arguments: dict[str, Any]
    key: str
    timers: Timers

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        work.moving(self.key, self.timers)
        return perform(work, self.name, self.arguments)


@dataclass(frozen=True)
class Asked:
    question: Any

    def answer(self, reading: Reading) -> Any:
        return self.question(reading)


@dataclass
class Desk:
    """A district and one case in it; ``timers`` are those of its instance."""

    application: Application
    timers: Timers = field(default_factory=Timers)

    def register(self, number: str = NUMBER, **given: Any) -> str:
        self.application.execute(Registered(number, **given), ANNA)
        return number

    def do(self, name: str, /, by: Actor = ANNA, key: str = NUMBER, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.application.execute(Performed(name, arguments, key, self.timers), by)
        return answer

    def see(self, question: Any) -> Any:
        return self.application.ask(Asked(question), ANNA)

    def case(self, number: str = NUMBER) -> Case:
        found: Case = self.see(lambda reading: reading.cases.get(number))
        return found

    def thrown(self) -> list[tuple[str, str]]:
        """(message, receiver) of what was thrown so far."""
        rows = self.see(lambda reading: reading.outbox.waiting(reading.now, 500))
        return [(row.payload["message"], row.payload["to"]) for row in rows if row.kind == "message"]

    def dispatched(self, number: str = NUMBER, lead: str = "B001") -> None:
        self.do("cases.accept", key=number)
        self.do("cases.classify", key=number, matter=NOISE, urgency="ordinary", lead_unit=lead)
        self.do("cases.dispatch", key=number, lead_unit=lead, cooperating_units=["S002"], reason="分拨员认为合适")
        self.do("deadlines.start_each", key=number, budgets={"sign": "2 working hours", "handle": "3 working days"})

    def dispatched_again(self, number: str, lead: str = "B001") -> None:
        """A case that was split off, at a unit once more."""
        self.do("cases.dispatch", key=number, lead_unit=lead, reason="分拨员认为合适")
        self.do("cases.sign", key=number)

    def answered(self, number: str = NUMBER, lead: str = "B001") -> None:
        self.dispatched(number, lead)
        self.do("cases.sign", key=number)
        self.do("cases.record_reply", key=number, outcome="resolved", public_reply="已整改", actions="现场检查")
