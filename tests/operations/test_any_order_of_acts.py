"""Whatever people do to a few cases and in whatever order, four things stay true of every one of them.

It has exactly one owner; no date of it moves without an entry in the journal; its ladder takes each rung once a round;
its citizen is neither lost nor doubled. Acts that the rules refuse change nothing.
"""

import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from engine import demo
from engine.actor import ROLES, SYSTEM, Actor
from engine.application import Application
from engine.casework.case import State
from engine.casework.promises import APPROVE, REFUSE, Extension
from engine.clock import VirtualClock
from engine.commands.import_calendar import ImportCalendar
from engine.commands.recompute_deadlines import RecomputeDeadlines
from engine.errors import Refusal
from engine.persistence.database import Database
from engine.persistence.ids import new_id
from engine.persistence.outbox import RECOMPUTE
from engine.persistence.tables import metadata
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings
from tests.conftest import SHANGHAI, RecordingPost
from tests.operations.desk import Desk
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027

ADVENT = datetime(2026, 12, 21, 9, 0, tzinfo=SHANGHAI)  # dates reach into a year that is not announced
ADMIN = Actor("ada", "阿达", frozenset({"admin"}))
RUNGS = [{"rung": "remind", "left": 0.5}, {"rung": "overdue", "left": 0}, {"rung": "urge", "after": "1 working day"}]
CASES = 3
nth_case = st.integers(0, CASES - 1)
examples = count()


class AskForTime:
    """A request for an extension, as the command keeps it."""

    def __init__(self, number: str) -> None:
        self.number = number

    def perform(self, work: UnitOfWork) -> None:
        nth = len(work.extensions.all(case=self.number)) + 1
        work.extensions.add(Extension(new_id(), self.number, nth, "2 working days", "检测", work.by.username, work.now))


class Acts(RuleBasedStateMachine):
    """A few cases that were dispatched, with their clocks and ladders."""

    database: Database
    var: Path

    def __init__(self) -> None:
        super().__init__()
        made = Settings(self.var, "sqlite://", SHANGHAI)
        self.clock = VirtualClock(ADVENT)
        self.desk = Desk(Application(self.database, self.clock, made, RecordingPost()))
        self.numbers = [f"PS-{next(examples):05}" for _ in range(CASES)]
        self.seen: dict[tuple[str, str, int], Any] = {}
        self.told: dict[str, int] = {}

    @initialize()
    def dispatched(self) -> None:
        for number in self.numbers:
            self.desk.register(number)
            self.desk.do("deadlines.start", key=number, name="citizen", budget="7 working days")
            self.desk.dispatched(number)

    def attempt(self, name: str, key: str, **arguments: Any) -> None:
        try:
            self.desk.do(name, key=key, **arguments)
        except Refusal as refusal:
            assert "Expected" in refusal.message

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        """The clock goes on, and every ladder takes the rungs that fell due."""
        self.clock.forward(timedelta(hours=hours))
        for number in self.numbers:
            ladder = f"{number}/supervision"
            for _ in RUNGS:
                found = self.desk.do("supervision.next", key=ladder, rungs=RUNGS)
                if found["rung_due"] is None or datetime.fromisoformat(found["rung_due"]) > self.clock.now():
                    break
                assert not self.desk.case(number).suspended
                assert self.desk.do("supervision.step", key=ladder, rung=found["rung"])["first"]
                assert not self.desk.do("supervision.step", key=ladder, rung=found["rung"])["first"]

    @rule(nth=nth_case, days=st.integers(1, 20))
    def suspended(self, nth: int, days: int) -> None:
        until = (self.clock.now() + timedelta(days=days)).isoformat()
        self.attempt("suspensions.pause", self.numbers[nth], until=until, reason="engineering")

    @rule(nth=nth_case, hours=st.integers(1, 60))
    def resumed(self, nth: int, hours: int) -> None:
        self.time_passes(hours)
        self.attempt("suspensions.resume", self.numbers[nth])

    @rule(nth=nth_case, decision=st.sampled_from([APPROVE, REFUSE]))
    def extended(self, nth: int, decision: str) -> None:
        self.desk.application.execute(AskForTime(self.numbers[nth]), ADMIN)
        self.attempt("extensions.decide", self.numbers[nth], decision=decision, reason="检测报告未出")

    @rule(nth=nth_case, step=st.integers(1, CASES - 1))
    def merged(self, nth: int, step: int) -> None:
        self.attempt("cases.merge", self.numbers[nth], parent=self.numbers[(nth + step) % CASES])

    @rule(nth=nth_case)
    def split(self, nth: int) -> None:
        if self.desk.case(self.numbers[nth]).state is State.MERGED:
            self.attempt("cases.enter", self.numbers[nth], state="accepted", owner_role="dispatcher")
            again = {"lead_unit": "B001", "cooperating_units": []}
            self.attempt("cases.dispatch", self.numbers[nth], **again)
            self.attempt("deadlines.start_each", self.numbers[nth], budgets={"handle": "3 working days"})

    @rule(nth=nth_case)
    def signed(self, nth: int) -> None:
        self.attempt("cases.sign", self.numbers[nth])

    @rule(nth=nth_case)
    def taken_off_its_unit(self, nth: int) -> None:
        """The request complains of the unit that has it: dispatched to another, its date does not move."""
        number = self.numbers[nth]
        if self.desk.case(number).state in (State.DISPATCHED, State.HANDLING):
            self.attempt("cases.take_off", number, unit="B001")
            self.attempt("cases.dispatch", number, lead_unit="B005", cooperating_units=[])
            self.attempt("deadlines.start_each", number, budgets={"handle": "3 working days"})

    @rule(nth=nth_case)
    def withdrawn(self, nth: int) -> None:
        self.attempt("cases.withdraw", self.numbers[nth])

    @rule(off=st.sets(st.integers(2, 12), max_size=3))
    def announced(self, off: set[int]) -> None:
        """The next year's holidays are announced, or corrected; every date they touch is computed anew."""
        rows = [f"{date(2027, 1, day)},否,元旦" for day in [1, *sorted(off)]]
        content = "\n".join(["日期,上班,名称", *rows, SPRING_OF_2027 + REST_OF_2027]).encode()
        try:
            self.desk.application.execute(ImportCalendar("2027.csv", content, "通知"), ADMIN)
        except Refusal as refusal:
            assert "Expected" in refusal.message
        waiting = self.desk.see(lambda reading: reading.outbox.waiting(reading.now, 500))
        for row in waiting:
            if row.kind == RECOMPUTE:
                self.desk.application.execute(RecomputeDeadlines(row.id), SYSTEM)

    @invariant()
    def each_case_has_one_owner(self) -> None:
        for number in self.numbers:
            case = self.desk.case(number)
            assert case.owner.role in ROLES
            assert case.merged_into is None or case.owner == self.desk.case(case.merged_into).owner

    @invariant()
    def a_merged_case_rests_exactly_while_its_parent_does(self) -> None:
        for number in self.numbers:
            case = self.desk.case(number)
            clock = self.desk.see(lambda reading, of=number: reading.deadlines.current(of, "citizen"))
            if clock.state != "stopped":
                holder = self.desk.case(case.merged_into) if case.merged_into else case
                if not holder.has_ended:  # else it is told to go its own way, and runs on when it does
                    assert (clock.state == "paused") is holder.suspended

    @invariant()
    def no_date_moves_without_an_entry(self) -> None:
        entries = [
            one
            for number in self.numbers
            for one in self._entries(number, "deadline")
            if one.seq > self.told.get(number, 0)
        ]
        said = {(one.business_key, one.details["deadline"], one.details["after"]["due"]) for one in entries}
        for number in self.numbers:
            for clock in self.desk.see(lambda reading, of=number: reading.deadlines.of(of)):
                name, due = clock.deadline.name, clock.due_at.isoformat() if clock.due_at else None
                before = self.seen.get((number, name, clock.deadline.round), due)
                assert clock.state == "stopped" or due == before or (number, name, due) in said
                self.seen[number, name, clock.deadline.round] = due
        self.told |= {one.business_key: one.seq for one in entries}

    @invariant()
    def each_rung_is_taken_once_a_round(self) -> None:
        for number in self.numbers:
            taken = self.desk.see(lambda reading, of=number: reading.rungs_taken.all(key=f"{of}/supervision"))
            assert max(Counter((one.round, one.rung) for one in taken).values(), default=1) == 1
            assert len(self._entries(number, "supervision")) == len(taken)

    @invariant()
    def every_citizen_is_there_once(self) -> None:
        for number in self.numbers:
            case = self.desk.case(number)
            open_merges = self.desk.see(lambda reading, of=number: reading.merges.all(child=of, split_at=None))
            assert [one.parent for one in open_merges] == ([case.merged_into] if case.merged_into else [])
            assert self.desk.see(lambda reading, of=number: reading.parties.contact(of)) is not None

    def _entries(self, number: str, kind: str) -> list[Any]:
        journal = self.desk.see(lambda reading: reading.journal.of_key(number))
        return [one for one in journal if one.kind == kind]


def test_whatever_the_order_of_acts_owner_date_ladder_and_citizen_hold() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Acts.database, Acts.var = Database("sqlite://"), Path(folder)
        metadata.create_all(Acts.database.engine)
        made = Settings(Acts.var, "sqlite://", SHANGHAI)
        demo.load(Application(Acts.database, VirtualClock(ADVENT), made, RecordingPost()), accounts=False)
        quick = settings(max_examples=5, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
        try:
            run_state_machine_as_test(Acts, settings=quick)
        finally:
            Acts.database.close()
