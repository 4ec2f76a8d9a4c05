"""Merging and splitting in any order loses no citizen and doubles none; every case keeps one owner and one reply."""

from collections.abc import Iterator
from itertools import count
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from engine import demo
from engine.application import Application
from engine.casework.case import State
from engine.clock import VirtualClock
from engine.errors import Refusal
from engine.persistence.database import Database
from engine.persistence.outbox import outbox
from engine.persistence.tables import metadata
from engine.persistence.unit_of_work import Reading
from engine.settings import Settings
from tests.conftest import MONDAY, SHANGHAI, RecordingPost
from tests.operations.desk import RITA, Desk

MOST = 7
examples = count()
picks = st.integers(0, MOST - 1)


class Citizens(RuleBasedStateMachine):
    """What citizens and staff do; ``follows`` is which case each open one waits with, itself when on its own."""

    desk: ClassVar[Desk]

    def __init__(self) -> None:
        super().__init__()
        self.example = next(examples)
        self.born = 0
        self.follows: dict[str, str] = {}
        self.known: set[str] = set()

    @precondition(lambda self: len(self.follows) < MOST)
    @rule()
    def submit(self) -> None:
        number = self.desk.register(f"PS-{self.example:05}-{self.born:02}")
        self.born += 1
        self.follows[number] = number

    @precondition(lambda self: self.follows)
    @rule(one=picks, other=picks)
    def merge(self, one: int, other: int) -> None:
        child, parent = self.pick(one), self.pick(other)
        if self.follows[child] != child:
            return  # it waits: its diagram listens to a split and to the reply
        if child == parent or self.follows[parent] != parent:
            with pytest.raises(Refusal, match="Expected"):
                self.desk.do("cases.merge", key=child, parent=parent)
            return
        self.desk.do("cases.merge", key=child, parent=parent)
        self.follows |= dict.fromkeys(self.family(child), parent)

    @precondition(lambda self: self.follows)
    @rule(one=picks)
    def split(self, one: int) -> None:
        number = self.pick(one)
        if self.follows[number] != number:
            self.leave(number)

    @precondition(lambda self: self.follows)
    @rule(one=picks)
    def withdraw(self, one: int) -> None:
        number = self.pick(one)
        left = [child for child in self.family(number) if child != number]
        self.desk.do("cases.withdraw", key=number)
        del self.follows[number]
        assert self.told("split", left) == left
        for child in left:
            self.leave(child)

    @precondition(lambda self: self.follows)
    @rule(one=picks)
    def answer(self, one: int) -> None:
        number = self.follows[self.pick(one)]
        if self.desk.case(number).state is State.REGISTERED:
            self.desk.dispatched(number)
            self.desk.do("cases.sign", key=number)
        else:
            self.desk.dispatched_again(number)
        self.desk.do("cases.record_reply", key=number, outcome="resolved", public_reply="已整改", actions="现场检查")
        self.desk.do("cases.review", key=number, by=RITA, decision="pass")
        family = self.family(number)
        children = [child for child in family if child != number]
        assert self.told("parent_replied", family) == children
        for child in family:
            if child != number:
                self.desk.do("cases.take_parent_reply", key=child)
            assert self.desk.see(lambda reading, of=child: len(reading.replies.all(case=of))) == 1
            del self.follows[child]

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        self.desk.see(self.check)

    def check(self, reading: Reading) -> None:
        for number, top in self.follows.items():
            case = reading.cases.get(number)
            assert (case.state is State.MERGED) is (number != top)
            assert case.merged_into == (None if number == top else top)
            assert case.owner == reading.cases.get(top).owner
            assert len(reading.merges.all(child=number, split_at=None)) == (number != top)
            assert reading.parties.contact(number) is not None
            assert sorted(child.number for child in reading.cases.children(number)) == [
                one for one in self.family(number) if one != number
            ]

    def family(self, number: str) -> list[str]:
        return sorted(one for one, top in self.follows.items() if top == number)

    def pick(self, nth: int) -> str:
        return sorted(self.follows)[nth % len(self.follows)]

    def leave(self, number: str) -> None:
        self.desk.do("cases.enter", key=number, state="accepted", owner_role="dispatcher")
        self.follows[number] = number

    def told(self, message: str, numbers: list[str]) -> list[str]:
        """Who of these was thrown the message by the act just done."""
        query = select(outbox.c.id, outbox.c.payload).where(outbox.c.business_key.in_(numbers))
        rows = self.desk.see(lambda reading: reading.connection.execute(query).all())
        new = [row.payload for row in rows if row.id not in self.known]
        self.known |= {row.id for row in rows}
        return sorted(payload["to"] for payload in new if payload.get("message") == message)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One district for every example; each example registers cases of its own."""
    database = Database("sqlite://")
    metadata.create_all(database.engine)
    settings = Settings(tmp_path_factory.mktemp("merges"), "sqlite://", SHANGHAI)
    desk = Desk(Application(database, VirtualClock(MONDAY), settings, RecordingPost()))
    demo.load(desk.application, accounts=False)
    yield desk
    database.close()


def test_no_order_of_acts_loses_or_doubles_a_citizen(busy: Desk) -> None:
    Citizens.desk = busy
    quick = settings(max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Citizens, settings=quick)
